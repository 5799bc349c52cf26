"""The tag behind core/includes/head_meta.html."""

from django import template
from django.core.paginator import Page as ListingPage

from core import jsonld
from core.head import NOINDEX, Head
from core.models import SiteSettings
from core.urls import absolute

register = template.Library()

LISTINGS = ("articles", "corrections")  # the names under which views put a page of a listing in the context


@register.simple_tag(takes_context=True)
def page_head(context) -> dict[str, object]:
    """Return `head`, `site` and `feeds` of what is being shown, and its `structured_data`.

    A view without a page puts a core.head.Head in the context as `head`, and its JSON-LD objects as `structured_data`.
    """
    request = context.get("request")
    site_settings = SiteSettings.current(request) if request else SiteSettings()
    page = context.get("page")
    objects = list(context.get("structured_data") or [])
    head = context.get("head")
    if head is None and hasattr(page, "head"):
        head = page.head()
        objects += page.structured_data(site_settings)
    elif head is None:  # an error page
        head = Head(title="Page not found", robots=NOINDEX)

    listing = next((found for name in LISTINGS if isinstance(found := context.get(name), ListingPage)), None)
    if head.canonical and listing is not None:
        head.paginate(listing.number, listing.paginator.num_pages)
        if listing is context.get("articles"):
            objects.append(jsonld.collection(head.title, head.canonical, listing, request))
    elif head.canonical and str(context.get("page_number") or "").isdecimal():
        head.paginate(int(context["page_number"]))

    if getattr(request, "is_preview", False):
        head.robots = NOINDEX
    if not head.title:  # the home page
        head.description = head.description or site_settings.tagline
    image = head.image or site_settings.social_rendition
    return {
        "head": head,
        "site": site_settings,
        "title": full_title(head, site_settings),
        "image": image,
        "image_alt": head.image_alt if head.image else f"{site_settings.name}: {site_settings.tagline}".rstrip(": "),
        "feeds": head.feeds(site_settings.name),
        "structured_data": jsonld.script(objects) if head.robots != NOINDEX else "",
    }


def full_title(head: Head, site_settings) -> str:
    """Name the page, then the site; the home page says the site's name and line."""
    if head.title:
        return f"{head.title} – {site_settings.name}"
    return f"{site_settings.name} – {site_settings.tagline}" if site_settings.tagline else site_settings.name


register.filter("absolute", absolute)
