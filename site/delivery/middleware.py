"""Say for each response who may keep it and how long, and what it shows (`Cache-Control`, `Cache-Tag`)."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from delivery import tags
from delivery.earning import Earned

FACTS = "pulse.delivery.facts"  # where delivery.application finds them
KEEPS = "pulse.delivery.keeps"  # set by delivery.application: it encodes what it keeps
FRESH = 600  # seconds: what no purge reaches, such as related stories, is at most as old
STALE = 24 * 3600  # seconds more that a copy stands in while another is made, or Django fails
ERRORS = 5  # seconds that “there is no such page” is kept
MISSING = ("missing", "stories")  # what makes a page appear where none was


@dataclass(frozen=True)
class Facts:
    """What the page cache needs to know of a response; moments are seconds since 1970."""

    tags: frozenset[str]
    fresh_until: float
    ends: float
    is_stored: bool  # else it stays in the memory of its process
    parameters: frozenset[str] = frozenset()  # of the query, on which it depends


class DeliveryMiddleware:
    """Tell caches of a response: ours by the WSGI environment, all others by its headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with tags.noting() as shown:
            response = self.get_response(request)
        earned: Earned | None = getattr(request, "earned", None)
        if not is_for_everybody(request, response):
            if earned:
                response.headers.setdefault("Cache-Control", "private, no-cache")
        elif earned and response.status_code == 200:
            keep(request, response, shown, earned)
        elif response.status_code in (404, 410) and "Cache-Control" not in response:
            keep_briefly(request, response, shown)
        return response


def is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether nothing personal was asked, read or answered."""
    session = getattr(request, "session", None)
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not (session is not None and session.accessed)
        and not response.cookies
        and not response.streaming
        and not getattr(request, "is_preview", False)
        and request.get_host().lower() in known_hosts()
    )


def known_hosts() -> Collection[str]:
    """Return the hosts under whose name pages are kept: a port or subdomain of somebody's invention makes no key."""
    port = f":{settings.PORT}"
    named = [host.lower() for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
    return {settings.BASE_URL.partition("://")[2].lower(), *named, *(host + port for host in named)}


def keep(request: HttpRequest, response: HttpResponseBase, shown: tags.Shown, earned: Earned) -> None:
    now = time.time()
    midnight = next_midnight().timestamp()  # each page shows the date, which nobody misses at once
    ends = shown.until.timestamp() if shown.until else float("inf")
    shared = max(0, int(min(settings.SHARED_CACHE_SECONDS, ends - now)))
    # A browser asks each time, and a tag of ours tells it that it has the page; one second is what a purge may take.
    response["Cache-Control"] = f"public, max-age=0, s-maxage={shared}, stale-while-revalidate=1"
    response["Cache-Tag"] = ",".join(sorted((*shown.tags, tags.EVERYTHING_TAG)))
    request.META[FACTS] = Facts(
        tags=frozenset(shown.tags),
        fresh_until=min(now + FRESH, midnight, ends),
        ends=min(now + FRESH + STALE, ends),
        is_stored=True,
        parameters=earned.parameters,
    )
    # We encode it ourselves, once for all readers (GZipMiddleware leaves what says it is encoded).
    leave_plain(request, response)


def keep_briefly(request: HttpRequest, response: HttpResponseBase, shown: tags.Shown) -> None:
    end = time.time() + ERRORS
    response["Cache-Control"] = f"public, max-age=0, s-maxage={ERRORS}"
    request.META[FACTS] = Facts(frozenset((*shown.tags, *MISSING)), fresh_until=end, ends=end, is_stored=False)
    leave_plain(request, response)


def leave_plain(request: HttpRequest, response: HttpResponseBase) -> None:
    if request.META.get(KEEPS):
        response["Content-Encoding"] = "identity"


def next_midnight() -> datetime:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)
