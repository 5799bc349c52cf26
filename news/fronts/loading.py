"""Fetch what a front needs, in a number of queries that grows neither with its containers nor with the archive."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial

from django.db.models import Exists, IntegerField, OuterRef, Q, Value, prefetch_related_objects
from django.utils import timezone
from wagtail.models import Page

from delivery import tags
from delivery.keeping import Kept
from news.fronts.plans import ContainerPlan, Story
from news.fronts.reading import Question, container_plan, questions, story_ids
from news.fronts.resolver import next_boundary

FRONTS = 200  # whose containers a process keeps


def containers_of(front: Page) -> list:
    """Return the containers on a front that have been launched, top down."""
    tags.shows(f"front-{front.pk}")
    return list(kept_on(front.pk).ask())


@lru_cache(FRONTS)
def kept_on(front: int) -> Kept[tuple]:
    return Kept(partial(launched_on, front), f"front-{front}")


def launched_on(front: int) -> tuple:
    from news.models import Container

    return tuple(Container.objects.on_front(front).launched().select_related("section"))


def drafts_of(front: Page) -> list:
    """Return the containers on a front, top down, each as its latest draft."""
    from news.models import Container

    drafts = list(map(draft_of, Container.objects.on_front(front).select_related("section", "latest_revision")))
    # A version knows the number of its section only.
    prefetch_related_objects(drafts, "section")
    return drafts


def draft_of(row):
    """Return the latest version of a container that was loaded with its latest revision, without a query."""
    revision = row.latest_revision
    return from_revision(row, revision) if revision and row.has_unpublished_changes else row


def from_revision(container, revision):
    """Return a version without asking whether what it refers to still exists: one query for each would be too many."""
    from news.models import Container

    found = Container.from_serializable_data(revision.content, check_fks=False)
    found.pk = container.pk
    return found


def plans_of(containers: Sequence, now: datetime | None = None) -> list[ContainerPlan]:
    """Return the plans of some containers, in three queries whatever their number."""
    now = now or timezone.now()
    ids = set().union(*map(story_ids, containers))
    # Those that may not be shown, too: they may later.
    tags.shows(*(f"page-{pk}" for pk in ids))
    placed = stories_by_id(ids)
    asked = counts(containers, len(placed))
    tags.shows(*(tag for question in asked for tag in question.tags()))
    answers = answer(asked, now)
    plans = [container_plan(container, placed, answers) for container in containers]
    tags.until(next_boundary(plans, now))
    return plans


def counts(containers: Iterable, placed: int) -> dict[Question, int]:
    """Say of how many stories each question has to know.

    As many as stand elsewhere may fall away: all that editors placed, and what the containers above were filled with.
    """
    found: dict[Question, int] = {}
    wanted = placed
    for container in containers:
        wanted += container.slots
        for question in questions(container):
            found[question] = max(wanted, found.get(question, 0))
    return found


def stories_by_id(ids: set[int]) -> dict[int, Story]:
    """Return what decides whether each of these stories may be shown; deleted ones are left out."""
    from news.models import Article, Tombstone

    if not ids:
        return {}
    rows = (
        Article.objects.filter(pk__in=ids)
        .order_by()
        .with_privacy()
        .annotate(is_killed=Exists(Tombstone.objects.filter(article=OuterRef("pk"))))
        .values_list("pk", "title", "live", "is_restricted", "is_killed", "embargo_until", "first_published_at")
    )
    return {
        pk: Story(pk, title, True, live, private, killed, embargo, published)
        for pk, title, live, private, killed, embargo, published in rows
    }


def answer(
    asked: Mapping[Question, int], now: datetime, until: datetime | None = None
) -> dict[Question, tuple[Story, ...]]:
    """Return the stories that answer each question, best first, as many as asked for: one query for all questions.

    `until` leaves out what was first published later, for a front of the past.
    """
    from news.models import Article

    if not asked:
        return {}
    paths = section_paths({pk for question in asked for pk in question.sections})
    published = Article.objects.published()  # once: writing this condition down takes longer than most answers
    if until is not None:
        published = published.published_by(until)
    parts = [
        best(fitting(published, question, paths, now), question, count, now)
        .order_by()
        .annotate(question=Value(number, IntegerField()))
        .values_list("question", "pk", "title", "embargo_until", "first_published_at", "reads")
        for number, (question, count) in enumerate(asked.items())
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    found: dict[int, list[Story]] = {}
    for number, pk, title, embargo, published, reads in rows:
        story = Story(pk, title, embargo_until=embargo, published_at=published, reads=reads)
        found.setdefault(number, []).append(story)
    return {question: best_first(found.get(number, [])) for number, question in enumerate(asked)}


def best_first(rows: list[Story]) -> tuple[Story, ...]:
    never = timezone.make_aware(datetime(1, 1, 2))
    return tuple(sorted(rows, key=lambda story: (story.reads, story.published_at or never, story.pk), reverse=True))


def section_paths(ids: set[int]) -> dict[int, str]:
    from news.models import Section

    return dict(Section.objects.filter(pk__in=ids).order_by().values_list("pk", "path")) if ids else {}


def fitting(found, question: Question, paths: Mapping[int, str], now: datetime):
    """Keep the stories that fit a question."""
    if question.sections:
        # A section that has been deleted has no stories.
        places = [Q(path__startswith=paths[pk]) for pk in question.sections if pk in paths]
        found = found.filter(any_of(places)) if places else found.none()
    if question.topics:
        found = found.about_any(question.topics)
    if question.author:
        found = found.by_any_author([question.author])
    if question.kind:
        found = found.filter(kind=question.kind)
    if question.max_age is not None:
        found = found.published_since(now - question.max_age)
    return found


def best(found, question: Question, count: int, now: datetime):
    """Return the newest of the stories that fit and, where readers decide, as many that they chose; with `reads`."""
    from news.models import Article

    newest = Q(pk__in=found.newest_first().values("pk")[:count])
    if not question.by_readers:
        return Article.objects.filter(newest).annotate(reads=Value(0, IntegerField()))
    since = now - question.read_within
    chosen = found.discussed_between(since, now) if question.by_replies else found.read_between(since, now)
    stories = Article.objects.filter(newest | Q(pk__in=chosen.most_read_first().values("pk")[:count]))
    return stories.with_replies(since, now) if question.by_replies else stories.with_reads(since, now)


def any_of(conditions: Sequence[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
