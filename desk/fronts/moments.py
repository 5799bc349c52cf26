"""Who launched what on a front, and when: the moments worth going back to."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page, PageLogEntry

from desk.fronts.replay import ARRANGED, LAUNCHED, TAKEN_DOWN, containers_in, of_containers
from desk.notifications.texts import name_of

MOST = 50
WORDS = {
    "wagtail.publish": "launched",
    "wagtail.publish.scheduled": "launched on schedule",
    "wagtail.unpublish": "taken down",
    "wagtail.unpublish.scheduled": "taken down on schedule",
    "wagtail.delete": "deleted",
    ARRANGED: "arranged",
}


@dataclass(frozen=True)
class Moment:
    """One change of a front that readers saw."""

    at: datetime
    what: str
    who: str


def moments(front: Page, until: datetime) -> list[Moment]:
    """List what changed a front before `until`, newest first, MOST at most, in three queries."""
    arranged = newest(PageLogEntry.objects.filter(page_id=front.pk, action=ARRANGED), until)
    stood = {pk for entry in arranged for pk in containers_in(entry)}
    standing = front.placements.values_list("container_id", flat=True)
    changes = of_containers(stood.union(standing)).filter(action__in=(*LAUNCHED, *TAKEN_DOWN))
    entries = sorted([*arranged, *newest(changes, until)], key=lambda entry: entry.timestamp, reverse=True)
    return [moment(entry) for entry in entries[:MOST]]


def newest(entries, until: datetime) -> list:
    return list(entries.filter(timestamp__lt=until).select_related("user").order_by("-timestamp", "-pk")[:MOST])


def moment(entry) -> Moment:
    what = f"{entry.label}: {WORDS.get(entry.action, entry.action)}"
    who = name_of(entry.user) if entry.user_id else ""
    return Moment(entry.timestamp, what, who)
