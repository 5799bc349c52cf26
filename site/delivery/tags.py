"""Note what a response shows while it is made: its tags, and the moment from which the clock makes it another.

A tag is the name of something readers see: `page-12` (a story, section, author …), `topic-3`, `image-7`, or of a list:
`stories-section-5` changes when a story joins or leaves section 5. docs/delivery.md lists them. Records that are read
while a response is made name themselves (`follow`); lists, and what is kept in memory, are named by who reads them
(`shows`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.db.models.signals import post_init

EVERYTHING_TAG = "everything"  # every response shows it


@dataclass
class Shown:
    """What one response shows."""

    tags: set[str] = field(default_factory=set)
    until: datetime | None = None  # None: only a change makes it another


noted: ContextVar[Shown | None] = ContextVar("noted", default=None)


@contextmanager
def noting(alone: bool = False) -> Iterator[Shown]:
    """Note what is shown inside; a block inside another notes for itself, and unless `alone` the outer one has it."""
    outer, shown = noted.get(), Shown()
    token = noted.set(shown)
    try:
        yield shown
    finally:
        noted.reset(token)
        if outer is not None and not alone:
            outer.tags |= shown.tags
            outer.until = earlier(outer.until, shown.until)


def is_noting() -> bool:
    return noted.get() is not None


def shows(*tags: str) -> None:
    """Say that the response that is being made shows these; outside of one it means nothing."""
    shown = noted.get()
    if shown is not None:
        shown.tags.update(tags)


def until(moment: datetime | None) -> None:
    """Say that the response is right until a moment at most; None says nothing."""
    shown = noted.get()
    if shown is not None:
        shown.until = earlier(shown.until, moment)


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)


def follow(model: type[Model], kind: str) -> None:
    """Have each record of a model that is read name itself as `kind-pk`. Call it in AppConfig.ready()."""

    def note(instance: Model, **kwargs) -> None:
        shown = noted.get()
        if shown is not None and instance.pk is not None:
            shown.tags.add(f"{kind}-{instance.pk}")

    post_init.connect(note, sender=model, weak=False, dispatch_uid=f"delivery.follow.{model._meta.label}")
