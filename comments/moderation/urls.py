"""The addresses of the moderators' screens in the admin."""

from django.urls import path

from comments.moderation import ban_views, decisions, reply_view
from comments.moderation.queue import QueueView

urlpatterns = [
    path("replies/", QueueView.as_view(), name="reply_queue"),
    path("replies/decide/", decisions.decide_view, name="reply_decide"),
    path("replies/undo/", decisions.undo_view, name="reply_undo"),
    path("replies/switch/", decisions.switch_site_view, name="reply_switch_site"),
    path("replies/stories/<int:pk>/switch/", decisions.switch_story_view, name="reply_switch_story"),
    path("replies/bans/", ban_views.BansView.as_view(), name="reply_bans"),
    path("replies/bans/<int:pk>/lift/", ban_views.lift_view, name="reply_lift_ban"),
    path("replies/<int:pk>/", reply_view.ReplyView.as_view(), name="reply_detail"),
    path("replies/<int:pk>/edit/", reply_view.EditReplyView.as_view(), name="reply_edit"),
    path("replies/<int:pk>/ban/", ban_views.BanWriterView.as_view(), name="reply_ban"),
]
