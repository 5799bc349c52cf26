"""The one way to readers: whatever publishes a story calls put_live() here.

Wagtail imports this module while it loads its models: import models inside functions only.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

NOT_APPROVED = "Nobody has approved this version: its workflow has no open step. Ask an administrator to add one."


class PublicationRefused(PermissionDenied):
    """Raised instead of publishing; the message says why and what to do, in words for the editor."""


def go_live_time(story) -> datetime | None:
    """Return when an approved story goes live: at the time set, and not before its embargo ends. None: at once."""
    from desk.permissions import embargo_end

    times = [story.go_live_at, embargo_end(story)]
    return max((time for time in times if time and time > timezone.now()), default=None)


def put_live(revision, user=None, log_action: bool | str = True) -> None:
    """Publish a version of a story, or schedule it for its time; raise PublicationRefused when something holds it.

    Asks no permission: the caller has asked for an approval, for the right to publish without one, or is the clock.
    Call it inside a transaction.
    """
    story = revision.as_object()
    if refusal := hold(story):
        raise PublicationRefused(refusal)
    later = go_live_time(story)
    if later != story.go_live_at:
        # An embargo moves the time. One that has passed has done its work: it would stand in the next version's form.
        revision.content["go_live_at"] = later and later.isoformat()
        revision.save(update_fields=["content"])
    revision.publish(user=user, skip_permission_checks=True, log_action=log_action)


def hold(story) -> str:
    """Say what keeps a version from going live whoever asks, at the moment of publishing; empty when nothing does."""
    from desk.bundles.membership import bundle_hold
    from desk.checklist.standing import checklist_refusal
    from desk.expiry import expiry_hold
    from desk.killing import killed_hold
    from news.models import Article

    if not isinstance(story, Article):
        return ""
    return killed_hold(story) or expiry_hold(story) or checklist_refusal(story) or bundle_hold(story)


def publish_approved(workflow_state, user=None) -> None:
    """Publish the approved version on behalf of the approver, or schedule it (WAGTAIL_FINISH_WORKFLOW_ACTION).

    A member of a bundle waits for its bundle instead.

    The workflow has given its leave, so the approver needs no publish permission: with Wagtail's own action an
    approver without it approves and nothing goes live.
    """
    from desk.bundles.membership import keep_for_bundle
    from desk.versions import fingerprint

    review = last_approval(workflow_state)
    if review is None:
        raise PublicationRefused(NOT_APPROVED)
    revision = review.revision
    # A version that was saved while the approval was on its way is not what was approved; nor is one written over.
    if getattr(review, "text", "") not in ("", fingerprint(revision.content)):
        raise PublicationRefused("The story has changed since. Read the new version first.")
    if not keep_for_bundle(workflow_state.content_object, revision):
        put_live(revision, user=user)


def last_approval(workflow_state):
    """Return the approval that ends a review, None when it ends without one.

    A workflow ends so when it has no steps, or when its last open step is switched off.
    """
    state = workflow_state.current_task_state
    if state is None or state.status != state.STATUS_APPROVED:
        return None
    latest = workflow_state.content_object.latest_revision_id
    return state.specific if state.revision_id == latest else None
