from django import template
from wagtail.models import Site

from comments.models import ReplySettings
from comments.spam import services

register = template.Library()


@register.inclusion_tag("comments/includes/reply_privacy.html")
def reply_privacy() -> dict[str, object]:
    """Say what is kept of a reply, how long, and who is told."""
    site = Site.objects.filter(is_default_site=True).first()
    days = ReplySettings.for_site(site).purge_days if site else ReplySettings._meta.get_field("purge_days").default
    return {"days": days, "spam_service": services.host()}
