"""What changes of stories, topics and fronts purge (delivery.tags has what a tag is)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from core.purging import SEEN_ELSEWHERE, STANDING
from delivery.purging import purge
from delivery.tags import follow
from delivery.warming import warm_later
from delivery.watching import DRAFT_FIELDS, watch
from news.models import (
    Article,
    ArticleTopic,
    BreakingNews,
    Byline,
    Container,
    Correction,
    CorrectionsPage,
    HomePage,
    Placement,
    Section,
    Topic,
)
from news.warming import warm_around

# What decides in which lists a story stands, and where.
LISTED_BY = (
    *("live", "first_published_at", "embargo_until", "path", "url_path", "kind", "lead_image", "is_republication"),
)


def connect() -> None:
    for model in (Article, CorrectionsPage, HomePage, Section):
        follow(model, "page")
    follow(Topic, "topic")
    # Its name stands above stories everywhere, its address begins theirs.
    watch(Section, lambda section: ["everything"], (*STANDING, "replies"))
    watch(CorrectionsPage, lambda page: SEEN_ELSEWHERE, STANDING)
    watch(Topic, lambda topic: [f"topic-{topic.pk}", f"stories-topic-{topic.pk}"])
    watch(BreakingNews, lambda banner: ["banner"])
    watch(Container, fronts_of)
    post_save.connect(container_saved, sender=Container, dispatch_uid="news.purging.container_saved")
    watch(Placement, lambda placement: [f"front-{placement.front_id}"])
    watch(Correction, lambda correction: ["corrections"])
    pre_save.connect(note_story, sender=Article, dispatch_uid="news.purging.note_story")
    post_save.connect(story_saved, sender=Article, dispatch_uid="news.purging.story_saved")
    pre_delete.connect(note_story, sender=Article, dispatch_uid="news.purging.note_deleted")
    post_delete.connect(story_deleted, sender=Article, dispatch_uid="news.purging.story_deleted")
    post_page_move.connect(story_moved, sender=Article, dispatch_uid="news.purging.story_moved")


def fronts_of(container: Container) -> list[str]:
    return [f"front-{front}" for front in container.placements.values_list("front", flat=True)]


def container_saved(instance: Container, update_fields=None, **kwargs) -> None:
    if instance.live and (update_fields is None or not DRAFT_FIELDS.issuperset(update_fields)):
        transaction.on_commit(lambda: warm_later(front_paths(instance)), robust=True)


def front_paths(container: Container) -> list[str]:
    fronts = Page.objects.live().filter(placements__container=container)
    return [front.url for front in fronts if front.url]


# The lists in which a story stands


@dataclass(frozen=True)
class Standing:
    """Where the database has a story: what its place depends on, the tags of the lists that follow, its update."""

    facts: tuple
    lists: frozenset[str]
    updated_at: datetime | None = None


NOWHERE = Standing((False,), frozenset())


def standing_of(pk: int | None) -> Standing:
    """Return where readers find a story now; NOWHERE when they do not."""
    found = Article.objects.filter(pk=pk).values_list(*LISTED_BY, "updated_at").first() if pk else None
    if pk is None or found is None or not found[0]:
        return NOWHERE
    *facts, updated_at = found
    return Standing(tuple(facts), frozenset(lists_of(pk, facts[LISTED_BY.index("path")])), updated_at)


def lists_of(pk: int, path: str) -> Iterator[str]:
    """Yield the tags of the lists of the sections above a story, of its topics and its authors."""
    above = [path[:end] for end in range(2 * Page.steplen, len(path), Page.steplen)]
    numbers = {
        "section": Page.objects.filter(path__in=above).values_list("pk", flat=True),
        "topic": ArticleTopic.objects.filter(content_object=pk).values_list("tag", flat=True),
        "author": Byline.objects.filter(article=pk, author__isnull=False).values_list("author", flat=True),
    }
    for kind, found in numbers.items():
        yield from (f"stories-{kind}-{number}" for number in found)


def note_story(instance: Article, update_fields=None, **kwargs) -> None:
    if update_fields is None or not DRAFT_FIELDS.issuperset(update_fields):
        instance._stood = standing_of(instance.pk)


def story_saved(instance: Article, update_fields=None, **kwargs) -> None:
    if update_fields is None or not DRAFT_FIELDS.issuperset(update_fields):
        before = getattr(instance, "_stood", NOWHERE)
        # Its topics and byline are stored after it.
        transaction.on_commit(lambda: follow_story(instance, before), robust=True)


def follow_story(story: Article, before: Standing) -> None:
    """Purge the lists that a story joined or left, and have what readers open now made before they do."""
    after = standing_of(story.pk)
    purge_lists(before, after)
    if before != NOWHERE or after != NOWHERE:
        warm_around(story)


def story_deleted(instance: Article, **kwargs) -> None:
    purge_lists(getattr(instance, "_stood", NOWHERE), NOWHERE)


def story_moved(instance: Article, parent_page_before: Page, **kwargs) -> None:
    if instance.live:
        before = lists_of(instance.pk, parent_page_before.path + "0" * Page.steplen)
        purge("stories", *before, *lists_of(instance.pk, instance.path))


def purge_lists(before: Standing, after: Standing) -> None:
    """Purge the lists that a story joined or left, and those that show it elsewhere than before."""
    if before.facts != after.facts:
        purge("stories", "embargoes", "missing", *(before.lists | after.lists))
    else:
        purge(*(before.lists ^ after.lists), *(["updates"] if before.updated_at != after.updated_at else []))
