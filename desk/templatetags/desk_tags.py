from django import template
from django.conf import settings

from core.models import SiteSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def newsroom_name(context) -> str:
    """Return the site's name as its readers see it; before there is a site, the installation's."""
    request = context.get("request")
    return SiteSettings.current(request).name if request else settings.WAGTAIL_SITE_NAME
