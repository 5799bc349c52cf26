from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from core.pages import ReaderPageMixin
from core.pagination import paginate
from news.fronts import section_front
from news.querysets import SectionQuerySet


class Section(ReaderPageMixin, Page):
    """A part of the paper with its own front page and desk; may hold subsections."""

    description = models.CharField(
        max_length=300, blank=True, help_text="Shown at the head of the section's page and in search results."
    )

    content_panels = [*Page.content_panels, FieldPanel("description")]
    promote_panels = [*ReaderPageMixin.promote_panels, FieldPanel("show_in_menus")]
    search_fields = [*Page.search_fields, index.SearchField("description")]
    show_in_menus_default = True
    has_feed = True

    parent_page_types = ["news.HomePage", "news.Section"]
    subpage_types = ["news.Section", "news.Article"]
    template = "news/section.html"
    objects = PageManager.from_queryset(SectionQuerySet)()

    class Meta:
        verbose_name = "section"

    @property
    def summary(self) -> str:
        return self.description

    @cached_property
    def subsections(self) -> list["Section"]:
        return list(Section.objects.child_of(self).published().in_order())

    def get_context(self, request, *args, **kwargs):
        from news.models.article import Article

        articles = paginate(
            Article.objects.in_section(self).published().newest_first().for_listing(), request.GET.get("page")
        )
        return {
            **super().get_context(request, *args, **kwargs),
            "section": self,
            "subsections": self.subsections,
            "articles": articles,
            **section_front(articles),
        }
