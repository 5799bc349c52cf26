"""Mail the people a story waits for and the people who wrote it, through a background task.

Wagtail's own workflow mails are switched off: they go out inside the request, and not at all for our kind of task.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)
from wagtail.users.models import UserProfile

from desk.permissions import own_hand
from news.models import Article

logger = logging.getLogger("pulse.mail")
_quiet: ContextVar[bool] = ContextVar("desk_notifications_quiet", default=False)

# Which of the switches under “Account” in the admin turns an event off.
SWITCHES = {
    "waiting": "submitted_notifications",
    "submitted": "submitted_notifications",
    "changes_requested": "rejected_notifications",
    "approved": "approved_notifications",
    "published": "approved_notifications",
}


def connect() -> None:
    silence_wagtail()
    task_submitted.connect(on_step_begun, dispatch_uid="desk.mail.task_submitted")
    task_rejected.connect(on_changes_requested, dispatch_uid="desk.mail.task_rejected")
    task_approved.connect(on_approved, dispatch_uid="desk.mail.task_approved")
    workflow_submitted.connect(on_submitted, dispatch_uid="desk.mail.workflow_submitted")
    page_published.connect(on_published, sender=Article, dispatch_uid="desk.mail.published")


def silence_wagtail() -> None:
    """Take the places of Wagtail's receivers, whether it has connected them already or is about to."""
    for signal, sender, uid in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(silent, sender=sender, dispatch_uid=uid)


def silent(**kwargs) -> None:
    """Send nothing."""


@contextmanager
def quiet() -> Iterator[None]:
    """Send no mail about what is done inside: for loading and importing."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


# What happened


def on_step_begun(instance, user=None, **kwargs) -> None:
    announce("waiting", instance, user)


def on_submitted(instance, user=None, **kwargs) -> None:
    if instance.current_task_state:
        announce("submitted", instance.current_task_state, user)


def on_changes_requested(instance, user=None, **kwargs) -> None:
    announce("changes_requested", instance, user)


def on_approved(instance, user=None, **kwargs) -> None:
    story = instance.workflow_state.content_object
    story.refresh_from_db(fields=["live", "live_revision"])
    # Readers see it: the mail about that says more.
    if story.live_revision_id != instance.revision_id:
        announce("approved", instance, user)


def on_published(instance, **kwargs) -> None:
    # Wagtail sends the signal for what is only scheduled, too.
    if instance.live and not _quiet.get():
        actor = get_active_log_context().user
        send_mails.enqueue("published", instance.pk, None, actor.pk if actor else None)


def announce(event: str, state: TaskState, actor) -> None:
    story = state.workflow_state.content_object
    if isinstance(story, Page) and not _quiet.get():
        send_mails.enqueue(event, story.pk, state.pk, actor.pk if actor else None)


# Who hears of it


@task()
def send_mails(event: str, story_pk: int, state_pk: int | None, actor_pk: int | None) -> int:
    """Send each recipient a mail of their own; return how many went out."""
    page = Page.objects.filter(pk=story_pk).first()
    state = TaskState.objects.filter(pk=state_pk).first() if state_pk else None
    if page is None or (state_pk and state is None):
        return 0  # deleted since
    story, state = page.specific, state and state.specific
    actor = get_user_model().objects.filter(pk=actor_pk).first() if actor_pk else None
    return sum(deliver(event, user, story, state, actor) for user in recipients(event, story, state, actor))


def recipients(event: str, story: Page, state: TaskState | None, actor) -> list:
    """List whom an event concerns, who may see the story, and who wants to hear of it."""
    found = reviewers(story, state) if event == "waiting" else writers(story, state)
    return [user for user in found if user != actor and user.email and may_see(user, story) and wants(user, event)]


def reviewers(story: Page, state: TaskState) -> list:
    """List the members of the step's groups who can approve; when there are none, its deputies who can."""
    step = state.task.specific
    for groups in (step.groups.all(), step.deputies.all() if hasattr(step, "deputies") else None):
        if groups is None:
            break
        members = get_user_model().objects.filter(is_active=True, groups__in=groups).distinct()
        if free := [user for user in members if not own_hand(user, story, state)]:
            return free
    return []


def writers(story: Page, state: TaskState | None) -> list:
    """List who owns the story, whose name is in its byline, and who submitted it."""
    found = [story.owner]
    if isinstance(story, Article):
        found += [row.author.user for row in story.bylines.select_related("author__user") if row.author]
    if state is not None:
        found.append(state.workflow_state.requested_by)
    return list(dict.fromkeys(user for user in found if user is not None))


def may_see(user, story: Page) -> bool:
    return user.has_perm("wagtailadmin.access_admin") and story.permissions_for_user(user).can_edit()


def wants(user, event: str) -> bool:
    return getattr(UserProfile.get_for_user(user), SWITCHES[event])


# What they read


def deliver(event: str, user, story: Page, state: TaskState | None, actor) -> int:
    subject, body = compose(event, user, story, state, actor)
    try:
        return EmailMessage(subject, body, to=[user.email]).send()
    except Exception:  # one bad address, or a server that is down: the others may still get theirs
        logger.exception("No mail to %s about “%s” (%s)", user.get_username(), story, event)
        return 0


def compose(event: str, user, story: Page, state: TaskState | None, actor) -> tuple[str, str]:
    """Return subject and text; the first line of the template is the subject."""
    context = {
        "headline": story.draft_title or story.title,
        "story": story,
        "recipient": user,
        "actor": (actor.get_full_name() or actor.get_username()) if actor else "",
        "step": state.task.name if state else "",
        "note": state.comment if state else "",
        "waits_for": next_step(state) if event == "approved" else "",
        "edit_url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_pages:edit', args=[story.pk])}",
        "account_url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_account')}",
        "goes_live_at": story.go_live_at,
    }
    text = render_to_string(f"desk/mail/{event}.txt", context)
    subject, _, body = text.strip().partition("\n")
    # A headline may hold a line break, which would end the header.
    return " ".join(subject.split()), body.strip() + "\n"


def next_step(state: TaskState) -> str:
    current = state.workflow_state.current_task_state
    return current.task.name if current and current.status == TaskState.STATUS_IN_PROGRESS else ""
