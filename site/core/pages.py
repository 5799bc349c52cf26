"""What every page that readers see has in common."""

from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

HEAD_PANELS = [
    MultiFieldPanel(
        [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
        "Search engines and sharing",
    ),
]


class ReaderPageMixin(models.Model):
    """Give a page what the head of its HTML needs: title, summary, canonical address, share picture.

    Subclasses override `summary` and `share_image`.
    """

    promote_panels = HEAD_PANELS

    class Meta:
        abstract = True

    @property
    def head_title(self) -> str:
        return self.seo_title or self.title

    @property
    def head_description(self) -> str:
        return self.search_description or self.summary

    @property
    def summary(self) -> str:
        return ""

    @property
    def share_image(self):
        """The picture shown when the page is shared, or None for the site's own."""
        return None

    @property
    def canonical_url(self) -> str:
        return self.full_url or ""

    @cached_property
    def breadcrumbs(self) -> list[dict[str, str]]:
        """List the pages above this one as {title, url}, the home page first, in one query."""
        trail = Page.objects.ancestor_of(self).filter(depth__gte=2).order_by("path").only("title", "url_path", "path")
        return [{"title": "Home" if page.depth == 2 else page.title, "url": page.url} for page in trail]
