"""Set the breaking news banner and take it down: the only functions that change it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from core.clocks import newsroom_time
from desk.fronts.permissions import can_change_breaking, can_set_breaking
from desk.people import name_of
from news.models import Article, BreakingNews
from news.models.breaking_news import ONLY, USUAL

SET, END = "fronts.breaking.set", "fronts.breaking.end"


class BreakingRefused(PermissionDenied):
    """Raised instead of a change; the message says why, in words for the editor."""


def standing() -> BreakingNews | None:
    """Return the banner whose time is not over, whether or not readers see its story."""
    return BreakingNews.objects.select_related("story", "set_by").filter(until__gt=timezone.now()).first()


def version_of(banner: BreakingNews | None) -> str:
    """Return what tells one banner from the one that takes its place; empty when there is none."""
    return banner.set_at.isoformat() if banner else ""


def claim(base: str | None) -> BreakingNews | None:
    """Return the banner, held until the transaction ends; raise BreakingRefused when it is no longer version `base`."""
    held = BreakingNews.objects.select_for_update(of=("self",)).select_related("story", "set_by")
    found = held.filter(until__gt=timezone.now()).first()
    if base is not None and base != version_of(found):
        if found is None:
            raise BreakingRefused("Nothing was changed: the banner has been taken down, or its time is over.")
        who = name_of(found.set_by) or "somebody"
        raise BreakingRefused(f"Nothing was changed: {who} has changed the banner since. It now says “{found}”.")
    return found


@transaction.atomic
def set_breaking(
    story: Article, user, headline: str = "", until: datetime | None = None, base: str | None = None
) -> BreakingNews:
    """Show readers a banner that leads to a story, at once and on every page, in the place of the one before.

    Without `headline` it says the story's; without `until` it stays two hours. Raise BreakingRefused when `user` may
    not, or when the banner is no longer version `base`; ValidationError for an impossible end or too many words.
    """
    if not can_set_breaking(user, story):
        raise BreakingRefused("Only live stories that every reader may see go there, and only by their editors.")
    before = claim(base)
    now = timezone.now()
    banner = BreakingNews(id=ONLY, story=story, headline=headline, until=until or now + USUAL, set_by=user, set_at=now)
    banner.clean_fields()
    banner.clean()
    if before and before.story_id != story.pk:
        log(instance=before.story, action=END, user=user, data={"headline": before.text, "replaced_by": banner.text})
    # Also over one whose time is over, which nobody claimed.
    values = {name: getattr(banner, name) for name in ("story", "headline", "until", "set_by", "set_at")}
    banner, _ = BreakingNews.objects.update_or_create(id=ONLY, defaults=values)
    log(instance=story, action=SET, user=user, data={"headline": banner.text, "until": newsroom_time(banner.until)})
    return banner


@transaction.atomic
def end_breaking(user, base: str | None = None) -> None:
    """Take the banner down; do nothing when there is none.

    Raise BreakingRefused when `user` may not, or when it is no longer version `base`.
    """
    banner = claim(base)
    if banner is None:
        return
    if not can_change_breaking(user, banner):
        raise BreakingRefused("Only the editors whose story it leads to can take it down.")
    log(instance=banner.story, action=END, user=user, data={"headline": banner.text})
    banner.delete()
