from wagtail.admin.action_menu import SubmitForModerationMenuItem


class SubmitStoryMenuItem(SubmitForModerationMenuItem):
    """Name the step that a changed story goes to, which is not always the one that asked for changes."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        state = context["page"].current_workflow_state if context.get("page") else None
        if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
            context["label"] = "Submit again"
        return context
