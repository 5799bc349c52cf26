"""Count how often stories are read: in memory, and every few seconds in the database. Nothing of a reader is kept."""

import atexit
import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from multiprocessing.util import Finalize
from secrets import token_bytes
from threading import Lock

from django.db import DatabaseError, transaction
from django.utils import timezone

logger = logging.getLogger("pulse.reads")

PAUSE = timedelta(seconds=5)  # between two writes of one process
ONCE_IN = timedelta(minutes=30)
KEPT = timedelta(days=8)
# What strangers send must not fill the memory.
WAITING = 500  # stories
VISITORS = 50_000
CROWD = 100  # visitors of one address for one story: a household, an office, not who invents a name for each visit
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Visitors:
    """Who has been counted in this half hour, as hashes that mean nothing to another process or half hour."""

    def __init__(self) -> None:
        self.begin(LONG_AGO)

    def begin(self, now: datetime) -> None:
        self.until = now + ONCE_IN
        self.salt = token_bytes(32)
        self.seen: set[bytes] = set()
        self.crowds: Counter[bytes] = Counter()

    def is_new(self, story: int, address: str, agent: str, now: datetime) -> bool:
        """Tell whether a visit counts, and remember it."""
        if now >= self.until or len(self.seen) >= VISITORS:
            self.begin(now)
        line = line_of(address)
        visitor, crowd = self.hash(story, line, agent[:500]), self.hash(story, line)
        if visitor in self.seen or self.crowds[crowd] >= CROWD:
            return False
        self.seen.add(visitor)
        self.crowds[crowd] += 1
        return True

    def hash(self, *facts: object) -> bytes:
        return blake2b(repr(facts).encode(), key=self.salt, digest_size=16).digest()


def line_of(address: str) -> str:
    """Return what all addresses of one line have in common: in IPv6 each has 2**64 of them."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address[:100]
    return str(ip) if ip.version == 4 else str(ip_network((ip, 64), strict=False))


class Tally:
    """What one process has counted and not yet written."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.visitors = Visitors()
        self.waiting: Counter[tuple[datetime, int]] = Counter()  # by hour and story
        self.next_write = self.next_sweep = LONG_AGO

    def count(self, story: int, address: str, agent: str) -> None:
        """Count that a story was read; whoever comes back within half an hour counts once."""
        now = timezone.now()
        with self.lock:
            if self.visitors.is_new(story, address, agent, now):
                self.add(Counter({(full_hour(now), story): 1}))
            is_due = bool(self.waiting) and now >= self.next_write
            if is_due:
                self.next_write = now + PAUSE
        if is_due:
            self.flush()

    def add(self, counts: Counter[tuple[datetime, int]]) -> None:
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
            with transaction.atomic():
                write(counts)
        except DatabaseError:  # a locked or absent database, a story deleted meanwhile: the next time tries again
            logger.exception("Reads could not be written.")
            with self.lock:
                self.add(counts)
            return
        self.sweep(timezone.now())

    def sweep(self, now: datetime) -> None:
        """Forget old hours, once an hour."""
        from news.models import ReadCount

        if now >= self.next_sweep:
            self.next_sweep = now + timedelta(hours=1)
            ReadCount.objects.before(now - KEPT).delete()


def write(counts: Counter[tuple[datetime, int]]) -> None:
    """Add to the counts of the stories that every reader may see; any other number is dropped."""
    from news.models import Article, ReadCount

    asked = {story for _, story in counts}
    published = set(Article.objects.published().filter(pk__in=asked).order_by().values_list("pk", flat=True))
    for hour in sorted({hour for hour, _ in counts}):
        ReadCount.objects.add(
            hour, {story: count for (at, story), count in counts.items() if at == hour and story in published}
        )


def full_hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


tally = Tally()


def flush_at_exit() -> None:
    """Write what is left when this process ends."""
    atexit.register(tally.flush)
    # granian's workers are forks of multiprocessing, which end without atexit.
    Finalize(None, tally.flush, exitpriority=0)
