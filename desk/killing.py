"""Kill a story: take it from readers everywhere at once and keep it from coming back until somebody lets it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

from desk.models import Kill
from desk.notifications import chiefs, notify, writers
from news.models import Article, Tombstone

PERMISSION = "desk.kill_story"


class KillRefused(PermissionDenied):
    """Raised instead of killing or bringing back; the message says why, in words for the editor."""


# Who may, and when


def can_kill(user, story: Article) -> bool:
    """Tell whether `user` may kill a story as it stands now."""
    return may_decide(user) and not kill_refusal(story)


def can_restore(user, story: Article) -> bool:
    """Tell whether `user` may bring a killed story back."""
    return may_decide(user) and current_kill(story) is not None


def may_decide(user) -> bool:
    """Tell whether `user` is one of those who kill stories, whatever the story."""
    return user.is_active and user.has_perm(PERMISSION)


def kill_refusal(story: Article) -> str:
    """Say why a story cannot be killed as it stands; empty when it can."""
    if current_kill(story):
        return "This story is killed already."
    if not (story.live or story.first_published_at or story.workflow_in_progress or story.scheduled_revision):
        return "Only a story that is or was live, is scheduled or in review can be killed. A draft can be deleted."
    return ""


def current_kill(story: Page) -> Kill | None:
    """Return the kill that holds a story now; asks nothing about a live one, which cannot be killed."""
    if story.live or not story.pk:
        return None
    if "kill_known" in story.__dict__:
        return story.kill_known
    return Kill.objects.holding().filter(article_id=story.pk).select_related("user").first()


def find_kills(stories: list) -> None:
    """Answer current_kill() for many stories in one query."""
    kills = Kill.objects.holding().filter(article__in=[story.pk for story in stories]).select_related("user")
    found = {kill.article_id: kill for kill in kills}
    for story in stories:
        story.kill_known = found.get(story.pk)


def killed_hold(story: Page) -> str:
    """Say that a killed story goes live by no way (desk.publishing.hold); empty when it is not killed."""
    return "This story was killed. A managing editor has to bring it back first." if current_kill(story) else ""


def deletion_refusal(user, story: Page) -> str:
    """Say why `user` cannot delete a killed story: its tombstone would go too. Asks nothing about other stories."""
    if user.is_superuser or story.live or story.first_published_at is None:
        return ""
    if Tombstone.objects.filter(article_id=story.pk).exists():
        return "A killed story stays: its address has to answer that it was withdrawn. An administrator can delete it."
    return ""


def describe(kill: Kill) -> str:
    """Say who killed a story, when and why."""
    who = get_user_display_name(kill.user) if kill.user else "somebody whose account is gone"
    when = timezone.localtime(kill.killed_at)
    return f"Killed by {who} on {date_format(when, 'j F Y, H:i')} ({when.tzname()}): “{kill.reason}”"


# The acts


@transaction.atomic
def kill(story: Article, user, reason: str, text: str = "") -> Kill:
    """Unpublish a story, end its review and its schedule, and put a tombstone with `text` where readers knew it.

    Raise KillRefused when it cannot be killed. Asks no permission: the caller has asked can_kill(). History stays.
    """
    story = Article.objects.select_for_update().get(pk=story.pk)
    if refusal := kill_refusal(story):
        raise KillRefused(refusal)
    now = timezone.now()
    was_public = story.first_published_at is not None and not (story.live and story.is_embargoed)
    done = Kill.objects.create(article=story, user=user, reason=reason, killed_at=now)
    if was_public:
        tombstone = {"url_path": story.url_path, "killed_at": now, **({"text": text} if text else {})}
        Tombstone.objects.update_or_create(article=story, defaults=tombstone)
    if story.current_workflow_state:
        story.current_workflow_state.cancel(user=user)
    clear_schedule(story)
    if story.live:
        # Signals take it out of the search index and the caches, and queries out of everything else.
        UnpublishPageAction(story, user=user, log_action=False).execute(skip_permission_checks=True)
    else:
        story.save(clean=False)  # type: ignore[call-arg] # Page.save(), which the mixin hides
    log(instance=story, action="desk.kill", user=user, data={"reason": reason})
    notify("killed", story, [*chiefs(story), *writers(story)], actor=user, reason=reason)
    return done


def clear_schedule(story: Article) -> None:
    """Take embargo and schedule from a story and its latest version; the caller saves the story."""
    story.embargo_until = story.go_live_at = story.expire_at = None
    story.revisions.update(approved_go_live_at=None)
    revision = story.get_latest_revision()
    if revision is not None:
        revision.content.update(embargo_until=None, go_live_at=None, expire_at=None)
        revision.save(update_fields=["content"])


@transaction.atomic
def restore(story: Article, user, reason: str) -> Kill:
    """Let a killed story be worked on again: a draft, with no tombstone, for readers a 404 until it is approved.

    Raise KillRefused when it is not killed. Asks no permission: the caller has asked can_restore().
    """
    done = Kill.objects.holding().select_for_update().filter(article_id=story.pk).first()
    if done is None:
        raise KillRefused("This story is not killed.")
    done.restored_at, done.restored_by, done.restore_reason = timezone.now(), user, reason
    done.save(update_fields=["restored_at", "restored_by", "restore_reason"])
    Tombstone.objects.filter(article_id=story.pk).delete()
    log(instance=story, action="desk.restore", user=user, data={"reason": reason})
    notify("restored", story, [*chiefs(story), *writers(story)], actor=user, reason=reason)
    return done


# What the history says


class KillFormatter(LogFormatter):
    label = "Kill"
    message = "Killed"

    def format_comment(self, log_entry):
        return log_entry.data.get("reason", "")


class RestoreFormatter(KillFormatter):
    label = "Bring back"
    message = "Brought back"


def register_log_actions(actions) -> None:
    actions.register_action("desk.kill")(KillFormatter)
    actions.register_action("desk.restore")(RestoreFormatter)
