"""Where many stories stand in review and what one person may do with each, in a fixed number of queries.

Wagtail and the desk's predicates ask story by story. Here the rows that they ask for are brought along first; the
predicates are the same (desk.permissions), and whatever is offered is asked again when it is done (desk.board.moves).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, TaskState, WorkflowState, WorkflowTask, get_default_page_content_type

from desk.board.columns import DRAFT, LIVE, SCHEDULED, Columns, columns, label, with_kinds
from desk.models import EditorialReviewTask
from desk.permissions import four_eyes_refusal, submission_refusal
from desk.versions import find_last_editors

PASSED = (TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)


@dataclass(frozen=True)
class Move:
    """A step that a person may take with a card."""

    target: str  # key of the column it leads to
    action: str  # "start", "submit", "approve" or "reject"
    label: str

    @property
    def column(self) -> str:
        return label(self.target)

    @property
    def needs_note(self) -> bool:
        return self.action == "reject"


def in_review(pks: Iterable[int] | None = None):
    """Return the active reviews of pages, of these or of all."""
    found = WorkflowState.objects.active().filter(base_content_type=get_default_page_content_type())
    return found if pks is None else found.filter(object_id__in=[str(pk) for pk in pks])


class ActiveReviews:
    """The reviews that pages are in, these or all, with the steps they have taken, in one query."""

    def __init__(self, pks: Iterable[int] | None = None) -> None:
        self.of_page: dict[int, WorkflowState] = {}
        self.steps: dict[int, list[TaskState]] = defaultdict(list)
        # With WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT old steps count for nothing, but their number is small.
        for step in TaskState.objects.filter(workflow_state__in=in_review(pks)).select_related("workflow_state"):
            review = self.of_page.setdefault(int(step.workflow_state.object_id), step.workflow_state)
            step.workflow_state = review
            self.steps[review.pk].append(step)
            if review.current_task_state_id == step.pk:
                review.current_task_state = step


def tasks_for(user) -> dict[int, EditorialReviewTask]:
    """Return our steps by id, each knowing already whether `user` is its reviewer."""
    groups = user.groups.all()
    mine = EditorialReviewTask.objects.filter(Q(groups__in=groups) | Q(deputies__in=groups), pk=OuterRef("pk"))
    tasks = {task.pk: task for task in with_kinds(EditorialReviewTask.objects.annotate(is_mine=Exists(mine)))}
    checks = user.__dict__.setdefault("_editorial_review_checks", {})
    checks.update({pk: task.is_mine for pk, task in tasks.items()})
    return tasks


class Workflows:
    """The active workflows: their steps in order, and the pages they are set on."""

    def __init__(self) -> None:
        self.steps: dict[int, list[int]] = defaultdict(list)
        self.places: dict[str, int] = {}
        for workflow, task, path in (
            WorkflowTask.objects.filter(workflow__active=True, task__active=True)
            .order_by("sort_order")
            .values_list("workflow_id", "task_id", "workflow__workflow_pages__page__path")
        ):
            if task not in self.steps[workflow]:
                self.steps[workflow].append(task)
            if path:
                self.places[path] = workflow

    def of(self, story: Page) -> int | None:
        """Return the workflow that Page.get_workflow() finds: of the nearest page upwards."""
        for end in range(len(story.path), 0, -Page.steplen):
            if (found := self.places.get(story.path[:end])) is not None:
                return found
        return None


class Reviews:
    """Answer for `stories` (pages with their latest revision) and `user` where each stands and what may be done."""

    def __init__(
        self, user, stories: list[Page], tasks: dict | None = None, reviews: ActiveReviews | None = None
    ) -> None:
        self.user = user
        self.tasks = tasks_for(user) if tasks is None else tasks
        self.columns: Columns = columns(self.tasks.values())
        self.workflows = Workflows()
        by_pk = {story.pk: story for story in stories}
        found = reviews or ActiveReviews(by_pk)
        self.states = {pk: state for pk, state in found.of_page.items() if pk in by_pk}
        # The steps that have approved the latest version, by review.
        self.approved: dict[int, set[int]] = {
            state.pk: {
                step.task_id
                for step in found.steps[state.pk]
                if step.status in PASSED and step.revision_id == by_pk[pk].latest_revision_id
            }
            for pk, state in self.states.items()
        }
        for pk, story in by_pk.items():
            # What Page.current_workflow_state and .workflow_in_progress look at first.
            story._current_workflow_states = [self.states[pk]] if pk in self.states else []
        find_last_editors([by_pk[pk] for pk in self.states if self.is_reviewer(by_pk[pk])], user)

    # Where a story stands

    def state(self, story: Page) -> WorkflowState | None:
        return self.states.get(story.pk)

    def in_progress(self, story: Page) -> bool:
        state = self.state(story)
        return state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS

    def changes_requested(self, story: Page) -> bool:
        state = self.state(story)
        return state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES

    def step(self, story: Page) -> TaskState | None:
        """Return the step that a story is at, with all that the predicates read of it."""
        state = self.state(story)
        current = state.current_task_state if state else None
        if current is not None and current.task_id in self.tasks:
            current.task = self.tasks[current.task_id]
        return current

    def task_id(self, story: Page) -> int | None:
        """Return the task that a story in review is at, None when it is in no review."""
        step = self.step(story) if self.in_progress(story) else None
        return step.task_id if step else None

    def column(self, story: Page) -> str | None:
        """Return the column of a story in review, None when it is in no review."""
        task = self.task_id(story)
        return self.columns.of(task) if task else None

    def next_step(self, workflow: int, done: set[int]) -> int | None:
        return next((task for task in self.workflows.steps.get(workflow, []) if task not in done), None)

    def after_approval(self, story: Page) -> str:
        """Return the column that a story goes to when its current step approves."""
        state = self.states[story.pk]
        done = self.approved[state.pk] | {state.current_task_state.task_id}
        following = self.next_step(state.workflow_id, done)
        if following is not None:
            return self.columns.of(following)
        return SCHEDULED if goes_live_later(story) else LIVE

    # What may be done

    def is_reviewer(self, story: Page) -> bool:
        step = self.step(story) if self.in_progress(story) else None
        # Steps of other kinds than ours are taken in the editor.
        return step is not None and step.task_id in self.tasks and self.tasks[step.task_id].is_reviewer(self.user)

    def can_approve(self, story: Page) -> bool:
        return self.is_reviewer(story) and not four_eyes_refusal(self.user, story, self.step(story), name_others=False)

    def moves(self, story: Page) -> list[Move]:
        if self.in_progress(story):
            return self.review_moves(story)
        workflow = self.workflows.of(story)
        if submission_refusal(self.user, story, has_workflow=workflow is not None):
            return []
        if self.changes_requested(story):
            state = self.states[story.pk]
            first = self.next_step(state.workflow_id, self.approved[state.pk])
            return [Move(self.columns.of(first), "submit", "Submit again")] if first else []
        first = self.next_step(workflow, set()) if workflow is not None else None
        return [Move(self.columns.of(first), "submit", "Submit for review")] if first else []

    def review_moves(self, story: Page) -> list[Move]:
        found = []
        if self.can_approve(story):
            target = self.after_approval(story)
            words = {LIVE: "Approve and publish", SCHEDULED: "Approve and schedule"}
            found.append(Move(target, "approve", words.get(target, "Approve")))
        if self.is_reviewer(story):
            found.append(Move(DRAFT, "reject", "Request changes"))
        return found


def latest(story: Page, name: str):
    """Return a field of a story's latest version: the page's own row has the one that readers see."""
    revision = story.latest_revision
    return revision.content.get(name) if revision else getattr(story, name, None)


def latest_time(story: Page, name: str):
    value = latest(story, name)
    return parse_datetime(value) if isinstance(value, str) else value


def goes_live_later(story: Page) -> bool:
    """Tell whether the latest version, once approved, waits for a time (desk.publishing.go_live_time)."""
    times = [latest_time(story, name) for name in ("go_live_at", "embargo_until")]
    return any(time and time > timezone.now() for time in times)
