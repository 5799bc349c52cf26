"""What the head of a page's HTML says, collected in one place for templates/core/includes/head_meta.html."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static

from core.renditions import SHARE_SPEC, existing
from core.urls import absolute

NOINDEX = "noindex, follow"
HIDDEN = "noindex, nofollow"


@dataclass
class Head:
    """The values of one page's head. Pages return one from `head()`; views put one in the context as `head`."""

    title: str = ""
    description: str = ""
    canonical: str = ""  # absolute; empty where there is none (search, errors)
    robots: str = ""
    og_type: str = "website"
    image: object | None = None  # a rendition
    image_alt: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    section: str = ""
    authors: list[dict[str, str]] = field(default_factory=list)  # {name, url}
    tags: list[str] = field(default_factory=list)
    feed: str = ""  # path of the listing that has feeds below it
    feed_title: str = ""
    previous: str = ""
    next: str = ""

    def hide(self) -> None:
        """Leave out what would lead to the page, or away from it to what is not published."""
        self.robots, self.canonical, self.previous, self.next = HIDDEN, "", "", ""

    def paginate(self, number: int, pages: int | None = None) -> None:
        """Point to page `number` of a listing, and to its neighbours. `pages` is None when nobody has counted."""
        first = self.canonical
        if number > 1:
            self.previous = page_address(first, number - 1)
            self.canonical = page_address(first, number)
            self.title = f"{self.title} – page {number}"
        if pages and number < pages:
            self.next = page_address(first, number + 1)

    def feeds(self, site_name: str) -> list[dict[str, str]]:
        """List the feeds to announce: the site's, and those of this listing."""
        if self.robots == HIDDEN:
            return []
        rows = [feed_link("/", site_name)]
        if self.feed and self.feed != "/":
            rows += [feed_link(self.feed, f"{site_name}: {self.feed_title}")]
        return [link for row in rows for link in row]


FEED_FORMATS = (("", "RSS", "application/rss+xml"), ("atom/", "Atom", "application/atom+xml"),
                ("json/", "JSON Feed", "application/feed+json"))  # fmt: skip


def feed_link(path: str, title: str) -> list[dict[str, str]]:
    return [
        {"url": absolute(f"{path}feed/{suffix}"), "title": f"{title} ({name})", "type": mime}
        for suffix, name, mime in FEED_FORMATS
    ]


def page_address(first: str, number: int) -> str:
    return f"{first}?{urlencode({'page': number})}" if number > 1 else first


def share_rendition(image, spec: str = SHARE_SPEC):
    """Return the 1200x630 picture for social cards; None when it has not been made (core.renditions)."""
    return existing(image, spec) if image else None


@cache
def icon_url(name: str) -> str:
    """Return the address of a file in site/static/icons/, or "" when there is none."""
    path = f"icons/{name}"
    return static(path) if (Path(settings.STATICFILES_DIRS[0]) / path).exists() else ""
