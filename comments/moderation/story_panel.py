"""Replies beside a story in the editor: how many there are, and who may reply, switched at once."""

from django.db.models import Count
from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse
from wagtail.admin.ui.side_panels import BaseSidePanel

from comments.models import Reply
from comments.moderation.filters import STATES, TABS
from comments.permissions import can_moderate, can_switch_story
from news.models import Article
from news.openness import Replies


class RepliesSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle replies"
        icon_name = "openquote"

        def get_context_data(self, parent_context):
            context = super().get_context_data(parent_context)
            context["count"] = self.panel.counts["waiting"] if self.panel.is_moderators else 0
            return context

    name = "replies"
    title = "Replies"
    template_name = "comments/admin/story_panel.html"
    order = 160

    def __init__(self, story: Article, request) -> None:
        super().__init__(story, request)
        self.is_moderators = can_moderate(request.user, story)
        self.counts = dict.fromkeys(STATES, 0)
        rows = Reply.objects.filter(article=story.pk, erased_at=None).order_by().values_list("state")
        self.counts.update(rows.annotate(count=Count("pk")))

    def get_context_data(self, parent_context):
        queue = f"{reverse('reply_queue')}?story={self.object.pk}"
        return {
            **super().get_context_data(parent_context),
            "counts": [
                {"label": TABS[state], "count": self.counts[state], "url": f"{queue}&tab={state}"} for state in STATES
            ],
            "is_moderators": self.is_moderators,
            "can_switch": can_switch_story(self.request.user, self.object),
            # What readers have now: a draft may hold another word until it goes live.
            "standing": Article.objects.values_list("replies", flat=True).get(pk=self.object.pk),
            "choices": Replies.choices,
            "csrf_token": parent_context.get("csrf_token", ""),
        }

    @property
    def media(self) -> Media:
        return Media(
            css={"all": ["comments/moderation.css"]},
            js=[Script("comments/story-switch.js", type="module")],  # type: ignore[list-item] # the stubs lack it
        )
