"""What the admin shows of preview links; desk.wagtail_hooks registers it."""

from django.urls import path, reverse
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from desk.preview_link_views import PreviewLinksView, RevokePreviewLinkView
from desk.preview_links import CREATED, REVOKED, can_share_preview
from news.models import Article


def admin_urls():
    return [
        path("stories/<int:page_id>/preview-links/", PreviewLinksView.as_view(), name="desk_preview_links"),
        path("preview-links/<int:pk>/revoke/", RevokePreviewLinkView.as_view(), name="desk_revoke_preview_link"),
    ]


def header_button(page, user, view_name=None, next_url=None):
    # Wagtail hands over a plain page here and there.
    if issubclass(page.specific_class or type(page), Article) and can_share_preview(user, page.specific):
        yield Button(
            "Preview links",
            reverse("desk_preview_links", args=[page.pk]),
            icon_name="link-external",
            priority=62,
        )


def log_actions(actions) -> None:
    actions.register_action(CREATED)(MadeFormatter)
    actions.register_action(REVOKED)(RevokedFormatter)


class PreviewLinkFormatter(LogFormatter):
    what = ""

    def format_message(self, log_entry) -> str:
        data = log_entry.data or {}
        return f"{self.what}: for {data.get('note', '?')}, open until {data.get('expires', '?')}"


class MadeFormatter(PreviewLinkFormatter):
    label = "Make a preview link"
    what = "Preview link made"


class RevokedFormatter(PreviewLinkFormatter):
    label = "Revoke a preview link"
    what = "Preview link revoked"
