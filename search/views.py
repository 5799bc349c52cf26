"""The reader's search page. It sets no cookie and is the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from core.head import NOINDEX, Head
from core.models import SiteSettings
from delivery.earning import kept
from news.models import Article
from search import did_you_mean, places, promotions
from search.address import Address
from search.finding import SORTS
from search.results import SearchPage, search_articles

LATEST = 6  # stories shown when there is nothing else to show
TOPICS = 12
SORT_LABELS = {"relevance": "Best match", "newest": "Newest", "oldest": "Oldest"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    page = search_articles(request.GET)
    response = render(
        request,
        "search/search.html",
        {
            "head": Head(title=f"Search: {page.text}" if page.text else "Search", robots=NOINDEX),
            "query": page.text,
            "search": page,
            **links(page),
            **(around(page) if page.results.number == 1 else {}),
        },
    )
    # Result pages are endless: they belong in nobody's index (Google's webmaster guidelines).
    response["X-Robots-Tag"] = "noindex, follow"
    return response


def links(page: SearchPage) -> dict[str, object]:
    """Return the addresses to which the page leads: narrower, wider, in another order, further on."""
    here = Address(page.text, tuple(page.chosen), page.sort)
    return {
        "chosen": [{"choice": choice, "url": str(here.without_choice(choice))} for choice in page.chosen],
        "clear_url": str(Address(page.text, (), page.sort)),
        "facets": [
            {
                "label": facet.label,
                "key": facet.key,
                "choices": [
                    (url, choice.label, f"{choice.count:,}", "story" if choice.count == 1 else "stories")
                    for url, choice in here.with_each(facet)
                ],
            }
            for facet in page.facets
        ],
        "sorts": [
            {"label": SORT_LABELS[sort], "url": str(here.sorted(sort)), "is_current": sort == page.sort}
            for sort in SORTS
        ],
        "pages_query": here.for_pages,
    }


def around(page: SearchPage) -> dict[str, object]:
    """Return what the first page shows beside the stories: other ways to ask, and other places to look."""
    other = did_you_mean.offer(page.found, page.chosen)
    found: dict[str, object] = {
        "promoted": promotions.promoted(page.text),
        "best_bets": places.named(page.found.name),
        "other_query": other,
        "other_url": str(Address(other, tuple(page.chosen), page.sort)) if other else "",
    }
    if not page.total:
        found["latest"] = list(Article.objects.published().newest_first().for_listing()[:LATEST])
        found["topics"] = places.busy_topics(TOPICS)
    return found


@require_safe
@kept()
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search to browsers, which then offer it in the address bar (OpenSearch 1.1)."""
    site = Site.find_for_request(request)
    root = site.root_url if site else f"{request.scheme}://{request.get_host()}"
    return render(
        request,
        "search/opensearch.xml",
        {"site_settings": SiteSettings.current(request), "address": root + reverse("search"), "root": root},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
