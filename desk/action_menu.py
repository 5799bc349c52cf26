"""The action menu of the editor: what comes next stands where it is seen, in the newsroom's words."""

from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
)

NEXT_STEPS = ("approve", "action-submit")


class SubmitStoryMenuItem(SubmitForModerationMenuItem):
    """Name no step: a changed story does not always go back to the one that asked for changes."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        state = context["page"].current_workflow_state if context.get("page") else None
        sent_back = state is not None and state.status == state.STATUS_NEEDS_CHANGES
        context["label"] = "Submit again" if sent_back else "Submit for review"
        return context


class TakeBackMenuItem(CancelWorkflowMenuItem):
    label = "Take back from review"


OURS = {SubmitForModerationMenuItem: SubmitStoryMenuItem, CancelWorkflowMenuItem: TakeBackMenuItem}


def arrange(menu_items: list[ActionMenuItem], request, context) -> None:
    """Put in our items for Wagtail's, and the next step of a saved story in the place of “Save draft”.

    The editor saves by itself. “Restart workflow” goes: “Submit again” starts where a review has to start.
    """
    page = context.get("page")
    gone: tuple[type[ActionMenuItem], ...] = (RestartWorkflowMenuItem,)
    if page and not page.workflow_in_progress:
        gone = (RestartWorkflowMenuItem, CancelWorkflowMenuItem)  # it is with its writer already
    items = [item for item in menu_items if not isinstance(item, gone)]
    items = [OURS[type(item)](order=item.order) if type(item) in OURS else item for item in items]
    if context["view"] == "edit":
        first = next_step(items)
        items.sort(key=lambda item: item is not first)
    menu_items[:] = items


def next_step(items: list[ActionMenuItem]) -> ActionMenuItem | None:
    return next((item for item in items if item.name in NEXT_STEPS), None)
