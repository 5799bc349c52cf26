"""What the newsroom can hear of. A new event is one line here and one text, templates/desk/mail/<event>.txt.

Failed schedules have no text there: desk.failures mails them itself, again and again.
"""

from dataclasses import dataclass

from comments.permissions import is_moderator
from desk.models import MailPreference

Way = MailPreference.Way


@dataclass(frozen=True)
class Event:
    """Something that people and webhooks are told of; `label` completes “Tell me when …”."""

    key: str
    label: str
    default: str = Way.NOW


EVENTS = {
    event.key: event
    for event in (
        Event("waiting", "a story waits for me"),
        Event("mentioned", "somebody mentions me in a note"),
        Event("noted", "somebody writes a note or a reply on my story"),
        Event("changes_requested", "changes to my story are requested"),
        Event("submitted", "somebody else submits my story"),
        Event("approved", "my story passes a step"),
        Event("published", "my story goes live"),
        Event("failed_schedule", "a story cannot go live on time"),
        Event("killed", "a story is killed"),
        Event("restored", "a killed story is back"),
        Event("published_without_review", "a story is published without review"),
    )
}


# Not about a story: a moderator hears of replies by themselves (desk.notifications.reply_digests).
REPLIES = Event("replies", "replies wait for a moderator", Way.DIGEST)


def events_for(user) -> list[Event]:
    """List what `user` can choose to hear of."""
    return [*EVENTS.values(), *([REPLIES] if is_moderator(user) else [])]


def register_event(event: Event) -> None:
    """Add an event from outside this module, in ready()."""
    EVENTS[event.key] = event


def ways_of(users) -> dict[tuple[int, str], str]:
    """Return what `users` chose, by user and event, in one query."""
    rows = MailPreference.objects.filter(user__in=users).values_list("user_id", "event", "way")
    return {(user, event): way for user, event, way in rows}
