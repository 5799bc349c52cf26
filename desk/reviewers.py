"""Say who reviews a story: the steps of its workflow and their people."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from wagtail.models import TaskState

from desk.models import EditorialReviewState
from desk.versions import fingerprint

SHOWN = 6  # names a step


@dataclass
class Step:
    name: str
    people: list[str]
    more: int = 0
    is_approved: bool = False


def steps_of(story) -> list[Step]:
    """List the steps that a story's latest version has to pass, with the active members of each."""
    workflow = story.get_workflow()
    if workflow is None:
        return []
    text = fingerprint(story.latest_revision.content) if story.latest_revision else ""
    state = story.current_workflow_state
    approvals = EditorialReviewState.objects.filter(workflow_state=state, status=TaskState.STATUS_APPROVED, text=text)
    approved = set(approvals.values_list("task_id", flat=True)) if state else set()
    return [step(task.specific, task.pk in approved) for task in workflow.tasks]


def step(task, is_approved: bool) -> Step:
    groups = task.groups.all() if hasattr(task, "groups") else []
    members = get_user_model().objects.filter(is_active=True, groups__in=groups).distinct().order_by("first_name")
    names = [user.get_full_name() or user.get_username() for user in members]
    return Step(task.name, names[:SHOWN], max(0, len(names) - SHOWN), is_approved)
