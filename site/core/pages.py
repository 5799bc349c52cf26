"""What every page that readers see has in common."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from core.head import Head, share_rendition
from core.jsonld import breadcrumb_list

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
    has_feed = False
    cache_parameters: tuple[str, ...] = ()  # of the query, on which the page depends (delivery.earning)

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what the Page beside this mixin has
        title: str
        url: str
        full_url: str
        depth: int
        seo_title: str
        search_description: str

    def get_url_parts(self, request=None):
        """Answer with BASE_URL as the root, so that full_url, feeds, sitemaps and previews agree.

        A Site record cannot say everything BASE_URL can: https on a port of its own.
        """
        parts = super().get_url_parts(request)
        return parts and (parts[0], settings.BASE_URL, parts[2])

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
        above = Page.objects.ancestor_of(self).filter(depth__gte=2).order_by("path")
        trail = above.only("title", "url_path", "path", "depth")
        return [{"title": "Home" if page.depth == 2 else page.title, "url": page.url} for page in trail]

    def head(self) -> Head:
        """Return what the head of this page's HTML says; subclasses add to it."""
        return Head(
            title=self.head_title,
            description=self.head_description,
            canonical=self.canonical_url,
            image=share_rendition(self.share_image),
            image_alt=self.share_image.default_alt_text if self.share_image else "",
            feed=self.url if self.has_feed else "",
            feed_title=self.title,
        )

    def structured_data(self, site_settings) -> list[dict[str, object]]:
        """List the JSON-LD objects of this page; `site_settings` are SiteSettings."""
        return [breadcrumb_list([*self.breadcrumbs, {"title": self.title, "url": self.url}])] if self.depth > 2 else []
