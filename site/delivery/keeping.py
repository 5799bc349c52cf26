"""Keep what all pages need (menus, settings) in the memory of a process, for as long as nothing of it was purged."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db import transaction
from django.utils import timezone

from delivery import configured, tags
from delivery.ledger import slots_of

Key = TypeVar("Key")
Value = TypeVar("Value")
LONGEST = 300.0  # seconds: so soon a change made past Django shows


@dataclass
class Held(Generic[Value]):
    value: Value
    tags: frozenset[str]
    until: datetime | None
    slots: tuple[int, ...]
    position: tuple[int, int]  # of the ledger, when it was last found true
    since: int
    end: float


def in_transaction() -> bool:
    """Tell whether nothing that is read now may be kept: a transaction's changes are purged when it is committed."""
    return transaction.get_connection().in_atomic_block


class Kept(Generic[Value]):
    """One value, read when it is first asked for and again after a purge of one of its tags.

    It cannot be out of date: what another process changes is purged when it is committed, and what was read before that
    counts for nothing. Who asks for it while a response is made shows its tags. With `follows` the records that were
    read for it are among them; without, only `names` are. What no page shows, such as a moment, is not `is_shown`.
    """

    def __init__(
        self,
        read: Callable[[], Value],
        *names: str,
        follows: bool = False,
        is_shown: bool = True,
        seconds: float = LONGEST,
    ) -> None:
        self.read, self.names, self.follows, self.seconds = read, frozenset(names), follows, seconds
        self.is_shown = is_shown
        self.held: Held[Value] | None = None

    def get(self) -> Value:
        """Return the value, shared by all who ask: it must not be changed."""
        held = self.held
        if held is None or not self.is_true(held):
            held = self.read_now()
        if self.is_shown:
            tags.shows(*held.tags)
            tags.until(held.until)
        return held.value

    def ask(self) -> Value:
        """Return the value; inside a transaction read it anew, and keep nothing: it may be of its own changes."""
        if not in_transaction():
            return self.get()
        with tags.noting(alone=not self.is_shown):
            return self.read()

    def is_true(self, held: Held) -> bool:
        if time.monotonic() >= held.end or (held.until is not None and timezone.now() >= held.until):
            return False
        try:
            position = configured.ledger().position()
        except OSError:  # nobody could tell of a change
            return False
        if position != held.position:
            if position[0] != held.position[0] or not configured.ledger().is_true(held.slots, held.since):
                return False
            held.position = position
        return True

    def read_now(self) -> Held[Value]:
        position = position_now()
        with tags.noting(alone=True) as shown:
            value = self.read()
        return self.hold(value, shown, position)

    def hold(self, value: Value, shown: tags.Shown, position: tuple[int, int]) -> Held[Value]:
        """Keep a value that was read after the ledger was at a position."""
        names = self.names | shown.tags if self.follows else self.names
        end = time.monotonic() + self.seconds
        held = Held(value, names, shown.until, slots_of(names), position, position[1], end)
        self.held = held
        return held


def position_now() -> tuple[int, int]:
    try:
        return configured.ledger().position()
    except OSError:
        return (0, 0)


def read_together(all_kept: Mapping[Key, Kept[Value]], read: Callable[[Collection[Key]], Mapping[Key, Value]]) -> None:
    """Have `read` bring the values of those that are not known any more, all at once."""
    missing = [key for key, kept in all_kept.items() if kept.held is None or not kept.is_true(kept.held)]
    if not missing:
        return
    position = position_now()
    with tags.noting(alone=True) as shown:
        values = read(missing)
    for key in missing:
        all_kept[key].hold(values[key], shown, position)
