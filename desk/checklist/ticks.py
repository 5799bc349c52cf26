"""Answer an item by hand, or take the answer back; the page's history keeps both."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogFormatter, log

from desk.checklist.standing import Rulebook
from desk.models import ChecklistTick
from desk.versions import fingerprint
from news.models import Article

TICKED, UNTICKED = "desk.checklist.tick", "desk.checklist.untick"


def tickable(story: Article) -> dict[str, str]:
    """Return what can be ticked for a story, by key: what its desk asks people, and what stands in for an item."""
    rulebook = Rulebook()
    found = {}
    for item in rulebook.items_of(rulebook.desk_of(story)):
        if item.find is None:
            found[item.key] = item.title
        elif item.waiver:
            found[item.waiver_key] = item.waiver
    return found


@transaction.atomic
def answer(story: Article, key: str, done: bool, user) -> None:
    """Tick an item of a story, or take the tick back. Raise KeyError for what its checklist does not ask."""
    label = tickable(story)[key]
    text = fingerprint(story.latest_revision.content) if story.latest_revision else ""
    if done:
        values = {"ticked_by": user, "ticked_at": timezone.now(), "text": text}
        ChecklistTick.objects.update_or_create(article=story, item=key, defaults=values)
    elif not ChecklistTick.objects.filter(article=story, item=key).delete()[0]:
        return
    log(instance=story, action=TICKED if done else UNTICKED, user=user, data={"item": label})


class Ticked(LogFormatter):
    label = "Tick on the checklist"

    def format_message(self, log_entry) -> str:
        return f"Ticked “{log_entry.data.get('item', '')}”"


class Unticked(LogFormatter):
    label = "Tick taken back"

    def format_message(self, log_entry) -> str:
        return f"Took back “{log_entry.data.get('item', '')}”"


def register_log_actions(actions) -> None:
    actions.register_action(TICKED)(Ticked)
    actions.register_action(UNTICKED)(Unticked)
