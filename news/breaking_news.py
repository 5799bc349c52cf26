"""The breaking news banner as readers see it: shown on every page, changed a few times a week, so kept in the cache.

What is kept must never outlive its story. Each change therefore puts a new mark beside it, and what was read from the
database before the change bears the old one: it counts for nothing, whichever process wrote it last.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

KEY = "news.breaking_news"
MARK = f"{KEY}.mark"
# An embargo that ends, or a change made past Django, shows after so long at most.
SECONDS = 60


@dataclass(frozen=True)
class Banner:
    text: str
    url: str
    until: datetime


def shown() -> Banner | None:
    """Return the banner that readers see now, without asking the database while nothing changes."""
    banner = kept()
    # The clock is asked each time: what is kept does not end by itself.
    return banner if banner and banner.until > timezone.now() else None


def next_boundary() -> datetime | None:
    """Return when the clock takes the banner away; None when there is none. No page may be kept longer."""
    banner = shown()
    return banner.until if banner else None


def kept() -> Banner | None:
    found = cache.get_many([KEY, MARK])
    # What was kept without a mark is not trusted: the cache may have lost the mark of a change.
    mark = found.get(MARK) or cache.get_or_set(MARK, new_mark, None)
    if KEY in found and found[KEY][0] == mark:
        return found[KEY][1]
    banner = read()
    cache.set(KEY, (mark, banner), SECONDS)
    return banner


def read() -> Banner | None:
    from news.models import BreakingNews

    row = BreakingNews.objects.current().for_banner().first()
    return Banner(row.text, row.story.url, row.until) if row else None


def forget(**kwargs) -> None:
    """Make the next page read the banner anew; connected to everything that changes it or its story."""
    renew()
    # Again when others can see the change: until then they read, and keep, what was there before.
    transaction.on_commit(renew)


def renew() -> None:
    cache.set(MARK, new_mark(), None)


def new_mark() -> str:
    return uuid4().hex
