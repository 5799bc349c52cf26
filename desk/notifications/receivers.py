"""Hear what Wagtail says of reviews and publications, and pass it on.

Wagtail's own mails are switched off: they go out inside the request, and not at all for our kind of task.
"""

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

from desk.notifications.announcing import announce
from news.models import Article


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


def on_step_begun(instance, user=None, **kwargs) -> None:
    announce_step("waiting", instance, user)


def on_submitted(instance, user=None, **kwargs) -> None:
    if instance.current_task_state:
        announce_step("submitted", instance.current_task_state, user)


def on_changes_requested(instance, user=None, **kwargs) -> None:
    announce_step("changes_requested", instance, user)


def on_approved(instance, user=None, **kwargs) -> None:
    story = instance.workflow_state.content_object
    story.refresh_from_db(fields=["live", "live_revision"])
    # Readers see it: the mail about that says more.
    if story.live_revision_id != instance.revision_id:
        announce_step("approved", instance, user)


def on_published(instance, **kwargs) -> None:
    # Wagtail sends the signal for what is only scheduled, too.
    if instance.live:
        announce("published", instance, get_active_log_context().user)


def announce_step(event: str, state: TaskState, actor) -> None:
    story = state.workflow_state.content_object
    if isinstance(story, Page):
        announce(event, story, actor, state=state)
