"""The reader's search page. It sets no cookie and is the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from core.head import NOINDEX, Head
from core.models import SiteSettings
from news.models import Article
from search.index import SORTS
from search.results import search_articles

LATEST = 6  # stories shown when there is nothing else to show
SORT_LABELS = {"relevance": "Best match", "newest": "Newest", "oldest": "Oldest"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    found = search_articles(request.GET.get("q", ""), request.GET.get("page"), request.GET.get("sort", ""))
    latest = [] if found.total else list(Article.objects.published().newest_first().for_listing()[:LATEST])
    response = render(
        request,
        "search/search.html",
        {
            "head": Head(title=f"Search: {found.query.text}" if found.query.text else "Search", robots=NOINDEX),
            "query": found.query.text,
            "results": found.results,
            "total": found.total,
            "sort": found.sort,
            "sorts": [{"key": key, "label": SORT_LABELS[key], "is_current": key == found.sort} for key in SORTS],
            "relaxed": found.relaxed,
            "is_cut": found.is_cut,
            "latest": latest,
        },
    )
    # Result pages are endless: they belong in nobody's index (Google's webmaster guidelines).
    response["X-Robots-Tag"] = "noindex, follow"
    return response


@require_safe
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
