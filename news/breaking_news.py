"""The breaking news banner as readers see it: shown on every page, changed a few times a week, so kept in memory."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from delivery import tags
from delivery.keeping import Kept

# An embargo that ends shows after so long at most.
SECONDS = 60


@dataclass(frozen=True)
class Banner:
    text: str
    url: str
    until: datetime


def shown() -> Banner | None:
    """Return the banner that readers see now, without asking the database while nothing changes."""
    banner = kept.get()
    # The clock is asked each time: what is kept does not end by itself.
    if banner is None or banner.until <= timezone.now():
        return None
    tags.until(banner.until)
    return banner


def read() -> Banner | None:
    from news.models import BreakingNews

    # When its story may be seen later, so may the banner.
    tags.shows(*(f"page-{story}" for story in BreakingNews.objects.values_list("story", flat=True)))
    row = BreakingNews.objects.current().for_banner().first()
    return Banner(row.text, row.story.url, row.until) if row else None


# It follows its story: a new headline, an embargo or a kill changes the banner, too.
kept = Kept(read, "banner", follows=True, seconds=SECONDS)
