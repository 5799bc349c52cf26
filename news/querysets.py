"""The questions that pages, feeds, sitemaps, tags and views ask. Only these filter."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Length, Substr
from django.db.models.lookups import Exact
from django.utils import timezone
from wagtail.models import Page

from core.querysets import InPrivateBranch, PublicPageQuerySet
from delivery import tags
from news.boundaries import next_embargo
from news.listed import (
    FIELDS,
    FeedListing,
    FeedStory,
    FullListing,
    Listing,
    ParentTitle,
    SignedListing,
    StoriesForPages,
)
from news.placing import PATHS, ParentPath, UnderEmbargo


def parent_field(name: str, path: str = "path") -> Subquery:
    """Read a field of a page's parent: in treebeard's materialised path a parent's path is 4 characters shorter."""
    parent_path = Substr(OuterRef(path), 1, Length(OuterRef(path)) - Page.steplen)
    return Subquery(Page.objects.filter(path=parent_path).values(name)[:1])


def stands_in(section: Page) -> Exact | Q:
    """Match the stories below a section; those of sections inside subsections have no index of their own."""
    if section.depth in PATHS:
        return Exact(PATHS[section.depth]("path"), Value(section.path))
    return Q(path__startswith=section.path)


def stands_below(path: str) -> Exact:
    """Match the stories directly below the page with a path."""
    return Exact(ParentPath("path"), Value(path))


def moment(value: datetime) -> Value:
    return Value(value, DateTimeField())


def seen_replies(start: datetime, end: datetime) -> Q:
    """Match the replies to a story that readers see, of a span of time."""
    return Q(
        reader_replies__state="approved",
        reader_replies__erased_at=None,
        reader_replies__created_at__gt=start,
        reader_replies__created_at__lte=end,
    )


def bylines_with_authors() -> Prefetch:
    from news.models import Byline

    # As the list that is shown: a manager for each story, with a queryset of its own, takes longer than the query.
    return Prefetch("bylines", Byline.objects.select_related("author", "author__portrait"), to_attr="byline_rows")


def topic_rows_with_topics() -> Prefetch:
    from news.models import ArticleTopic

    return Prefetch("topic_rows", ArticleTopic.objects.select_related("tag"))


def is_seen(story: str) -> Q:
    """Match rows whose story, named by their field `story`, every reader may see: for rows that are few among stories.

    To look among all published stories, as by `story__in`, takes longer with each year of the archive.
    """
    if tags.is_noting():
        tags.until(next_embargo())
    is_private, waits = InPrivateBranch(f"{story}__path"), UnderEmbargo(f"{story}_id", moment(timezone.now()))
    return Q(~is_private, ~waits, **{f"{story}__live": True})


class SectionQuerySet(PublicPageQuerySet):
    def in_order(self):
        """Order as the tree is: the order of the masthead."""
        return self.order_by("path")


