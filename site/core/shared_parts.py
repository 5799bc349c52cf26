"""Parts that look the same on every page: rendered once, and again after a purge of what they show."""

from functools import partial

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from core.models import SiteSettings
from delivery.keeping import Kept

kept: dict[tuple[str, int], Kept[SafeString]] = {}  # by the template and the site


def shared_part(template: str, site: Site | None) -> SafeString:
    """Return what a template shows that is given `site_settings` and nothing of the page in which it stands."""
    if site is None:
        return render(template, None)
    key = (template, site.pk)
    if key not in kept:
        kept[key] = Kept(partial(render, template, site), follows=True)
    return kept[key].get()


def render(template: str, site: Site | None) -> SafeString:
    return mark_safe(get_template(template).render({"site_settings": SiteSettings.of(site)}))
