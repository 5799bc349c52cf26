"""The questions that pages, feeds, sitemaps, tags and views ask. Only these filter."""

from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.utils import timezone
from wagtail.models import Page

from core.querysets import PublicPageQuerySet


def parent_field(name: str, path: str = "path") -> Subquery:
    """Read a field of a page's parent: in treebeard's materialised path a parent's path is 4 characters shorter."""
    parent_path = Substr(OuterRef(path), 1, Length(OuterRef(path)) - Page.steplen)
    return Subquery(Page.objects.filter(path=parent_path).values(name)[:1])


def bylines_with_authors() -> Prefetch:
    from news.models import Byline

    return Prefetch("bylines", Byline.objects.select_related("author", "author__portrait"))


def topic_rows_with_topics() -> Prefetch:
    from news.models import ArticleTopic

    return Prefetch("topic_rows", ArticleTopic.objects.select_related("tag"))


class SectionQuerySet(PublicPageQuerySet):
    def in_order(self):
        """Order as the tree is: the order of the masthead."""
        return self.order_by("path")


class ArticleQuerySet(PublicPageQuerySet):
    def published(self):
        """Keep what every reader may see: live, in no private branch, its embargo over."""
        return super().published().filter(Q(embargo_until=None) | Q(embargo_until__lte=timezone.now()))

    def newest_first(self):
        return self.order_by("-first_published_at", "-pk")

    def in_section(self, section: Page):
        """Keep the stories of a section and of its subsections."""
        return self.descendant_of(section)

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

    def beside(self, article):
        """Keep the other stories of the same section, subsections left out."""
        return self.filter(path__startswith=article.path[: -article.steplen], depth=article.depth).exclude(
            pk=article.pk
        )

    def published_since(self, moment: datetime):
        return self.filter(first_published_at__gte=moment)

    def published_within(self, age: timedelta):
        return self.published_since(timezone.now() - age)

    def without(self, articles):
        return self.exclude(pk__in=[article.pk for article in articles])

    def for_card(self):
        """Load a headline with its picture and section; the page loads all renditions in one go."""
        return self.defer_streamfields().select_related("lead_image").annotate(section_title=parent_field("title"))

    def for_listing(self):
        """Load what news/includes/article_card.html shows, in a fixed number of queries."""
        return self.for_card().prefetch_related("lead_image__renditions", bylines_with_authors())

    def with_portraits(self):
        """Load the authors' portraits as well, for opinion cards."""
        return self.prefetch_related("bylines__author__portrait__renditions")

    def for_article_page(self):
        """Load what news/article.html shows of the story itself, but for pictures' renditions."""
        return (
            self.select_related("lead_image")
            .prefetch_related(bylines_with_authors(), topic_rows_with_topics(), "corrections", "related_rows")
            .annotate(section_title=parent_field("title"))
            .with_privacy()
        )

    def for_feed(self, full_text: bool = False):
        """Load what a feed entry shows, in a fixed number of queries; `full_text` says whether it shows the body."""
        rows = self if full_text else self.defer_streamfields()
        return rows.select_related("lead_image").prefetch_related(
            "lead_image__renditions",
            bylines_with_authors(),
            topic_rows_with_topics(),
            *(["corrections"] if full_text else []),
        )

    def for_sitemap(self):
        """Load addresses and dates only."""
        return self.only("url_path", "title", "first_published_at", "last_published_at", "updated_at")


class TopicQuerySet(QuerySet):
    def with_counts(self):
        """Add `story_count`, the number of published stories."""
        from news.models import Article

        published = Article.objects.published().values("pk")
        return self.annotate(
            story_count=Count("articles_by_topic", filter=Q(articles_by_topic__content_object__in=published))
        )

    def published(self):
        """Keep topics that at least one published story has: an unused one may be a draft's secret."""
        return self.with_counts().filter(story_count__gt=0)


class CorrectionQuerySet(QuerySet):
    def published(self):
        from news.models import Article

        return self.filter(article__in=Article.objects.published().values("pk"), date__lte=timezone.now())

    def newest_first(self):
        return self.order_by("-date", "-pk")

    def for_listing(self):
        """Load what news/corrections_page.html shows, in a fixed number of queries."""
        return self.select_related("article")
