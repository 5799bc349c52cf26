"""Which steps the stories of a section pass, and what becomes of stories in review when that changes.

Wagtail leaves a story at a step that its workflow lost, waiting for an approval that no longer counts for anything.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from desk.models import EditorialReviewTask, SectionDesk

Chain = SectionDesk.Chain
MOVED_ON = "The section's chain of review changed."


def chain_name(chain: str) -> str:
    """Return how a workflow's name says what its steps are."""
    label = Chain(chain).label.partition(" (")[0]
    return label[0].lower() + label[1:]


def write_steps(desk: SectionDesk) -> None:
    """Make the steps of the desk's workflow those of its chain."""
    WorkflowTask.objects.filter(workflow=desk.workflow_id).delete()
    WorkflowTask.objects.bulk_create(
        WorkflowTask(workflow_id=desk.workflow_id, task=task.task_ptr, sort_order=place)
        for place, task in enumerate(desk.steps())
    )


def keep_steps(desk: SectionDesk, mended: bool) -> None:
    """Write the steps when they are missing; when an administrator made others, note that and leave them.

    `mended` says that a task of the chain was lost and has been made anew: then what is left of the chain is no choice.
    """
    steps = WorkflowTask.objects.filter(workflow=desk.workflow_id)
    found = list(steps.order_by("sort_order").values_list("task_id", flat=True))
    if not found:
        # A workflow without steps publishes whatever is submitted.
        desk.chain = Chain.COPY if desk.chain == Chain.BY_HAND else desk.chain
        write_steps(desk)
    elif desk.chain != Chain.BY_HAND:
        wanted = [task.pk for task in desk.steps()]
        if mended and set(found) < set(wanted):
            write_steps(desk)
        elif found != wanted:
            desk.chain = Chain.BY_HAND
    assigned, _ = WorkflowPage.objects.get_or_create(page_id=desk.section_id, defaults={"workflow": desk.workflow})
    if assigned.workflow_id != desk.workflow_id:
        desk.chain = Chain.BY_HAND


def revive_steps(desk: SectionDesk) -> None:
    """Switch the desk's workflow and steps on. Wagtail skips a disabled step, and the story goes live without it."""
    Workflow.objects.filter(pk=desk.workflow_id).update(active=True)
    EditorialReviewTask.objects.filter(pk__in=[task.pk for task in desk.steps()]).update(active=True)
    WorkflowPage.objects.update_or_create(page_id=desk.section_id, defaults={"workflow": desk.workflow})


# Stories in review


@transaction.atomic
def follow_desk(page: Page, user=None) -> int:
    """Bring stories in review at and below `page` to the first open step of the chain that holds there now.

    Return how many went on. Each keeps the approvals that count in the new chain; those of other steps are history.
    """
    pages = Page.objects.descendant_of(page, inclusive=True).filter(pk__in=pages_in_review())
    return sum(follow_chain(story, user) for story in pages)


def pages_in_review():
    states = WorkflowState.objects.active().filter(base_content_type=ContentType.objects.get_for_model(Page))
    return states.annotate(page_pk=Cast("object_id", models.IntegerField())).values("page_pk")


def end_reviews(page: Page) -> None:
    """Cancel the reviews at and below a page that is about to be deleted.

    Later, with half of it gone, Wagtail fails when it switches the workflow off.
    """
    pages = Page.objects.descendant_of(page, inclusive=True).filter(pk__in=pages_in_review())
    for found in pages:
        for state in WorkflowState.objects.for_instance(found).active():
            end(state) if state.current_task_state is None else state.cancel()


def follow_chain(story: Page, user=None) -> bool:
    """Take a story to where it belongs in its section's chain; tell whether it was elsewhere."""
    state = WorkflowState.objects.for_instance(story).active().select_for_update(of=("self",)).first()
    workflow = story.get_workflow()
    if state is None or workflow is None:
        return False
    if moved := state.workflow_id != workflow.pk:
        state.workflow = workflow
        state.save(update_fields=["workflow"])
    current = state.current_task_state
    if current is None:
        return begin_again(state, user)
    if current.status != TaskState.STATUS_IN_PROGRESS:
        return moved  # sent back to its reporter: submitted again it starts at the first open step
    if state.get_next_task() is None:
        reopen_last_step(state)
    if state.get_next_task() == current.task:
        return moved
    current.specific.cancel(user=user, comment=MOVED_ON)
    return True


def begin_again(state: WorkflowState, user=None) -> bool:
    """Take up a review whose step was deleted; one that waits for changes ends, and is submitted anew."""
    if state.status != WorkflowState.STATUS_IN_PROGRESS:
        end(state)
        return True
    if state.get_next_task() is None:
        reopen_last_step(state)
    state.update(user=user)
    return True


def end(state: WorkflowState) -> None:
    # Its own cancel() fails without a step.
    WorkflowState.objects.filter(pk=state.pk).update(status=WorkflowState.STATUS_CANCELLED)


def reopen_last_step(state: WorkflowState) -> None:
    """Have the last step decided again: to choose a chain publishes nothing."""
    last = state.workflow.tasks.filter(active=True).last()
    state.successful_task_states.filter(task=last).update(
        status=TaskState.STATUS_CANCELLED, finished_at=timezone.now(), comment=MOVED_ON
    )
