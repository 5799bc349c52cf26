from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from core.pages import ReaderPageMixin
from delivery import tags
from people.models.author_profile import AuthorProfile


class AuthorIndex(ReaderPageMixin, Page):
    """The list of everyone who writes, at /authors/."""

    introduction = models.TextField(blank=True, max_length=500, help_text="One or two sentences above the list.")

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = ReaderPageMixin.promote_panels

    subpage_types = ["people.AuthorProfile"]
    max_count_per_parent = 1
    template = "people/author_index.html"

    @property
    def summary(self) -> str:
        return self.introduction

    def get_context(self, request, *args, **kwargs):
        tags.shows("authors", "stories")
        return {
            **super().get_context(request, *args, **kwargs),
            "authors": AuthorProfile.objects.child_of(self).published().by_name().for_listing(),
        }
