"""A front as readers saw it at a moment: what the log, the launched versions and today's stories still say of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from core.clocks import both_clocks
from desk.fronts.permissions import readable_stories
from news.fronts.cards import Front, show_resolved
from news.fronts.loading import answer, counts
from news.fronts.plans import Resolution, Story
from news.fronts.reading import container_plan, story_ids
from news.fronts.resolver import resolve
from news.models import Article, Container, Section

ARRANGED = "fronts.arrange"
LAUNCHED = ("wagtail.publish", "wagtail.publish.scheduled")
TAKEN_DOWN = ("wagtail.unpublish", "wagtail.unpublish.scheduled", "wagtail.delete", "desk.kill")
GONE = "A story that is no longer published"


@dataclass
class Then:
    """What is known of a front at a moment: its containers as they were live then, top down, and what is not known."""

    at: datetime
    containers: list[Container] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def show(self, user) -> Front:
        """Return the front as `user` may see it today: a story that they may not keeps its place, without its words."""
        if not self.containers:
            return Front([], Resolution())
        placed = set().union(*map(story_ids, self.containers))
        answers = answer(counts(self.containers, len(placed)), self.at, until=self.at)
        filling = {story.pk for found in answers.values() for story in found}
        was_live = live_then(placed | filling, self.at)
        stories = stories_then(placed, was_live, self.at)
        fitting = {
            question: tuple(story for story in found if was_live.get(story.pk, True))
            for question, found in answers.items()
        }
        plans = [container_plan(container, stories, fitting) for container in self.containers]
        return show_resolved(self.containers, resolve(plans, self.at), stories=readable_stories(user), otherwise=GONE)


def front_then(front: Page, at: datetime) -> Then:
    """Return what is known of a front at the moment `at`, in a fixed number of queries."""
    order, then = order_then(front, at), Then(at)
    then.notes += order.notes
    entries = latest(of_containers(order.containers), "object_id", at).select_related("revision")
    launched = {int(entry.object_id): entry for entry in entries}
    present = Container.objects.in_bulk(order.containers)
    for pk in order.containers:
        entry = launched.get(pk)
        if pk in present:
            container, is_known = version_then(present[pk], entry, at)
            if container is not None:
                then.containers.append(container)
            if not is_known:
                then.notes.append(
                    f"The log does not say what “{present[pk]}” showed then: the version that is live today is shown."
                )
        elif entry is not None and entry.action in LAUNCHED:
            then.notes.append(f"“{entry.label}” stood here too. It has been deleted since.")
    attach_sections(then.containers)
    return then


# The order


@dataclass
class Order:
    containers: list[int]
    notes: list[str] = field(default_factory=list)


def order_then(front: Page, at: datetime) -> Order:
    """Return the numbers of the containers that stood on a front, top down, with a note where that is not known."""
    entries = PageLogEntry.objects.filter(page_id=front.pk, action=ARRANGED)
    if entry := entries.filter(timestamp__lte=at).order_by("-timestamp", "-pk").first():
        return Order(containers_in(entry))
    if entry := entries.order_by("timestamp", "pk").first():
        since = both_clocks(entry.timestamp)
        return Order(
            containers_in(entry),
            [f"Which containers stood here, and in which order, is known from {since} on: that order is shown."],
        )
    return Order(
        list(front.placements.values_list("container_id", flat=True)),
        ["Nobody has arranged this front since the log began: today’s order is shown."],
    )


def containers_in(entry) -> list[int]:
    return list(entry.data.get("containers", []))


# The versions


def version_then(container: Container, entry, at: datetime) -> tuple[Container | None, bool]:
    """Return a container as readers saw it, None when they did not, and whether the log says so.

    `entry` is the last launch or unpublication before the moment, if any.
    """
    if entry is not None:
        if entry.action in TAKEN_DOWN:
            return None, True
        if entry.revision is not None:
            return from_revision(container, entry.revision), True
    elif container.first_published_at is not None and container.first_published_at > at:
        return None, True
    return (container, False) if container.live else (None, True)


def from_revision(container: Container, revision) -> Container:
    """Return a version without asking whether what it refers to still exists: one query for each would be too many."""
    found = Container.from_serializable_data(revision.content, check_fks=False)
    found.pk = container.pk
    return found


def attach_sections(containers: Iterable[Container]) -> None:
    sections = Section.objects.in_bulk({container.section_id for container in containers} - {None})
    for container in containers:
        container.section = sections.get(container.section_id)


# The stories


def live_then(ids: Iterable[int], at: datetime) -> dict[int, bool]:
    """Return which stories were live at a moment, as far as the log says; deleted ones included."""
    entries = latest(PageLogEntry.objects.filter(page_id__in=ids), "page_id", at)
    return {page: action in LAUNCHED for page, action in entries.values_list("page_id", "action")}


def stories_then(ids: set[int], was_live: dict[int, bool], at: datetime) -> dict[int, Story]:
    """Return what decided whether each of these stories stood on a front at a moment."""
    rows = Article.objects.filter(pk__in=ids).order_by()
    found = {
        pk: Story(
            pk,
            title,
            live=was_live.get(pk, published is not None and published <= at),
            # Nothing goes live under embargo: where the log says that it was live, today's embargo came later.
            embargo_until=None if pk in was_live else embargo,
            published_at=published,
        )
        for pk, title, embargo, published in rows.values_list("pk", "title", "embargo_until", "first_published_at")
    }
    # What has been deleted since stood there all the same.
    gone = {pk: Story(pk, live=was_live[pk]) for pk in ids - found.keys() if pk in was_live}
    return found | gone


# The log


def of_containers(ids: Iterable[int]) -> Any:
    """Return the log of some containers."""
    content_type = ContentType.objects.get_for_model(Container)
    return ModelLogEntry.objects.filter(content_type=content_type, object_id__in=[str(pk) for pk in ids])


def latest(entries, name: str, at: datetime) -> Any:
    """Keep what last put each thing before readers, or took it from them, up to a moment. `name` tells things apart."""
    until = entries.filter(action__in=(*LAUNCHED, *TAKEN_DOWN), timestamp__lte=at)
    # Entries are written as things happen: the highest number is the latest.
    return entries.filter(pk__in=until.order_by().values(name).annotate(last=Max("pk")).values("last")).order_by()
