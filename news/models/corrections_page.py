from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from core.pages import ReaderPageMixin
from core.pagination import paginate
from delivery import tags
from news.models.correction import Correction


class CorrectionsPage(ReaderPageMixin, Page):
    """Everything the newsroom got wrong and put right, newest first."""

    introduction = models.TextField(
        blank=True, max_length=500, help_text="How readers report an error, and what the newsroom does then."
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = ReaderPageMixin.promote_panels
    has_feed = True

    parent_page_types = ["news.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "news/corrections_page.html"
    cache_parameters = ("page",)

    @property
    def summary(self) -> str:
        return self.introduction

    def get_context(self, request, *args, **kwargs):
        tags.shows("corrections")
        corrections = Correction.objects.published().newest_first().for_listing()
        return {
            **super().get_context(request, *args, **kwargs),
            "corrections": paginate(corrections, request.GET.get("page")),
        }
