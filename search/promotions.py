"""Find the results that editors have promoted for a query (Wagtail's search promotions)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from delivery.keeping import Kept
from delivery.purging import purge
from search import analysis, languages
from search.query import clean
from search.querysets import promoted_queries, promotions_for_readers

MOST = 10
KINDS = {"article": "Story", "section": "Section", "authorprofile": "Author"}


@dataclass(frozen=True)
class Promotion:
    """A promoted result. `kind` says what it is: a story, a section, an author, a page, or another site's name."""

    kind: str
    title: str
    url: str
    description: str


def promoted(text: str) -> list[Promotion]:
    """Return what editors have promoted for a query, of that what readers may see, in two queries at most.

    The whole query must be the same word by word, whatever its capitals, accents and endings.
    """
    analysis.language.use(languages.current())
    stems = stems_of(tuple(analysis.words(clean(text))))
    queries = [key for key, words in kept_queries() if stems and stems_of(words) == stems]
    if not queries:
        return []
    found = {promotion.url: promotion for promotion in map(shown, promotions_for_readers(queries)) if promotion}
    return list(found.values())[:MOST]


def stems_of(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(analysis.term, words))


def shown(row: SearchPromotion) -> Promotion | None:
    """Return a promotion as the page shows it, None when it leads nowhere."""
    if row.page:
        return Promotion(kind_of(row.page), row.page.title, row.page.url, row.description) if row.page.url else None
    site = site_of(row.external_link_url)
    return Promotion(site, row.external_link_text or site, row.external_link_url, row.description) if site else None


def kind_of(page: Page) -> str:
    return KINDS.get(page.cached_content_type.model, "Page")


def site_of(url: str) -> str:
    """Return the name of the site of a web address; "" for anything that a browser might run or refuse."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if parts.scheme in ("http", "https") else ""


def kept_queries() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the queries with promotions and their folded words, from memory: every search looks at them."""
    return kept.get()


def load_queries() -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple((query.pk, tuple(analysis.words(query.query_string))) for query in promoted_queries())


def forget(**kwargs) -> None:
    """Have every process read the queries again."""
    purge("promotions", are_shown=False)


kept = Kept(load_queries, "promotions", is_shown=False)
