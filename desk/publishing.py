"""What happens when the last step of a workflow is approved.

Wagtail imports this module while it loads its models: import models inside functions only.
"""

from datetime import datetime

from django.utils import timezone


def go_live_time(story) -> datetime | None:
    """Return when an approved story goes live: at the time set, and not before its embargo ends. None: at once."""
    from desk.permissions import embargo_end

    times = [story.go_live_at, embargo_end(story)]
    return max((time for time in times if time and time > timezone.now()), default=None)


def publish_approved(workflow_state, user=None) -> None:
    """Publish the approved version on behalf of the approver, or schedule it (WAGTAIL_FINISH_WORKFLOW_ACTION).

    The workflow has given its leave, so the approver needs no publish permission: with Wagtail's own action an
    approver without it approves and nothing goes live.
    """
    revision = workflow_state.content_object.get_latest_revision()
    story = revision.as_object()
    later = go_live_time(story)
    if later and later != story.go_live_at:
        revision.content["go_live_at"] = later.isoformat()
        revision.save(update_fields=["content"])
    revision.publish(user=user, skip_permission_checks=True)
