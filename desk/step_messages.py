"""What an editor reads after a step of the review: where the story is now, and with whom."""

from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.admin import messages

from core.clocks import both_clocks
from desk.bundles.membership import bundle_of
from desk.notifications.texts import name_of
from news.models import Article


def tell(request, pk: int, action: str) -> None:
    """Say what "submit", "approve", "reject" or "take back" has made of the story `pk`.

    Takes the place of what Wagtail has just said, “has been updated” of each of them.
    """
    list(get_messages(request))  # what is read is not shown any more
    story = Article.objects.get(pk=pk)
    buttons = [messages.button(reverse("wagtailadmin_pages:edit", args=[pk]), "Edit")]
    if story.live and story.url:
        buttons.insert(0, messages.button(story.url, "View live"))
    messages.success(request, f"“{story.draft_title}”: {outcome(story, action)}", buttons=buttons)


def outcome(story: Article, action: str) -> str:
    """Say where a step has led; `story` as it is afterwards."""
    step = story.current_workflow_task
    if action == "take back":
        return "taken back from review."
    if action == "reject":
        return f"sent back to {name_of(story.owner) or 'its writer'}."
    if step:
        return f"{'submitted' if action == 'submit' else 'approved'}. Now with {step.name}."
    if bundle_of(story):
        return "approved. It goes live with its bundle."
    if scheduled := story.scheduled_revision:
        return f"approved. It goes live on {both_clocks(scheduled.approved_go_live_at)}."
    return "published." if story.live else "approved."
