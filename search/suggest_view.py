"""Suggestions as JSON, for site/static/js/suggest.js."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from search.query import clean
from search.suggestions import suggest


@require_safe
def search_suggest(request: HttpRequest) -> HttpResponse:
    """Answer {"query": …, "suggestions": [{kind, label, url, detail}]}; what is no query has no suggestions."""
    query = clean(request.GET.get("q", ""))
    response = JsonResponse({"query": query, "suggestions": [asdict(found) for found in suggest(query)]})
    response["X-Robots-Tag"] = "noindex"
    # Long enough for a letter deleted and typed again; an unpublished story must be gone in seconds.
    response["Cache-Control"] = "public, max-age=5"
    return response
