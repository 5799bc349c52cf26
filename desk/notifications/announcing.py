"""Take word of what happened, in the transaction in which it happens; tasks.py carries it on."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.models import Page, TaskState

from desk.models import Announcement
from desk.notifications.events import EVENTS

_quiet: ContextVar[bool] = ContextVar("desk_notifications_quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Send no mail about what is done inside: for loading and importing."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def notify(event: str, story: Page, users: Iterable, actor=None, **context) -> None:
    """Tell `users` of an event of events.py, and the webhooks that want it; `context` is for the mail's text.

    Whoever may not see the story, is inactive or is the actor hears nothing. `context` holds JSON values: text,
    numbers, times. Raises KeyError for an event that nobody registered.
    """
    announce(event, story, actor, users=[user.pk for user in users if user is not None], context=context)


def announce(event: str, story: Page, actor=None, *, state: TaskState | None = None, users=None, context=None) -> None:
    """Keep the announcement and have a worker make mails of it; without `users`, those whom the event concerns."""
    from desk.notifications.tasks import spread

    known = EVENTS[event]
    if _quiet.get():
        return
    announcement = Announcement.objects.create(
        event=known.key,
        story_id=story.pk,
        state_id=state.pk if state else None,
        actor=actor if actor and actor.pk else None,
        users=users,
        context=context or {},
    )
    spread.enqueue(announcement.pk)
