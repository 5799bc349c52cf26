"""Tell Wagtail which site a request is for without asking the database twice a request: there is one."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Site

KEY = "core.site"
SECONDS = 300
HOME_DEPTH = 2


class SiteMiddleware:
    """Put the only site, its root page included, where Wagtail looks first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = cache.get_or_set(KEY, read_site, SECONDS)
        if site:
            request._wagtail_site = site  # type: ignore[attr-defined] # where Site.find_for_request keeps it
        return self.get_response(request)


def read_site() -> Site | None:
    """Return the site with its root page as its own class; None when Wagtail must tell several apart."""
    sites = list(Site.objects.select_related("root_page")[:2])
    if len(sites) != 1:
        return None
    sites[0].root_page = sites[0].root_page.specific
    return sites[0]


def forget(instance: object, **kwargs) -> None:
    """Drop the kept site when it, its root page or the number of pages below the root changes."""
    if isinstance(instance, Site) or (isinstance(instance, Page) and (instance.depth or 0) <= HOME_DEPTH + 1):
        cache.delete(KEY)
        transaction.on_commit(lambda: cache.delete(KEY))
