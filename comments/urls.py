from django.urls import include, path, register_converter

from comments import feeds, posting_views, reading_views, report_views
from comments.numbers import RowNumber

register_converter(RowNumber, "row")

story_urls = [
    path("<row:article_id>/", posting_views.post_reply, name="post_reply"),
    path("<row:article_id>/check", posting_views.check_reply, name="check_reply"),
    path("<row:article_id>/stamp", posting_views.reply_stamp, name="reply_stamp"),
    path("<row:article_id>/to/<row:reply_id>/", posting_views.answer_reply, name="answer_reply"),
    *feeds.feed_paths("<row:article_id>/"),
]

urlpatterns = [
    path("replies/story/", include(story_urls)),
    path("replies/mail/", include("comments.mail_urls")),
    path("replies/sent/<str:token>/", posting_views.reply_sent, name="reply_sent"),
    path("replies/thread/<row:pk>/", reading_views.reply_thread, name="reply_thread"),
    path("replies/<row:pk>/", reading_views.reply, name="reply"),
    path("replies/<row:pk>/report/", report_views.report_reply, name="report_reply"),
    path("replies/<row:pk>/reported/", report_views.reply_reported, name="reply_reported"),
]
