"""Wagtail's page views where the newsroom's rules change what they do; desk.viewsets puts them in their place."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.create import AddSubpageView, CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import WorkflowState

from desk.models import EditorialReviewState
from desk.permissions import ApprovalRefused, approval_refusal, embargo_end, publish_refusal
from desk.sections import can_add_section, can_reorder
from desk.versions import fingerprint


def in_words(error: ValidationError) -> str:
    return f"Nothing was published: {' '.join(error.messages)} Mend that in the story and try again."


class StoryCreateView(CreateView):
    def publish_action(self):
        if self.form.instance.embargo_until and embargo_end(self.form.instance):
            response = self.save_action()
            messages.warning(self.request, f"Saved as a draft. {publish_refusal(self.request.user, self.page)}")
            return response
        return super().publish_action()


class StoryEditView(EditView):
    def get(self, request, *args, **kwargs):
        if refusal := self.approval_refusal():
            messages.info(request, refusal)
        if request_for_changes := self.requested_changes():
            messages.warning(request, request_for_changes)
        return super().get(request, *args, **kwargs)

    def requested_changes(self) -> str:
        """Say who sent the story back and why, for as long as it has not been submitted again."""
        workflow_state = self.page.current_workflow_state
        if workflow_state is None or workflow_state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            return ""
        review = workflow_state.current_task_state
        who = review.finished_by.get_full_name() or review.finished_by.username if review.finished_by else "The desk"
        return f"{who} asked for changes: “{review.comment}”" if review.comment else f"{who} asked for changes."

    def approval_refusal(self) -> str:
        """Say to a reviewer why there is no “Approve”; empty to everybody else."""
        state = self.page.current_workflow_task_state
        if state is None or self.locked_for_user or not isinstance(state, EditorialReviewState):
            return ""
        return approval_refusal(self.request.user, self.page, state)

    def publish_action(self):
        # What the form says now counts: the permission was asked before the embargo was typed.
        if refusal := publish_refusal(self.request.user, self.page):
            response = self.save_action()
            messages.warning(self.request, f"Saved, not published. {refusal}")
            return response
        return super().publish_action()

    def perform_workflow_action(self):
        if self.workflow_action == "approve":
            if self.text_changed():
                response = self.save_action()
                messages.warning(
                    self.request, "Saved, not approved: you changed the text, so somebody else has to approve it."
                )
                return response
            if self.is_out_of_date:
                messages.error(self.request, "Not approved: the story changed while you had it open. Read it again.")
                return self.redirect_and_remain()
        try:
            return super().perform_workflow_action()
        except ApprovalRefused as refusal:
            messages.error(self.request, str(refusal))
        except ValidationError as error:
            messages.error(self.request, in_words(error))
        return self.redirect_and_remain()

    def text_changed(self) -> bool:
        """Tell whether the form would change what readers read, as against a note in the margin or the schedule."""
        if self.latest_revision is None or not self.has_content_changes:
            return False
        page = self.form.save(commit=False)
        return fingerprint(page.serializable_data()) != fingerprint(self.latest_revision.content)


class StoryWorkflowActionView(WorkflowActionView):
    """The same answers for the approvals on the admin's home page."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except ApprovalRefused as refusal:
            messages.error(request, str(refusal))
        except ValidationError as error:
            messages.error(request, in_words(error))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


class SectionAddSubpageView(AddSubpageView):
    """Offer what the person may make: most may file stories only, and then there is nothing to choose."""

    def dispatch(self, request, parent_page_id, *args, **kwargs):
        response = super().dispatch(request, parent_page_id, *args, **kwargs)
        if can_add_section(request.user, self.parent_page):
            return response
        return redirect("wagtailadmin_pages:add", "news", "article", parent_page_id)


class SectionIndexView(ExplorableIndexView):
    """Close the listing that shows all children at once where there may be thousands."""

    def get(self, request, parent_page_id=None):
        response = super().get(request, parent_page_id)
        if request.GET.get("ordering") == "ord" and not can_reorder(self.parent_page):
            messages.info(request, "There are too many pages here to sort them by hand.")
        return response

    def get_valid_orderings(self):
        orderings = super().get_valid_orderings()
        return orderings if can_reorder(self.parent_page) else [name for name in orderings if name != "ord"]
