"""Tell search engines what there is: sitemaps (sitemaps.org), the news sitemap (Google News) and robots.txt."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site

from core.models import SiteSettings, StandardPage
from core.querysets import PublicPageQuerySet
from core.text import isotime, xml_safe
from core.urls import absolute
from delivery import tags
from delivery.earning import kept
from delivery.keeping import Kept
from news.models import Article, CorrectionsPage, HomePage, Section, Topic
from news.placing import FilePart
from news.stories import public_stories
from people.models import AuthorIndex, AuthorProfile

SIZE = 1000  # entries of one file
NEWS_AGE = timedelta(hours=48)  # Google reads nothing older
NEWS_SIZE = 1000
LISTED = ("stories", "updates", "menu", "authors")  # what changes the addresses in them, and their dates


@dataclass(frozen=True)
class Kind:
    """One sort of addresses: `rows` asks for (address, when it last changed), in an order that stays."""

    name: str
    rows: Callable[[], QuerySet]
    addresses: Callable[[Iterable[str]], list[str]]

    def files(self) -> Iterator[tuple[int, str]]:
        """Yield the number of each file, from 1, and when the newest of its entries changed, as sitemaps write it."""
        moments = list(self.rows().values_list("changed", flat=True))
        for number, start in enumerate(range(0, len(moments), SIZE), 1):
            yield number, isotime(max(filter(None, moments[start : start + SIZE]), default=None))

    def file(self, number: int) -> QuerySet:
        return self.rows()[(number - 1) * SIZE : number * SIZE]


class Stories(Kind):
    """Stories, of which there are many: a file has those whose numbers begin alike, so it is found without counting."""

    def files(self) -> Iterator[tuple[int, str]]:
        for number, (_, changed) in enumerate(kept_parts.ask(), 1):
            yield number, changed

    def file(self, number: int) -> QuerySet:
        parts = kept_parts.ask()
        if number > len(parts):
            return self.rows().none()
        begins, _ = parts[number - 1]
        return self.rows().filter(pk__gte=begins * SIZE, pk__lt=(begins + 1) * SIZE)


FILE = RawSQL("file.number", ())
IN_FILE = Exact(FilePart("pk"), FILE)
FILES = """WITH RECURSIVE file (number) AS (
    SELECT 0 UNION ALL SELECT number + 1 FROM file WHERE number < (SELECT MAX(page_ptr_id) FROM news_article) / 1000
) SELECT number, ({}), ({}), ({}) FROM file"""


def read_parts() -> list[tuple[int, str]]:
    """Return with what the numbers in each file begin, and when the newest of its entries changed (Kind.files)."""
    listed = listed_pages().filter(IN_FILE)
    newest = listed.order_by(F("first_published_at").desc(nulls_last=True)).values("first_published_at")
    updated = Article.objects.filter(Exact(FilePart("page_ptr_id"), FILE), updated_at__isnull=False)
    parts = [listed.values("pk"), newest, updated.order_by("-updated_at").values("updated_at")]
    asked = [part[:1].query.sql_with_params() for part in parts]
    with connection.cursor() as cursor:
        cursor.execute(FILES.format(*(sql for sql, _ in asked)), [value for _, values in asked for value in values])
        rows = cursor.fetchall()
    return [
        (number, isotime(max(filter(None, map(moment_of, moments)), default=None)))
        for number, first, *moments in rows
        if first is not None
    ]


kept_parts = Kept(read_parts, "stories", "updates")


def moment_of(value: datetime | str | None) -> datetime | None:
    """Return a moment as it comes from a statement of our own: from SQLite without its zone, or as text."""
    found = parse_datetime(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def listed_pages() -> PublicPageQuerySet:
    """Return the pages of the stories in the sitemap; a republication's address is elsewhere."""
    return public_stories().exclude(Exists(Article.objects.filter(pk=OuterRef("pk"), is_republication=True)))


def page_addresses(url_paths: Iterable[str]) -> list[str]:
    """Turn pages' url_paths into absolute addresses, without loading the pages."""
    roots = Site.get_site_root_paths()
    skip = len(roots[0].root_path) if roots else 0
    return [absolute("/" + path[skip:]) for path in url_paths]


def standing_pages() -> QuerySet:
    # These few first: else all pages are looked through in the order of their numbers.
    few = PublicPageQuerySet(Page).type(HomePage, StandardPage, CorrectionsPage, AuthorIndex, Section).order_by()
    pages = PublicPageQuerySet(Page).published().filter(pk__in=few.values("pk"))
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
    # Without a date: to find the newest story of each takes longer with each year of the archive.
    rows = Topic.objects.in_use().order_by("pk").annotate(changed=Value(None, DateTimeField()))
    return rows.values_list("slug", "changed")


def topic_addresses(slugs: Iterable[str]) -> list[str]:
    return [absolute(Topic(slug=slug).url) for slug in slugs]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("pages", standing_pages, page_addresses),
        Stories("articles", articles, page_addresses),
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
        (url + (f"?p={number}" if number > 1 else ""), changed)
        for kind in KINDS.values()
        for url in [absolute(f"/sitemap-{kind.name}.xml")]
        for number, changed in kind.files()
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
    rows = list(KINDS[kind].file(int(number)))
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
