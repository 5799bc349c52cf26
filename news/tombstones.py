"""Answer where a killed story was."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from core.head import NOINDEX, Head
from news import navigation

if TYPE_CHECKING:
    from news.models import Tombstone

SECONDS = 5  # the story may come back, and the text be changed


def gone(request: HttpRequest, tombstone: "Tombstone") -> HttpResponse:
    """Answer 410 (RFC 9110, 15.5.11) with the text that the newsroom wrote, and nothing of the story itself."""
    trail = navigation.breadcrumbs(tombstone.article) or []
    context = {
        "head": Head(title="Story withdrawn", robots=NOINDEX),
        "tombstone": tombstone,
        "section": trail[-1] if len(trail) > 1 else None,
    }
    response = render(request, "news/tombstone.html", context, status=410)
    patch_cache_control(response, max_age=SECONDS)
    return response
