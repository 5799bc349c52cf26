"""The moderators' panel on the admin's home: how many replies wait for them."""

from django.urls import reverse

from comments.moderation.counts import ToDo, to_do
from comments.permissions import is_moderator
from desk.home import HomePanel


class RepliesPanel(HomePanel):
    name = "replies"
    template_name = "desk/home/replies.html"
    order = 115

    def rows(self, user) -> dict[str, object]:
        found = to_do(user)
        tab = "" if found.waiting or not found.reported else "?tab=reported"
        return {"words": in_words(found), "url": reverse("reply_queue") + tab}


def in_words(found: ToDo) -> str:
    """Say how much there is to do, as “12 replies wait, 2 reported”; empty for nothing."""
    waits = f"{found.waiting} {'reply waits' if found.waiting == 1 else 'replies wait'}" if found.waiting else ""
    if not found.reported:
        return waits
    return f"{waits}, {found.reported} reported" if waits else f"{found.reported} reported"


def add_panel(request, panels: list) -> None:
    if is_moderator(request.user):
        panels.append(RepliesPanel())
