from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from core.pages import ReaderPageMixin
from core.rich_text import BODY_FEATURES


class StandardPage(ReaderPageMixin, Page):
    """A page that stands outside the news: About, Contact, Privacy."""

    introduction = models.TextField(blank=True, max_length=500, help_text="One or two sentences under the title.")
    body = RichTextField(blank=True, features=["h2", "h3", *BODY_FEATURES], max_length=200_000)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    promote_panels = ReaderPageMixin.promote_panels

    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    template = "core/standard_page.html"
    subpage_types: list[str] = ["core.StandardPage"]

    @property
    def summary(self) -> str:
        return self.introduction
