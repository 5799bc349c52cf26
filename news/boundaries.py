"""When the clock changes what readers see of stories."""

from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from delivery.keeping import Kept


def next_embargo() -> datetime | None:
    """Return when the next published story comes out from under its embargo; None when none waits."""
    found = kept.get()
    if found is not None and found <= timezone.now():
        found = kept.read_now().value
    return found


def read() -> datetime | None:
    from news.models import Article

    waiting = Article.objects.live().filter(embargo_until__gt=timezone.now()).order_by()
    return waiting.aggregate(first=Min("embargo_until"))["first"]


kept = Kept(read, "embargoes", is_shown=False)
