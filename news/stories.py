"""Find the newest stories of a section, on a topic, by an author, at a cost that does not grow with the archive."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import Page

from core.querysets import PublicPageQuerySet
from delivery import tags
from delivery.keeping import Kept, in_transaction, read_together
from news.boundaries import next_embargo
from news.listed import ListedStory
from news.placing import UnderEmbargo
from news.querysets import is_seen, moment, stands_in

MANY = 500
SECONDS = 3600
LISTS = 64  # of topics, and as many of authors, whose stories a process keeps: 8 bytes a story
COUNTS = 5_000
LAST_DAY = datetime(9999, 1, 1, tzinfo=UTC)


class Slice(Sequence[ListedStory]):
    """Some stories, by their ids; loaded when they are first looked at.

    Where the ids were not found just now, `asks_again` who may be seen.
    """

    def __init__(self, ids: list[int], asks_again: bool = False) -> None:
        self.ids, self.asks_again = ids, asks_again

    @cached_property
    def rows(self) -> list[ListedStory]:
        from news.models import Article

        stories = Article.objects.published() if self.asks_again else Article.objects.all()
        found = {story.pk: story for story in stories.filter(pk__in=self.ids).order_by().for_listing()}
        return [found[pk] for pk in self.ids if pk in found]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[ListedStory]:
        return iter(self.rows)

    def __getitem__(self, place):
        return self.rows[place]


def public_stories() -> PublicPageQuerySet:
    """Return the pages of the stories that every reader may see: to find them, not to show them."""
    from news.models import Article

    if tags.is_noting():
        tags.until(next_embargo())
    story = ContentType.objects.get_for_model(Article)
    pages = PublicPageQuerySet(Page).published()
    return pages.filter(~UnderEmbargo("pk", moment(timezone.now())), content_type=story.pk).order_by()


def newest(pages: PublicPageQuerySet, count: int) -> QuerySet:
    return pages.order_by("-first_published_at", "-pk").values("pk")[:count]


def newest_among(pages: PublicPageQuerySet, rows: QuerySet, name: str, are_many: bool, count: int) -> QuerySet:
    """Return the newest `count` of the stories that `rows` name in their field `name`.

    Where those are many, the newest stories are looked through until enough are found: to sort them takes longer with
    each year of the archive.
    """
    if not are_many:
        return newest(pages.filter(pk__in=rows.values(name)), count)
    dated = pages.filter(first_published_at__lt=LAST_DAY)  # says by which index
    return newest(dated.filter(Exists(rows.filter(**{name: OuterRef("pk")}))), count)


def with_many(rows: QuerySet, name: str, ids: Collection[int]) -> set[int]:
    """Return those of `ids` that stand in the field `name` of many rows: only a hint how to look, so it is kept."""
    keys = {f"news.many.{name}.{pk}": pk for pk in ids}
    known = cache.get_many(keys)
    for key, pk in keys.items():
        if key not in known:
            known[key] = rows.filter(**{name: pk}).order_by()[:MANY].count() == MANY
            cache.set(key, known[key], SECONDS)
    return {keys[key] for key, are_many in known.items() if are_many}


def newest_stories(count: int) -> Slice:
    """Return the newest of all stories."""
    pages = public_stories().filter(first_published_at__lt=LAST_DAY)  # says by which index
    return Slice(list(newest(pages, count).values_list("pk", flat=True)))


counts: dict[tuple, Kept[int]] = {}  # by what makes a list another


class Stories:
    """What a paginator takes: the number of stories, kept until it changes, and slices found in one index.

    To count takes 0.14 µs a story: the only thing here that grows with the archive.
    """

    ordered = True

    def __init__(self, tag: str, places: Callable[[], QuerySet], name: str, *key: object) -> None:
        """Take the list's tag, what asks for its places, their field that names the story, and what else is its own."""
        self.tag, self.places, self.name, self.key = tag, places, name, (tag, *key)

    @cached_property
    def length(self) -> int:
        return self.kept_count.ask()

    @property
    def kept_count(self) -> Kept[int]:
        if self.key not in counts:
            counts[self.key] = Kept(self.count_now, self.tag)
        return counts[self.key]

    def count_now(self) -> int:
        return self.places().order_by().count()

    def __len__(self) -> int:
        return self.length

    def count(self) -> int:
        return self.length

    def newest(self, count: int) -> Slice:
        """Return the newest ones, without counting them all."""
        rows = self.places().order_by("-first_published_at", f"-{self.name}")[:count]
        return Slice(list(rows.values_list(self.name, flat=True)))

    def __getitem__(self, part: slice) -> Slice:
        start, stop = part.start or 0, min(part.stop, self.length)
        if start <= self.length // 2:
            rows = self.places().order_by("-first_published_at", f"-{self.name}")[start:stop]
            return Slice(list(rows.values_list(self.name, flat=True)))
        # The oldest are found from the other end.
        rows = self.places().order_by("first_published_at", self.name)[self.length - stop : self.length - start]
        return Slice(list(rows.values_list(self.name, flat=True))[::-1])


