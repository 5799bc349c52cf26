"""Tell search engines what there is: sitemaps (sitemaps.org), the news sitemap (Google News) and robots.txt."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site

from core.models import SiteSettings, StandardPage
from core.querysets import PublicPageQuerySet
from core.text import xml_safe
from core.urls import absolute
from delivery import tags
from delivery.earning import kept
from news.models import Article, CorrectionsPage, HomePage, Section, Topic
from people.models import AuthorIndex, AuthorProfile

SIZE = 1000  # entries of one file
NEWS_AGE = timedelta(hours=48)  # Google reads nothing older
NEWS_SIZE = 1000
LISTED = ("stories", "menu", "authors")  # what changes the addresses in them


@dataclass(frozen=True)
class Kind:
    """One sort of addresses: `rows` asks for (address, when it last changed), in an order that stays."""

    name: str
    rows: Callable[[], QuerySet]
    addresses: Callable[[Iterable[str]], list[str]]

    def chunks(self) -> Iterator[datetime | None]:
        """Yield for each file when the newest of its entries changed."""
        moments = list(self.rows().values_list("changed", flat=True))
        for start in range(0, len(moments), SIZE):
            yield max(filter(None, moments[start : start + SIZE]), default=None)


def page_addresses(url_paths: Iterable[str]) -> list[str]:
    """Turn pages' url_paths into absolute addresses, without loading the pages."""
    roots = Site.get_site_root_paths()
    skip = len(roots[0].root_path) if roots else 0
    return [absolute("/" + path[skip:]) for path in url_paths]


def standing_pages() -> QuerySet:
    pages = PublicPageQuerySet(Page).published().type(HomePage, StandardPage, CorrectionsPage, AuthorIndex, Section)
    return pages.order_by("pk").annotate(changed=Coalesce("last_published_at", "first_published_at")).values_list(
        "url_path", "changed"
    )  # fmt: skip


def articles() -> QuerySet:
    # A republication's canonical address is elsewhere: listing ours would contradict it.
    rows = Article.objects.published().filter(is_republication=False).order_by("pk")
    # A minor edit is no reason to come back (Google: lastmod is the last significant update).
    changed = Coalesce("updated_at", "first_published_at")
    return rows.annotate(changed=changed).values_list("url_path", "changed")


def authors() -> QuerySet:
    rows = AuthorProfile.objects.published().order_by("pk")
    return rows.annotate(changed=Coalesce("last_published_at", "first_published_at")).values_list("url_path", "changed")


def topics() -> QuerySet:
    published = Article.objects.published().order_by().values("pk")
    rows = Topic.objects.filter(articles_by_topic__content_object__in=published).order_by("pk")
    changed = Max("articles_by_topic__content_object__last_published_at")
    return rows.annotate(changed=changed).values_list("slug", "changed")


def topic_addresses(slugs: Iterable[str]) -> list[str]:
    return [absolute(Topic(slug=slug).url) for slug in slugs]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("pages", standing_pages, page_addresses),
        Kind("articles", articles, page_addresses),
        Kind("authors", authors, page_addresses),
        Kind("topics", topics, topic_addresses),
    )
}


def answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml; charset=utf-8")
    response.content = xml_safe(response.content.decode()).encode()
    return response


@require_safe
@kept()
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    tags.shows(*LISTED)
    files = [
        {"url": absolute(f"/sitemap-{kind.name}.xml") + (f"?p={number}" if number > 1 else ""), "changed": changed}
        for kind in KINDS.values()
        for number, changed in enumerate(kind.chunks(), 1)
    ]
    return answer(request, "feeds/sitemap_index.xml", {"files": files})


@require_safe
@kept("p")
@conditional_page
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    tags.shows(*LISTED)
    number = request.GET.get("p", "1")
    if kind not in KINDS or not (number.isascii() and number.isdigit() and 0 < int(number[:6]) == int(number)):
        raise Http404
    start = (int(number) - 1) * SIZE
    rows = list(KINDS[kind].rows()[start : start + SIZE])
    if not rows:
        raise Http404
    urls = KINDS[kind].addresses(key for key, _ in rows)
    entries = [{"url": url, "changed": changed} for url, (_, changed) in zip(urls, rows, strict=True)]
    return answer(request, "feeds/sitemap.xml", {"entries": entries})


@require_safe
@kept()
@conditional_page
def news(request: HttpRequest) -> HttpResponse:
    rows = list(
        Article.objects.published()
        .filter(is_republication=False)
        .published_within(NEWS_AGE)
        .newest_first()
        .values_list("pk", "url_path", "first_published_at", "title")[:NEWS_SIZE]
    )
    tags.shows("stories", *(f"page-{pk}" for pk, *_ in rows))
    urls = page_addresses(path for _, path, _, _ in rows)
    return answer(
        request,
        "feeds/sitemap_news.xml",
        {
            "entries": [
                {"url": url, "published": published, "title": title}
                for url, (_, _, published, title) in zip(urls, rows, strict=True)
            ],
            "publication": SiteSettings.current(request).name,
            "language": settings.LANGUAGE_CODE.split("-")[0],
        },
    )


@require_safe
@kept()
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /read/",
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        f"Sitemap: {absolute('/sitemap-news.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
