"""What every page that readers see has in common."""

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import get_script_prefix
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction

from core.head import Head, share_rendition
from core.jsonld import breadcrumb_list
from core.sites import root_paths

HEAD_PANELS = [
    MultiFieldPanel(
        [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
        "Search engines and sharing",
    ),
]


PLAIN = re.compile(r"(?:[\w-]+/)*", re.ASCII)  # a path of slugs, which Wagtail serves as it is (wagtail.urls)


def reader_path(url_path: str) -> str | None:
    """Return the path at which readers find a page; None where only Wagtail can say."""
    roots = root_paths()
    if len(roots) != 1 or not url_path.startswith(roots[0].root_path):
        return None
    path = url_path[len(roots[0].root_path) :]
    return get_script_prefix() + path if PLAIN.fullmatch(path) else None


def page_address(url_path: str) -> str:
    """Return the address at which readers find a page; empty where there is none."""
    path = reader_path(url_path)
    return path if path is not None else (Page(url_path=url_path).url or "")


class ReaderAddress:
    """Give what is no page, but was read from one, the page's address."""

    url_path: str

    @cached_property
    def url(self) -> str:
        return page_address(self.url_path)

    def get_url(self, request=None) -> str:
        return self.url


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
        url_path: str
        full_url: str
        depth: int
        seo_title: str
        search_description: str

    def get_url_parts(self, request=None):
        """Answer with BASE_URL as the root, so that full_url, feeds, sitemaps and previews agree.

        A Site record cannot say everything BASE_URL can: https on a port of its own.
        """
        # Wagtail has the path matched against all addresses, for each link of a page.
        path = reader_path(self.url_path)
        if path is not None:
            return root_paths()[0].site_id, settings.BASE_URL, path
        parts = super().get_url_parts(request)
        return parts and (parts[0], settings.BASE_URL, parts[2])

    def get_view_restrictions(self):
        """Answer in no query where with_privacy() has asked already, else in one where nothing is private."""
        is_restricted = getattr(self, "is_restricted", None)
        if is_restricted is None:
            is_restricted = PageViewRestriction.objects.exists()
        if is_restricted or self.alias_of_id:
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

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
