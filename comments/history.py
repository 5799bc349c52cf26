"""What moderators did, in Wagtail's log: one entry a reply and act, never changed afterwards but by an erasure."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from comments.models import Reply

APPROVE, REJECT, SPAM = "comments.approve", "comments.reject", "comments.spam"
UNDO, EDIT, BAN, LIFT = "comments.undo", "comments.edit", "comments.ban", "comments.lift_ban"
SWITCH_STORY, SWITCH_SITE = "comments.switch_story", "comments.switch_site"
DECISIONS = {Reply.State.APPROVED: APPROVE, Reply.State.REJECTED: REJECT, Reply.State.SPAM: SPAM}
# What an entry keeps of a person: it goes when the person asks to be erased.
PERSONAL = ("before_text", "text")


def record(action: str, rows: Iterable[tuple[Reply, dict[str, Any]]], user, batch: UUID) -> None:
    """Write what `user` did to each reply, with its data, in one statement; `batch` is one press of a button.

    The label is without the writer's name: log entries outlive an erasure.
    """
    kind, now = ContentType.objects.get_for_model(Reply), timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(reply.pk),
            label=f"Reply {reply.pk}",
            action=action,
            user=user,
            data=data,
            timestamp=now,
            uuid=batch,
            content_changed=True,
        )
        for reply, data in rows
    )


def entries_of(replies: Iterable[Reply]):
    """Return what was done to `replies`, the newest first."""
    kind = ContentType.objects.get_for_model(Reply)
    numbers = [str(reply.pk) for reply in replies]
    return ModelLogEntry.objects.filter(content_type=kind, object_id__in=numbers).select_related("user")


def forget(replies: Iterable[Reply]) -> int:
    """Take from the log what it keeps of the writers of `replies`, old texts included; return how many entries.

    For an erasure: who decided what and when stays.
    """
    found = []
    for entry in entries_of(replies):
        kept = {name: value for name, value in entry.data.items() if name not in PERSONAL}
        if isinstance(kept.get("before"), dict):
            kept["before"] = {**kept["before"], "matched": ""}
        if kept != entry.data:
            entry.data = kept
            found.append(entry)
    ModelLogEntry.objects.bulk_update(found, ["data"], batch_size=200)
    return len(found)


# How the history tells it


class Decided(LogFormatter):
    def format_message(self, entry) -> str:
        before = entry.data.get("before", {}).get("state", "")
        if before == entry.data.get("state"):
            return f"{self.message} again"
        was = f", which was {Reply.State(before).label.lower()}" if before in Reply.State.values else ""
        return f"{self.message}{was}"


class Approved(Decided):
    label, message = "Approve a reply", "Approved"


class Rejected(Decided):
    label, message = "Reject a reply", "Rejected"


class MarkedAsSpam(Decided):
    label, message = "Put a reply with the spam", "Put with the spam"


class Undone(LogFormatter):
    label, message = "Undo a decision about a reply", "Decision taken back"


class Edited(LogFormatter):
    label, message = "Edit a reply", "Text edited"


class Banned(LogFormatter):
    label = "Ban a writer of replies"

    def format_message(self, entry) -> str:
        return f"Banned: {entry.data.get('kind', '')}"


class Lifted(LogFormatter):
    label, message = "Lift a ban", "Ban lifted"


class Switched(LogFormatter):
    def format_message(self, entry) -> str:
        return f"{self.message} from “{entry.data.get('before')}” to “{entry.data.get('after')}”"


class StorySwitched(Switched):
    label, message = "Switch a story’s replies", "Replies switched"


class SiteSwitched(Switched):
    label, message = "Switch the whole site’s replies", "Replies on the whole site switched"


def register(actions: LogActionRegistry) -> None:
    for action, formatter in (
        (APPROVE, Approved),
        (REJECT, Rejected),
        (SPAM, MarkedAsSpam),
        (UNDO, Undone),
        (EDIT, Edited),
        (BAN, Banned),
        (LIFT, Lifted),
        (SWITCH_STORY, StorySwitched),
        (SWITCH_SITE, SiteSwitched),
    ):
        actions.register_action(action)(formatter)
