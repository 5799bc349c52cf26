"""Tell Wagtail which site a request is for without asking the database twice a request: there is one."""

from collections.abc import Callable
from copy import copy

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from core.once import once
from delivery.keeping import Kept

HOME_DEPTH = 2


class SiteMiddleware:
    """Put the only site, its root page included, where Wagtail looks first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = kept.get()
        if site:
            request._wagtail_site = own(site)  # type: ignore[attr-defined] # where Site.find_for_request keeps it
        return self.get_response(request)


def own(site: Site) -> Site:
    """Return a copy for one request: the home page answers it, and notes on itself what it found."""
    site = copy(site)
    site.root_page = copy(site.root_page)
    return site


def read_site() -> Site | None:
    """Return the site with its root page as its own class; None when Wagtail must tell several apart."""
    sites = list(Site.objects.select_related("root_page")[:2])
    if len(sites) != 1:
        return None
    sites[0].root_page = sites[0].root_page.specific
    return sites[0]


def root_paths() -> list[SiteRootPath]:
    """Return where in the page tree sites begin, as Wagtail keeps it."""
    return once("core.root_paths", Site.get_site_root_paths)


kept = Kept(read_site, "site")
