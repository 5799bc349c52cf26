"""Wagtail's page views where the newsroom's rules change what they do; desk.viewsets puts them in their place."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import AddSubpageView, CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.preview import PreviewOnEditView
from wagtail.admin.views.pages.workflow import ConfirmWorkflowCancellationView, WorkflowActionView
from wagtail.models import TaskState, WorkflowState

from comments.moderation.story_panel import RepliesSidePanel
from desk.checklist.panel import ChecklistSidePanel
from desk.checklist.standing import in_words as required_in_words
from desk.checklist.standing import open_required
from desk.gate.menu import WITHOUT_REVIEW
from desk.kill_views import show_banner
from desk.models import EditorialReviewState
from desk.notes import tell_of_notes
from desk.notifications.texts import name_of
from desk.permissions import ApprovalRefused, approval_refusal, publish_refusal
from desk.pitches.side_panel import PlanSidePanel
from desk.publishing import PublicationRefused
from desk.schedule_notices import schedule_notices
from desk.sections import can_add_section, can_reorder
from desk.step_messages import tell
from desk.versions import fingerprint

# A list of what waits does not say which version its reader has seen.
JUST_NOW = timedelta(minutes=1)


def in_words(error: ValidationError) -> str:
    return f"Nothing was published: {' '.join(error.messages)} Mend that in the story and try again."


class GateMixin:
    """What making and editing a story have in common at the gate."""

    @cached_property
    def action_name_and_method(self):
        # Wagtail would publish a new story by its own button, and save an old one without a word.
        if self.request.POST.get(WITHOUT_REVIEW) or self.request.POST.get("action-publish"):
            return ("publish", self.publish_action)
        return super().action_name_and_method

    def publish_action(self):
        """Save the form as a draft and go on to the page that asks for the reason."""
        response = self.save_action()
        # What the form says now counts: an embargo may have been typed with the same click.
        if refusal := publish_refusal(self.request.user, self.page):
            messages.warning(self.request, f"Saved as a draft, not published. {refusal}")
            return response
        saved = response.status_code == 302 and self.page.pk
        return redirect("desk_publish_without_review", self.page.pk) if saved else response

    def submit_action(self):
        response = super().submit_action()
        tell(self.request, self.page.pk, "submit")
        if missing := required_in_words(open_required(self.page)):
            button = messages.button(reverse("desk_story_checklist", args=[self.page.pk]), "Checklist")
            messages.warning(self.request, f"Nobody can approve it yet. {missing}", buttons=[button])
        return response


class StoryCreateView(GateMixin, CreateView):
    """Wagtail's page for a new story, with our gate."""


class StoryEditView(GateMixin, EditView):
    def dispatch(self, request, page_id, **kwargs):
        try:
            return super().dispatch(request, page_id, **kwargs)
        except PermissionDenied:
            if request.method != "POST" or self.expects_json_response:
                raise
            # The form was open when somebody took them off the desk.
            messages.error(
                request,
                "Nothing was saved or approved: you do not work on this story any more. Your browser’s Back button "
                "brings back what you typed.",
            )
            return redirect("wagtailadmin_home")

    def get(self, request, *args, **kwargs):
        if refusal := self.approval_refusal():
            messages.info(request, refusal)
        if request_for_changes := self.requested_changes():
            messages.warning(request, request_for_changes)
        for say, notice in schedule_notices(self.real_page_record.specific, self.page):
            say(request, notice)
        show_banner(request, self.page)
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

    def get_side_panels(self):
        panels = super().get_side_panels()
        # A response to autosave brings parts of the page only; the script of this panel asks for the rest itself.
        if self.expects_json_response or self.hydrate_create_view or self.page.alias_of_id:
            return panels
        return MediaContainer(
            [
                *panels,
                ChecklistSidePanel(self.page, self.request),
                PlanSidePanel(self.page, self.request),
                RepliesSidePanel(self.page, self.request),
            ]
        )

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
            response = super().perform_workflow_action()
            tell(self.request, self.page.pk, self.workflow_action)
            return response
        except (ApprovalRefused, PublicationRefused) as refusal:
            messages.error(self.request, str(refusal))
        except ValidationError as error:
            messages.error(self.request, in_words(error))
        return self.redirect_and_remain()

    def add_cancel_workflow_confirmation_message(self):
        tell(self.request, self.page.pk, "take back")

    def save_action(self):
        response = super().save_action()
        other = None if self.expects_json_response or self.has_unsaved_changes else self.version_between()
        if other:
            who = "You" if other.user_id == self.request.user.pk else name_of(other.user) or "Somebody"
            messages.warning(
                self.request,
                f"{who} saved a version while you had the story open. It is kept, and yours is the newest now.",
                buttons=[messages.button(self.compare_url(other), "Compare the two")],
            )
        return response

    def version_between(self):
        """Return the version that somebody saved after this editor opened the story, None when nobody did.

        Wagtail warns before saving, once the browser has heard of the other version: it asks every ten seconds.
        """
        known = self.request.POST.get("overwrite_revision_id") or self.request.POST.get("loaded_revision_id")
        mine = self.page.latest_revision_id
        if not known or str(mine) == known:
            return None
        before = self.page.revisions.exclude(pk=mine).order_by("-created_at", "-pk").first()
        return before if before and (str(before.pk) != known or self.is_out_of_date) else None

    def compare_url(self, other) -> str:
        return reverse(
            "wagtailadmin_pages:revisions_compare", args=[self.page.pk, other.pk, self.page.latest_revision_id]
        )

    def send_commenting_notifications(self, changes):
        # In the place of Wagtail's mails, which go out inside the request, in their own way and to fewer.
        tell_of_notes(self.page, changes, self.request.user)

    def text_changed(self) -> bool:
        """Tell whether the form would change what readers read, as against a note in the margin or the schedule."""
        if self.latest_revision is None or not self.has_content_changes:
            return False
        page = self.form.save(commit=False)
        return fingerprint(page.serializable_data()) != fingerprint(self.latest_revision.content)


class StoryWorkflowActionView(WorkflowActionView):
    """The same answers for the approvals on the admin's home page."""

    def check_action(self):
        try:
            super().check_action()
        except PermissionDenied:
            if self.action_name == "approve":
                story = self.object.specific
                raise ApprovalRefused(approval_refusal(self.request.user, story, self.task_state)) from None
            raise
        if self.action_name == "approve" and self.request.method == "POST" and self.changed_just_now():
            raise ApprovalRefused("Not approved: the story changed a moment ago. Open it and read it again.")

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        self.task_state.refresh_from_db()
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:  # else the note was no good, and the form is back
            tell(request, self.object.pk, self.action_name)
        return response

    def changed_just_now(self) -> bool:
        """Tell whether somebody else saved the version in review after the list was probably opened."""
        revision, review = self.task_state.revision, self.task_state
        if revision.user_id == self.request.user.pk or revision.created_at <= review.started_at:
            return False
        return timezone.now() - revision.created_at < JUST_NOW

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except (ApprovalRefused, PublicationRefused) as refusal:
            messages.error(request, str(refusal))
        except ValidationError as error:
            messages.error(request, in_words(error))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


class StoryPreviewView(PreviewOnEditView):
    """Let who is at a step of review preview the story: Wagtail asks for a permission somewhere, then for the story."""

    permission_required = None


class StoryCancellationView(ConfirmWorkflowCancellationView):
    """Tell only editors of a story what step it is at; Wagtail tells everybody."""

    def dispatch(self, request, *args, **kwargs):
        if not self.object.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


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
