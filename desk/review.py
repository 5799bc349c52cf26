"""Keep a story's review in step with its text: what is approved is always the text as it is now."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from desk.models import EditorialReviewState
from desk.versions import fingerprint


@transaction.atomic
def follow_edit(story) -> None:
    """Void the approvals of any other text than the story's latest version, and ask again whoever has to approve.

    Wagtail compares revisions only. An approved revision that is saved over (autosave does) would stay approved, a note
    in the margin would void an approval, and a story edited at the last step would wait there for an approval that
    first sends it back to the beginning.
    """
    found = WorkflowState.objects.for_instance(story).active().select_for_update(of=("self",)).first()
    revision = story.latest_revision
    if found is None or revision is None or found.current_task_state is None:
        return
    settle_approvals(found, revision)
    current = found.current_task_state
    if found.status != WorkflowState.STATUS_IN_PROGRESS or current.status != TaskState.STATUS_IN_PROGRESS:
        return
    first = found.get_next_task()
    if first is None or first.pk == current.task_id:
        TaskState.objects.filter(pk=current.pk).exclude(revision=revision).update(revision=revision)
    else:
        current.specific.cancel(user=revision.user, comment="The text changed: the review begins again.")


def settle_approvals(workflow_state: WorkflowState, revision) -> None:
    """Carry the approvals of this very text over to `revision`; void those of another text that it was saved over."""
    text = fingerprint(revision.content)
    approvals = EditorialReviewState.objects.filter(
        workflow_state=workflow_state, status=TaskState.STATUS_APPROVED
    ).order_by("started_at")
    settled = {
        approval.task_id for approval in approvals if approval.revision_id == revision.pk and approval.text == text
    }
    for approval in approvals:
        if approval.revision_id == revision.pk and approval.text != text:
            approval.status = TaskState.STATUS_CANCELLED
            approval.comment = (
                f"{approval.comment}\nVoid: the text changed on {timezone.localtime():%d.%m.%Y %H:%M}.".strip()
            )
            approval.save(update_fields=["status", "comment"])
        elif approval.text == text and approval.task_id not in settled:
            approval.copy(update_attrs={"revision": revision})
            settled.add(approval.task_id)
