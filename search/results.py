"""Answer a reader's search: a page of stories, their words marked, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.core.paginator import Page
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core.pagination import PAGE_SIZE, paginate
from core.prepared import Prepared
from core.renditions import ShownPicture
from core.text import isotime, written_day
from delivery import tags
from news.listed import ListedStory, note, show_pictures_of
from news.models import Article, Byline
from search import documents, facets, index
from search.facets import Choice, Facet
from search.snippets import Marker

DEEPEST = 50 * PAGE_SIZE  # results that can be paged through; nobody reads on, and each page costs as much as its depth


class FoundStory(NamedTuple):
    """What search/includes/results.html shows of a story; headline and snippet have the query's words marked."""

    pk: int
    url: str
    picture: ShownPicture | None
    kicker: str
    headline: SafeString
    snippet: SafeString
    names: SafeString
    published: str  # as <time> reads it
    day: str


class Results:
    """The stories found, sliced by the paginator; only a slice is ever loaded."""

    ordered = True

    def __init__(self, found: index.Found, sort: str) -> None:
        self.found = found
        self.sort = sort

    def count(self) -> int:
        return min(self.found.total, DEEPEST)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, places: slice) -> list[FoundStory]:
        ids = [article_id for article_id, _ in self.found.rank(places.start or 0, places.stop or DEEPEST, self.sort)]
        return load(ids, self.found)


def load(ids: Sequence[int], found: index.Found) -> list[FoundStory]:
    """Load stories in the order of `ids`, in three queries.

    Asks once more who may be seen: the index says what was published when it was last written.
    """
    bodies = {}
    stories = {}
    for start in range(0, len(ids), PAGE_SIZE):
        for row in listing.rows(ids[start : start + PAGE_SIZE]):
            bodies[row["pk"]] = row.pop("raw_body")
            stories[row["pk"]] = ListedStory(row)
    note(stories.values())
    show_pictures_of(stories.values())
    names = load_names(list(stories))
    marker = Marker(found.query, found.match.terms if found.match else ())
    return [show(stories[pk], bodies[pk], names[pk], marker) for pk in ids if pk in stories]


def ask_for_listing(ids: Sequence[int]) -> QuerySet:
    # The body is read as the JSON it is stored as: building its blocks takes longer than finding it.
    rows = Article.objects.published().for_listing().annotate(raw_body=Cast("body", TextField()))
    return rows.filter(pk__in=ids).order_by()


listing = Prepared(ask_for_listing, PAGE_SIZE)


def load_names(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the names in the bylines of stories."""
    names: dict[int, tuple[str, ...]] = dict.fromkeys(ids, ())
    for start in range(0, len(ids), PAGE_SIZE):
        for row in bylines.rows(ids[start : start + PAGE_SIZE]):
            if row["author"]:
                tags.shows(f"page-{row['author']}")
            names[row["article"]] += (row["guest_name"] if row["name"] is None else row["name"],)
    return names


def ask_for_bylines(ids: Sequence[int]) -> QuerySet:
    rows = Byline.objects.filter(article__in=ids).order_by("sort_order")
    return rows.values("article", "author", "guest_name", name=F("author__title"))


bylines = Prepared(ask_for_bylines, PAGE_SIZE)


def show(story: ListedStory, raw_body: str, names: tuple[str, ...], marker: Marker) -> FoundStory:
    moment = timezone.localtime(story.published_at) if story.published_at else None
    return FoundStory(
        story.pk,
        story.url,
        story.lead_image,
        story.kicker_text,
        marker.mark(story.title),
        marker.snippet(story.standfirst, lambda: documents.body_texts(raw_body)[1]),
        written_names(names),
        isotime(moment),
        written_day(moment.date()) if moment else "",
    )


# What many stories have in common


@lru_cache(maxsize=2_000)
def written_names(names: tuple[str, ...]) -> SafeString:
    return mark_safe(get_template("components/names.html").render({"rows": [{"name": name} for name in names]}))


@dataclass(frozen=True)
class SearchPage:
    """What templates/search/search.html shows of a search."""

    found: index.Found
    results: Page
    sort: str
    chosen: list[Choice]
    facets: list[Facet]

    @property
    def text(self) -> str:
        return self.found.query.text

    @property
    def total(self) -> int:
        return self.found.total

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more results than can be paged through."""
        return self.total > DEEPEST

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)


def search_articles(params: QueryDict) -> SearchPage:
    """Find published stories for an address's parameters. Raise Http404 for a page that does not exist."""
    choices = facets.chosen(params)
    found = index.find(params.get("q", ""), facets.limits(choices), with_facets=True)
    sort = params.get("sort", "")
    sort = sort if sort in index.SORTS else index.SORTS[0]
    results = paginate(Results(found, sort), params.get("page"))
    named = facets.named(choices, found.facets)
    return SearchPage(found, results, sort, named, facets.offered(found.facets, found.total, choices))
