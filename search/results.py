"""Answer a reader's search: a page of stories, their words marked, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import QueryDict

from core.pagination import PAGE_SIZE, paginate
from news.models import Article
from search import documents, facets, index
from search.facets import Choice, Facet
from search.snippets import Marker

DEEPEST = 50 * PAGE_SIZE  # results that can be paged through; nobody reads on, and each page costs as much as its depth


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

    def __getitem__(self, places: slice) -> list[Article]:
        ids = [article_id for article_id, _ in self.found.rank(places.start or 0, places.stop or DEEPEST, self.sort)]
        return load(ids, self.found)


def load(ids: Sequence[int], found: index.Found) -> list[Article]:
    """Load stories in the order of `ids` with `highlighted_headline` and `snippet`, both safe HTML.

    Asks once more who may be seen: the index says what was published when it was last written.
    """
    if not ids:
        return []
    # The body is read as the JSON it is stored as: building its blocks takes longer than finding it.
    rows = Article.objects.published().for_listing().annotate(raw_body=Cast("body", TextField()))
    stories = {story.pk: story for story in rows.filter(pk__in=ids)}
    marker = Marker(found.query, found.match.terms if found.match else ())
    for story in stories.values():
        _, body = documents.body_texts(story.raw_body)
        story.highlighted_headline = marker.mark(story.title)
        story.snippet = marker.snippet(story.standfirst, body)
    return [stories[pk] for pk in ids if pk in stories]


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
