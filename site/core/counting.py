"""Count what readers do: in memory, and every few seconds in the database. Nothing of a reader is kept."""

import atexit
import logging
from collections import Counter
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from multiprocessing.util import Finalize
from secrets import token_bytes
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

logger = logging.getLogger("pulse.counting")

PAUSE = timedelta(seconds=5)  # between two writes of one process
SWEEP_EVERY = timedelta(hours=1)
ONCE_IN = timedelta(minutes=30)
# What strangers send must not fill the memory.
WAITING = 500  # things
VISITORS = 50_000
CROWD = 100  # visitors of one address for one thing: a household, an office, not who invents a name for each visit
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Key = TypeVar("Key", bound=Hashable)


def may_count(request: HttpRequest) -> bool:
    """Tell whether a request comes from a reader who does not mind being counted."""
    # Readers have no session, the newsroom has; to look into this one would cost a query.
    return not (settings.SESSION_COOKIE_NAME in request.COOKIES or refuses_to_be_counted(request))


def refuses_to_be_counted(request: HttpRequest) -> bool:
    """Tell whether the browser asks not to be followed (https://www.w3.org/TR/gpc/, or the older DNT)."""
    return "1" in (request.headers.get("sec-gpc"), request.headers.get("dnt"))


class Visitors:
    """Who has been counted in this half hour, as hashes that mean nothing to another process or half hour.

    `most_of_a_line` is how many things one address can have counted in that time; None for any number.
    """

    def __init__(self, most_of_a_line: int | None = None) -> None:
        self.most_of_a_line = most_of_a_line
        self.begin(LONG_AGO)

    def begin(self, now: datetime) -> None:
        self.until = now + ONCE_IN
        self.salt = token_bytes(32)
        self.seen: set[bytes] = set()
        self.crowds: Counter[bytes] = Counter()
        self.lines: Counter[bytes] = Counter()

    def is_new(self, thing: Hashable, address: str, agent: str, now: datetime) -> bool:
        """Tell whether a visit counts, and remember it."""
        if now >= self.until or len(self.seen) >= VISITORS:
            self.begin(now)
        line = line_of(address)
        visitor, crowd = self.hash(thing, line, agent[:500]), self.hash(thing, line)
        if visitor in self.seen or self.crowds[crowd] >= CROWD:
            return False
        if self.most_of_a_line is not None:
            everything = self.hash(line)
            if self.lines[everything] >= self.most_of_a_line:
                return False
            self.lines[everything] += 1
        self.seen.add(visitor)
        self.crowds[crowd] += 1
        return True

    def hash(self, *facts: object) -> bytes:
        return blake2b(repr(facts).encode("utf-8", "replace"), key=self.salt, digest_size=16).digest()


def line_of(address: str) -> str:
    """Return what all addresses of one line have in common: in IPv6 each has 2**64 of them."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address[:100]
    return str(ip) if ip.version == 4 else str(ip_network((ip, 64), strict=False))


class Tally(Generic[Key]):
    """What one process has counted and not yet written, by when it was and what it was."""

    most_of_a_line: int | None = None

    def __init__(self) -> None:
        self.lock = Lock()
        self.visitors = Visitors(self.most_of_a_line)
        self.waiting: Counter[tuple] = Counter()
        self.next_write = self.next_sweep = LONG_AGO

    def period(self, now: datetime) -> Hashable:
        """Return what counts are added up by, such as the hour."""
        raise NotImplementedError

    def write(self, counts: Counter[tuple]) -> None:
        """Add (period, thing) -> count to the database; all of it or nothing. May raise DatabaseError."""
        raise NotImplementedError

    def forget(self, now: datetime) -> None:
        """Delete what is too old; called once an hour."""
        raise NotImplementedError

    def count(self, thing: Key, address: str, agent: str) -> None:
        """Count a visit; whoever comes back within half an hour counts once."""
        now = timezone.now()
        with self.lock:
            if self.visitors.is_new(thing, address, agent, now):
                self.add(Counter({(self.period(now), thing): 1}))
            is_due = bool(self.waiting) and now >= self.next_write
            if is_due:
                self.next_write = now + PAUSE
        if is_due:
            self.flush()

    def add(self, counts: Counter[tuple]) -> None:
        for key, count in counts.items():
            if key in self.waiting or len(self.waiting) < WAITING:
                self.waiting[key] += count

    def flush(self) -> None:
        """Write what has been counted since the last time; also called when the process ends."""
        with self.lock:
            counts, self.waiting = self.waiting, Counter()
        if not counts:
            return
        try:
            self.write(counts)
        except DatabaseError:  # a locked or absent database, a story deleted meanwhile: the next time tries again
            logger.exception("%s could not be written.", type(self).__name__)
            with self.lock:
                self.add(counts)
            return
        self.sweep(timezone.now())

    def sweep(self, now: datetime) -> None:
        if now >= self.next_sweep:
            self.next_sweep = now + SWEEP_EVERY
            self.forget(now)


def flush_at_exit(tally: Tally) -> None:
    """Let a tally write what is left when this process ends."""
    atexit.register(tally.flush)
    # granian's workers are forks of multiprocessing, which end without atexit.
    Finalize(None, tally.flush, exitpriority=0)
