"""The way to the queue, with how much waits there."""

from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from comments.moderation.counts import to_do
from comments.permissions import is_moderator

MOST_SHOWN = 999


class RepliesMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__("Replies", reverse("reply_queue"), name="replies", icon_name="openquote", order=30)

    def is_shown(self, request) -> bool:
        return is_moderator(request.user)

    def render_component(self, request):
        # One item serves all requests: the count is in what is drawn, not in the item.
        count = to_do(request.user).both
        label = f"{self.label} ({count if count <= MOST_SHOWN else f'{MOST_SHOWN}+'})" if count else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)
