"""The board's columns: from pitch to live, with the steps of review that the desks have."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from desk.models import EditorialReviewTask, SectionDesk

PITCH, DRAFT, SCHEDULED, LIVE = "pitch", "draft", "scheduled", "live"
OTHER = "other"
FIRST_STEP, LAST_STEP = "copy_edit", "section_edit"
LABELS = {
    PITCH: "Pitch",
    DRAFT: "Draft",
    LAST_STEP: "Section editor",
    OTHER: "Other review",
    SCHEDULED: "Scheduled",
    LIVE: "Live today",
}
NOT_STEPS = (PITCH, DRAFT, SCHEDULED, LIVE)


@dataclass(frozen=True)
class Columns:
    """Which column each step of review stands in: the desks' rows say which task is the copy edit, and so on."""

    keys: tuple[str, ...]
    of_task: dict[int, str]

    def of(self, task_id: int) -> str:
        # A step that an administrator added to a workflow by hand is of no kind that we know.
        return self.of_task.get(task_id, OTHER)


def step_fields() -> list[str]:
    """List the kinds of step a desk can have, in the order of the board: its references to a task of ours."""
    found = [field.name for field in SectionDesk._meta.fields if field.related_model is EditorialReviewTask]
    return sorted(found, key=lambda name: (name == LAST_STEP, name != FIRST_STEP))


def columns(tasks: Iterable[EditorialReviewTask]) -> Columns:
    """Return the columns for all tasks, given with_kinds(). A kind of step that no desk has gets no column."""
    fields = step_fields()
    of_task = {task.pk: name for task in tasks for name in fields if getattr(task, f"is_{name}")}
    steps = [name for name in fields if name in (FIRST_STEP, LAST_STEP) or name in of_task.values()]
    return Columns((PITCH, DRAFT, *steps, OTHER, SCHEDULED, LIVE), of_task)


def with_kinds(tasks: QuerySet) -> QuerySet:
    """Let each task know, as `is_copy_edit` and so on, which step of some desk it is."""
    kinds = {name: SectionDesk.objects.filter(**{name: OuterRef("pk")}) for name in step_fields()}
    return tasks.annotate(**{f"is_{name}": Exists(desks) for name, desks in kinds.items()})


def label(key: str) -> str:
    if key in LABELS:
        return LABELS[key]
    return key.replace("_", " ").capitalize()
