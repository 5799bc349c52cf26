from datetime import datetime

from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from core.head import Head, share_rendition
from core.pages import ReaderPageMixin
from news import additions, changes, jsonld, locks, navigation
from news.blocks import BodyBlock
from news.body import plain_text, word_count
from news.forms import ArticleForm
from news.openness import Replies
from news.panels import article_edit_handler
from news.permissions import tester_for
from news.querysets import ArticleQuerySet
from news.story_page import story_context
from news.tombstones import gone

WORDS_A_MINUTE = 230


class Article(ReaderPageMixin, Page):
    """A story. The page's title is its headline."""

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        ANALYSIS = "analysis", "Analysis"
        OPINION = "opinion", "Opinion"
        EXPLAINER = "explainer", "Explainer"
        INTERVIEW = "interview", "Interview"
        FEATURE = "feature", "Feature"
        REVIEW = "review", "Review"
        DATA = "data", "Data"

    Replies = Replies

    kicker = models.CharField(
        max_length=40, blank=True, help_text="One to three words above the headline. Empty: the section's name."
    )
    standfirst = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(400)],
        help_text="Shown under the headline, on cards and in search results. One or two sentences.",
    )
    dateline = models.CharField(max_length=60, blank=True, help_text="Where the reporter was: “Maiduguri”.")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.NEWS)
    body = StreamField(BodyBlock(), blank=True)
    topics = ClusterTaggableManager(
        through="news.ArticleTopic",
        blank=True,
        verbose_name="topics",
        help_text="What the story is about, two to four. Readers follow topics; write a new one only when none fits.",
    )

    lead_image = models.ForeignKey(
        "core.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="picture"
    )
    lead_image_alt = models.CharField(
        "alt text",
        max_length=255,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it. Empty: the alt text kept with the picture.",
    )
    lead_image_caption = models.CharField("caption", max_length=400, blank=True)
    lead_image_credit = models.CharField(
        "credit", max_length=200, blank=True, help_text="Empty: the credit kept with the picture."
    )

    source_name = models.CharField(
        max_length=120, blank=True, help_text="Shown as “Original source” when the story rests on somebody else's."
    )
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    is_republication = models.BooleanField(
        "republication",
        default=False,
        help_text="The text itself was published there first. Search engines are then sent to the original.",
    )

    embargo_until = models.DateTimeField(
        null=True,
        blank=True,
        db_index=True,
        help_text="Until then nobody can publish the story, and no reader can see it.",
    )
    updated_at = models.DateTimeField(
        "last significant update",
        null=True,
        blank=True,
        help_text="Shown to readers as “Updated”. It follows the newest update; a mended comma leaves it alone.",
    )
    replies = models.CharField(max_length=12, choices=Replies.choices, default=Replies.OPEN)

    edit_handler = article_edit_handler()
    base_form_class = ArticleForm

    search_fields = [
        *Page.search_fields,
        index.SearchField("kicker"),
        index.SearchField("standfirst", boost=2),
        index.FilterField("kind"),
        index.FilterField("embargo_until"),
    ]

    parent_page_types = ["news.Section"]
    subpage_types: list[str] = []
    # A copy's versions would bring the dates back, and it would go live below stories that are years old.
    exclude_fields_in_copy = ["first_published_at", "last_published_at", "updated_at"]
    template = "news/article.html"
    cache_parameters = ("replies",)
    objects = PageManager.from_queryset(ArticleQuerySet)()

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    # What only a card of a container can have (news.fronts.cards.Card). A template that asks for a name that is not
    # there at all has Django list all names of the class: a hundred times slower than the answer.
    hides_picture = False
    crop = ""
    second_picture = None
    is_breaking = False
    sublinks = ()

    # What cards, pages, feeds and structured data read

    @property
    def headline(self) -> str:
        return self.title

    @property
    def summary(self) -> str:
        return self.standfirst

    @property
    def share_image(self):
        return self.lead_image

    @property
    def canonical_url(self) -> str:
        return self.source_url if self.is_republication and self.source_url else super().canonical_url

    @property
    def section(self) -> Page:
        return self.get_parent()

    @cached_property
    def section_title(self) -> str:
        # Listings bring it along (ArticleQuerySet.for_listing); a single story asks.
        return self.section.title if self.depth else ""

    @property
    def section_url(self) -> str:
        return self.url.rstrip("/").rsplit("/", 1)[0] + "/" if self.url else ""

    @property
    def kicker_text(self) -> str:
        return self.kicker or self.section_title

    @property
    def lead_alt(self) -> str:
        return self.lead_image_alt or (self.lead_image.default_alt_text if self.lead_image else "")

    @property
    def lead_credit(self) -> str:
        return self.lead_image_credit or (self.lead_image.credit if self.lead_image else "")

    @cached_property
    def byline_rows(self) -> list:
        return list(self.bylines.all())

    @property
    def authors(self) -> list:
        """The profiles in the byline whose pages readers can open."""
        return [row.author for row in self.byline_rows if row.author and row.author.live]

    @cached_property
    def topic_list(self) -> list:
        return [row.tag for row in self.topic_rows.all()]

    @property
    def topic_names(self) -> list[str]:
        return [topic.name for topic in self.topic_list]

    @property
    def status_string(self) -> str:
        # Editors review; moderation is what readers' replies go through.
        return super().status_string.replace("in moderation", "in review")

    @property
    def published_at(self) -> datetime | None:
        return self.first_published_at

    @property
    def modified_at(self) -> datetime | None:
        return self.updated_at or self.first_published_at

    @property
    def public_corrections(self) -> list:
        """The corrections and clarifications readers may see, newest first."""
        return changes.public(changes.rows(self, "corrections"))

    @cached_property
    def stored_changes(self) -> dict[str, list]:
        return changes.stored(self)

    @cached_property
    def body_text(self) -> str:
        return plain_text(self.body)

    @cached_property
    def word_count(self) -> int:
        return word_count(self.body)

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.word_count / WORDS_A_MINUTE))

    @property
    def is_embargoed(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    def head(self) -> Head:
        head = super().head()
        head.og_type = "article"
        head.image_alt = self.lead_alt
        head.published = self.published_at
        head.modified = self.modified_at
        head.section = self.section_title
        head.authors = [{"name": row.name, "url": row.url} for row in self.byline_rows]
        head.tags = self.topic_names
        return head

    def structured_data(self, site_settings) -> list[dict[str, object]]:
        share_picture = share_rendition(self.lead_image)
        story = {**jsonld.story(self, site_settings, share_picture), **additions.structured_data_of(self)}
        return [story, *super().structured_data(site_settings)]

    def permissions_for_user(self, user):
        return tester_for(self, user)

    def get_lock(self):
        return locks.lock_of(self) or super().get_lock()

    def publish(self, revision, *args, **kwargs):
        changes.date_changes(revision, live=self)
        return super().publish(revision, *args, **kwargs)

    # Serving

    @cached_property
    def breadcrumbs(self) -> list[dict[str, str]]:
        return navigation.breadcrumbs(self) or super().breadcrumbs

    def get_context(self, request, *args, **kwargs):
        if getattr(request, "is_preview", False):
            changes.date_preview(self)
        return {
            **super().get_context(request, *args, **kwargs),
            **story_context(self),
            **additions.context_of(self, request),
        }

    def serve(self, request, *args, **kwargs):
        if not self.live:  # HomePage.route() lets nothing else through than killed stories
            return gone(request, self.tombstone)
        if self.is_embargoed:
            raise Http404
        return super().serve(request, *args, **kwargs)

    @property
    def preview_modes(self):
        return [("", "Story"), ("card", "Card on a front"), ("social", "Search result and social card")]

    def get_preview_template(self, request, mode_name):
        return {"card": "news/previews/card.html", "social": "news/previews/social.html"}.get(mode_name, self.template)
