"""Tags that know no editorial noun: the site's settings, pictures."""

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from wagtail.models import Site

from core import shared_parts
from core.head import icon_url
from core.models import SiteSettings
from core.renditions import FALLBACK_SPEC, FORMATS, MIME_TYPES, WIDTHS, shown_picture, spec
from core.text import isotime, written_day

register = template.Library()
register.filter("isotime", isotime)
register.simple_tag(icon_url, name="icon")


@register.simple_tag(takes_context=True)
def pulse_settings(context) -> SiteSettings:
    """Return the settings of the site in this request."""
    request = context.get("request")
    return SiteSettings.current(request) if request else SiteSettings()


@register.simple_tag(takes_context=True)
def shared_part(context, template: str) -> SafeString:
    """Show a template that looks the same on every page of the site (core.shared_parts)."""
    request = context.get("request")
    return shared_parts.shared_part(template, Site.find_for_request(request) if request else None)


@register.simple_tag
def today() -> str:
    """Write the day with its weekday."""
    return written_day(timezone.localdate(), "l j F Y")


@register.inclusion_tag("components/picture.html")
def responsive_picture(image, sizes="100vw", alt=None, loading="lazy", hurries=False, css_class=""):
    """Show a picture in the best format and size the browser takes.

    With `hurries` it is fetched before all others: of a page the one that readers see first.
    Uses the renditions that exist, so that a reader never waits for an encoder: they are made on upload.
    `image` is a Picture, or what core.renditions.shown_picture() has made of one.
    """
    shown = shown_picture(image)
    if not shown:
        return {"image": None}
    existing = {filter_spec: (url, width) for filter_spec, url, width in shown.renditions}
    rows = {
        name: [existing[spec(width, name)] for width in WIDTHS if spec(width, name) in existing] for name in FORMATS
    }
    fallback = existing.get(FALLBACK_SPEC) or (rows["jpeg"][-1] if rows["jpeg"] else None)
    if fallback is None:
        return {"image": None}
    return {
        "image": shown,
        "sources": [(MIME_TYPES[name], srcset(rows[name])) for name in FORMATS[:-1] if rows[name]],
        "src": fallback[0],
        "srcset": srcset(rows["jpeg"]),
        "width": shown.width,
        "height": shown.height,
        "sizes": sizes,
        "alt": shown.default_alt_text if alt is None else alt,
        "loading": "" if hurries else loading,
        "hurries": hurries,
        "css_class": css_class,
    }


def srcset(renditions) -> str:
    return ", ".join(f"{conditional_escape(url)} {width}w" for url, width in renditions)
