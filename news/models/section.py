from typing import Any

from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from core.pages import ReaderPageMixin
from core.pagination import paginate
from delivery import tags
from news import navigation
from news.fronts.automatic import curated_section_front, section_front
from news.fronts.loading import containers_of
from news.openness import Replies
from news.querysets import SectionQuerySet
from news.stories import section_stories


class Section(ReaderPageMixin, Page):
    """A part of the paper with its own front page and desk; may hold subsections."""

    description = models.CharField(
        max_length=300, blank=True, help_text="Shown at the head of the section's page and in search results."
    )

    replies = models.CharField(
        "replies to its stories",
        max_length=12,
        choices=Replies.choices,
        default=Replies.OPEN,
        help_text="For the section and its subsections. A story may be stricter, never more open.",
    )

    content_panels = [*Page.content_panels, FieldPanel("description")]
    promote_panels = [*ReaderPageMixin.promote_panels, FieldPanel("show_in_menus"), FieldPanel("replies")]
    search_fields = [*Page.search_fields, index.SearchField("description")]
    show_in_menus_default = True
    has_feed = True

    parent_page_types = ["news.HomePage", "news.Section"]
    subpage_types = ["news.Section", "news.Article"]
    template = "news/section.html"
    cache_parameters = ("page",)
    objects = PageManager.from_queryset(SectionQuerySet)()

    class Meta:
        verbose_name = "section"

    @property
    def summary(self) -> str:
        return self.description

    @cached_property
    def subsections(self) -> list[dict[str, Any]]:
        return navigation.subsections(self)

    @cached_property
    def breadcrumbs(self) -> list[dict[str, str]]:
        return navigation.breadcrumbs(self) or super().breadcrumbs

    def get_context(self, request, *args, **kwargs):
        tags.shows(f"stories-section-{self.pk}")
        articles = paginate(section_stories(self), request.GET.get("page"))
        # The second page of the list is an archive, no front.
        containers = containers_of(self) if articles.number == 1 else []
        return {
            **super().get_context(request, *args, **kwargs),
            "section": self,
            "subsections": self.subsections,
            "articles": articles,
            **(curated_section_front(containers, articles) if containers else section_front(articles)),
        }
