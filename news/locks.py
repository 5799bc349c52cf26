"""Let a layer above lock stories for reasons of its own: it registers a function here in ready()."""

from collections.abc import Callable

from wagtail.locks import BaseLock
from wagtail.models import Page

_sources: list[Callable[[Page], BaseLock | None]] = []


def lock_with(source: Callable[[Page], BaseLock | None]) -> None:
    """Ask `source` for a story's lock before Wagtail's own reasons; the one registered first counts."""
    if source not in _sources:
        _sources.append(source)


def lock_of(page: Page) -> BaseLock | None:
    return next((lock for source in _sources if (lock := source(page))), None)
