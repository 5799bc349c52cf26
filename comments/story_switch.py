"""Say who may reply to a story, at once: no draft is published with it, and the next publication keeps it."""

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from comments import history, signals
from comments.models import Reply
from comments.permissions import can_switch_story
from delivery.purging import purge
from news.models import Article
from news.openness import Replies


class SwitchRefused(Exception):
    """Nothing was switched; the message says why."""


@transaction.atomic
def switch_story(number: int, wanted: str, user, shown: str | None = None) -> Article:
    """Let a story's replies be "open", "moderated" or "closed" from now on, for readers and for every version to come.

    Raises SwitchRefused when `user` may not, or somebody switched since they were `shown` another; ValueError for a
    word that is none of the three.
    """
    wanted = Replies(wanted)
    story = Article.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if story is None or not can_switch_story(user, story):
        raise SwitchRefused("This story is gone, or its replies are not yours to switch.")
    before = Replies(story.replies)
    if shown is not None and shown != before and before != wanted:
        raise SwitchRefused(f"Somebody else switched to “{before.label}” a moment ago. Nothing was changed.")
    # A version that is written already would bring its own word back when it goes live: the latest, the scheduled.
    changed = []
    versions = story.revisions.filter(Q(pk=story.latest_revision_id) | Q(approved_go_live_at__isnull=False))
    for version in versions.select_for_update():
        if version.content.get("replies") != wanted.value:
            version.content["replies"] = wanted.value
            changed.append(version)
    story.revisions.model.objects.bulk_update(changed, ["content"])
    if before != wanted:
        # Not save(): it would take the whole live page through Wagtail's signals, as if it were published.
        Article.objects.filter(pk=story.pk).update(replies=wanted)
        purge(f"page-{story.pk}")
        story.replies = wanted
        data = {"before": before.label, "after": wanted.label}
        log(story, history.SWITCH_STORY, user=user, data=data)
        signals.changed.send(sender=Reply, article_ids={story.pk})
    return story