class Numbered:
    """What a paginator takes: the stories on a topic, or by an author, newest first, by their numbers.

    These are kept until a story joins or leaves the list: no index has them in their order, and to sort them took
    longer with each year of the archive.
    """

    ordered = True

    def __init__(self, tag: str, ids: "array[int]") -> None:
        self.tag, self.ids = tag, ids

    def __len__(self) -> int:
        return len(self.ids)

    def count(self) -> int:
        return len(self.ids)

    def newest(self, count: int) -> Slice:
        return self[:count]

    def __getitem__(self, part: slice) -> Slice:
        return Slice(list(self.ids[part]), asks_again=True)


def section_stories(section: Page) -> Stories:
    """Return the stories of a section and of its subsections, by an index of news.placing."""
    tag = f"stories-section-{section.pk}"
    return Stories(tag, lambda: public_stories().filter(stands_in(section)), "pk", section.path)


def topic_stories(topic) -> Numbered:
    return numbered(kept_on(topic.pk))


def author_stories(profile: Page) -> Numbered:
    return numbered(kept_by(profile.pk))


def numbered(kept: "Kept[array[int]]") -> Numbered:
    (tag,) = kept.names
    return Numbered(tag, kept.ask())


@lru_cache(LISTS)
def kept_on(topic: int) -> "Kept[array[int]]":
    from news.models import ArticleTopic

    rows = ArticleTopic.objects.filter(tag=topic).values("content_object")
    return Kept(partial(ids_among, rows), f"stories-topic-{topic}")


@lru_cache(LISTS)
def kept_by(author: int) -> "Kept[array[int]]":
    from news.models import Byline

    rows = Byline.objects.filter(author=author).order_by().values("article")
    return Kept(partial(ids_among, rows), f"stories-author-{author}")


def ids_among(rows: QuerySet) -> "array[int]":
    stories = public_stories().filter(pk__in=rows.all()).order_by("-first_published_at", "-pk")
    return array("q", stories.values_list("pk", flat=True))


def count_stories(topics: Collection) -> dict[int, int]:
    """Return how many stories each topic has, by its number; those that are not kept are counted in one query."""
    kept = {topic.pk: kept_count(topic.pk) for topic in topics}
    if in_transaction():
        return count_topics(kept)
    read_together(kept, count_topics)
    return {pk: one.get() for pk, one in kept.items()}


@lru_cache(COUNTS)
def kept_count(topic: int) -> Kept[int]:
    return Kept(lambda: count_topics([topic])[topic], f"stories-topic-{topic}")


def count_topics(topics: Collection[int]) -> Counter[int]:
    from news.models import ArticleTopic

    rows = ArticleTopic.objects.filter(is_seen("content_object"), tag__in=topics).order_by()
    return Counter(dict(rows.values_list("tag").annotate(Count("pk"))))