class ArticleQuerySet(PublicPageQuerySet):
    def published(self):
        """Keep what every reader may see: live, in no private branch, its embargo over."""
        if tags.is_noting():
            tags.until(next_embargo())
        return super().published().filter(~UnderEmbargo("pk", moment(timezone.now())))

    def newest_first(self):
        return self.order_by("-first_published_at", "-pk")

    def in_section(self, section: Page):
        """Keep the stories of a section and of its subsections."""
        return self.filter(stands_in(section))

    def by_author(self, profile: Page):
        return self.by_any_author([profile])

    def by_any_author(self, profiles):
        from news.models import Byline

        return self.filter(pk__in=Byline.objects.filter(author__in=profiles).values("article"))

    def about(self, topic):
        return self.about_any([topic])

    def about_any(self, topics):
        from news.models import ArticleTopic

        return self.filter(pk__in=ArticleTopic.objects.filter(tag__in=topics).values("content_object"))

    def with_topic_named(self, words: str):
        """Keep the stories on a topic whose name has these words in it."""
        from news.models import ArticleTopic

        named = ArticleTopic.objects.filter(tag__name__icontains=words)
        return self.filter(pk__in=named.values("content_object"))

    def signed_by_name(self, words: str):
        """Keep the stories with these words in a name of their byline."""
        from news.models import Byline

        signed = Byline.objects.filter(Q(author__title__icontains=words) | Q(guest_name__icontains=words))
        return self.filter(pk__in=signed.values("article"))

    def beside(self, article):
        """Keep the other stories of the same section, subsections left out."""
        return self.filter(stands_below(article.path[: -article.steplen])).exclude(pk=article.pk)

    def published_since(self, moment: datetime):
        return self.filter(first_published_at__gte=moment)

    def published_by(self, moment: datetime):
        return self.filter(first_published_at__lte=moment)

    def published_within(self, age: timedelta):
        return self.published_since(timezone.now() - age)

    def with_reads(self, start: datetime, end: datetime):
        """Add `reads`, how often each was read from the hour of `start` to `end`."""
        from news.models import ReadCount

        own = ReadCount.objects.between(start, end).filter(article=OuterRef("pk")).order_by().values("article")
        return self.annotate(reads=Coalesce(Subquery(own.values(total=Sum("count"))), 0))

    def read_between(self, start: datetime, end: datetime):
        """Keep those that were read, with `reads`."""
        from news.models import ReadCount

        return self.filter(pk__in=ReadCount.objects.between(start, end).values("article")).with_reads(start, end)

    def with_replies(self, start: datetime, end: datetime):
        """Add `reads`, here how many replies to each readers see that were written after `start`, up to `end`."""
        # The relation is that of an app above, which news does not import: it is known by its name.
        replies = Count("reader_replies", filter=seen_replies(start, end))
        own = self.model.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
        return self.annotate(reads=Coalesce(Subquery(own.annotate(total=replies).values("total")), 0))

    def discussed_between(self, start: datetime, end: datetime):
        """Keep those to which readers replied, with `reads`."""
        discussed = self.model.objects.filter(seen_replies(start, end)).order_by()
        return self.filter(pk__in=discussed.values("pk")).with_replies(start, end)

    def most_read_first(self):
        return self.order_by("-reads", "-first_published_at", "-pk")

    def without(self, articles):
        return self.exclude(pk__in=[article.pk for article in articles])

    def for_headline(self):
        """Load stories with their section, without pictures and bodies, for lists in the admin."""
        return self.defer_streamfields().annotate(section_title=ParentTitle("path"))

    def as_rows(self, kind: type[Listing]):
        """Load the few columns that lists and fronts show; what comes is a ListedStory, not an Article."""
        rows = self.values(*FIELDS, section_title=ParentTitle("path"))
        rows._iterable_class = kind
        return rows

    def for_card(self):
        """Load a headline with its section; the page loads all pictures in one go (news.listed.load_pictures)."""
        return self.as_rows(Listing)

    def for_front(self):
        """Load what a card of a container shows, but for pictures."""
        return self.as_rows(SignedListing)

    def for_listing(self):
        """Load what news/includes/article_card.html shows, in a fixed number of queries."""
        return self.as_rows(FullListing)

    def for_article_page(self):
        """Load what news/article.html shows of the story itself, but for pictures' renditions and news.changes."""
        rows = self.select_related("lead_image").annotate(section_title=ParentTitle("path")).with_privacy()
        rows._iterable_class = StoriesForPages
        return rows

    def for_feed(self, full_text: bool = False):
        """Load what a feed entry shows, in a fixed number of queries; `full_text` says whether it shows the body."""
        if not full_text:
            rows = self.values(*FeedStory.FIELDS)
            rows._iterable_class = FeedListing
            return rows
        return self.select_related("lead_image").prefetch_related(
            "lead_image__renditions", bylines_with_authors(), topic_rows_with_topics(), "corrections"
        )

    def for_sitemap(self):
        """Load addresses and dates only."""
        return self.only("url_path", "title", "first_published_at", "last_published_at", "updated_at")


class TopicQuerySet(QuerySet):
    def in_use(self):
        """Keep topics that at least one published story has: an unused one may be a draft's secret."""
        from news.models import ArticleTopic

        return self.filter(Exists(ArticleTopic.objects.filter(is_seen("content_object"), tag=OuterRef("pk"))))


class ContainerQuerySet(QuerySet):
    def on_front(self, front: Page):
        """Keep the containers placed on a front, in their order."""
        return self.filter(placements__front=front).order_by("placements__sort_order", "placements__pk")

    def launched(self):
        """Keep those that have a version for readers."""
        return self.filter(live=True)


class BreakingNewsQuerySet(QuerySet):
    def current(self):
        """Keep the banner that readers see now: its time not over, its story one that every reader may see."""
        return self.filter(is_seen("story"), until__gt=timezone.now())

    def for_banner(self):
        """Load what news/includes/breaking_news.html shows, in one query."""
        return self.select_related("story").defer("story__body")


class CorrectionQuerySet(QuerySet):
    def published(self):
        return self.filter(is_seen("article"), date__lte=timezone.now())

    def newest_first(self):
        return self.order_by("-date", "-pk")

    def for_listing(self):
        """Load what news/corrections_page.html shows, in a fixed number of queries."""
        return self.select_related("article")

    def for_feed(self):
        """Load what an entry of the corrections' feed shows, in a fixed number of queries."""
        from news.models import Article

        stories = Article.objects.defer_streamfields().prefetch_related(bylines_with_authors())
        return self.prefetch_related(Prefetch("article", stories))


class TombstoneQuerySet(QuerySet):
    def at(self, url_path: str):
        """Keep those of the stories that are or were at an address of the page tree. There are few: it has no index."""
        # An address has no index either; a slug has.
        there = Page.objects.filter(slug=url_path.rstrip("/").rsplit("/", 1)[-1], url_path=url_path)
        return self.filter(Q(article__in=there.values("pk")) | Q(url_path=url_path), article__live=False)


class ReadCountQuerySet(QuerySet):
    def between(self, start: datetime, end: datetime):
        """Keep the hours from that of `start` to that of `end`."""
        return self.filter(hour__gt=start - timedelta(hours=1), hour__lte=end)

    def before(self, moment: datetime):
        return self.filter(hour__lt=moment)

    def add(self, hour: datetime, counts: Mapping[int, int]) -> None:
        """Add to what has been counted of stories in an hour, in two statements; call it in a transaction."""
        if not counts:
            return
        # In their order, so that two processes do not wait for each other.
        self.bulk_create([self.model(article_id=story, hour=hour) for story in sorted(counts)], ignore_conflicts=True)
        more = Case(*(When(article=story, then=count) for story, count in counts.items()))
        self.filter(hour=hour, article__in=counts).update(count=F("count") + more)
