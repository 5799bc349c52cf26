"""What the action menu of a story offers in the place of Wagtail's “Publish”."""

from django.urls import reverse
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem

from desk.permissions import PUBLISH_WITHOUT_REVIEW, can_publish_without_review
from desk.publishing import go_live_time
from news.models import Article

# Not Wagtail's “action-publish”: its script asks there whether to cancel the review, which our page tells.
WITHOUT_REVIEW = "action-without-review"


class PublishWithoutReviewMenuItem(ActionMenuItem):
    """Save the form as a draft and go on to the page that asks for the reason."""

    name = WITHOUT_REVIEW
    icon_name = "upload"
    order = 70  # below what the newsroom does every day

    def is_shown(self, context) -> bool:
        user = context["request"].user
        if not is_story(context):
            return False
        if context["view"] == "create":
            return user.has_perm(PUBLISH_WITHOUT_REVIEW)
        return can_publish_without_review(user, context["page"])

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        story = parent_context.get("page")
        context["label"] = "Schedule without review…" if story and go_live_time(story) else "Publish without review…"
        return context

    def get_url(self, context):
        # Only the reviewers of a step edit what is in review; a managing editor who is none still publishes it.
        return reverse("desk_publish_without_review", args=[context["page"].pk]) if context["locked_for_user"] else None


def is_story(context) -> bool:
    """Tell whether an action menu is a story's; while one is being made, only the address says what it will be."""
    page = context.get("page")
    if page is not None:
        return isinstance(page, Article)
    address = context["request"].resolver_match
    return address is not None and address.kwargs.get("content_type_model_name") == Article._meta.model_name


def without_publish(menu_items: list, request, context) -> None:
    """Take Wagtail's “Publish” out of a new story's menu: it asks the section, which subsections need it for."""
    if is_story(context):
        menu_items[:] = [item for item in menu_items if not isinstance(item, PublishMenuItem)]
