from django import template
from django.template import RequestContext

from comments.models import ReplySettings
from comments.spam import services

register = template.Library()


@register.inclusion_tag("comments/includes/reply_privacy.html", takes_context=True)
def reply_privacy(context: RequestContext) -> dict[str, object]:
    """Say what is kept of a reply, how long, and who is told."""
    return {"days": ReplySettings.current(context.request).purge_days, "spam_service": services.host()}
