from django import forms
from django.contrib.auth.models import Group
from django.db import models, transaction
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState

from desk.permissions import ApprovalRefused, approval_refusal, holds_page_permission
from desk.versions import fingerprint


class EditorialReviewState(TaskState):
    """One review of one version; remembers which text was approved, because a revision can be saved over."""

    text = models.CharField(max_length=64, blank=True, editable=False)

    exclude_fields_in_copy = ["taskstate_ptr"]

    @transaction.atomic
    def approve(self, user=None, update=True, comment=""):
        """Approve the version under review, unless `user` may not: then raise ApprovalRefused with the reason."""
        # Two approvals at once, or an approval and a save, are decided one after the other.
        WorkflowState.objects.select_for_update().get(pk=self.workflow_state_id)
        self.refresh_from_db()
        story = self.workflow_state.content_object.specific
        if refusal := approval_refusal(user, story, self):
            raise ApprovalRefused(refusal)
        self.text = fingerprint(self.revision.content)
        return super().approve(user=user, update=update, comment=comment)


class EditorialReviewTask(AbstractGroupApprovalTask):
    """A step of review under four eyes: nobody approves what they wrote, last edited or submitted."""

    deputies = models.ManyToManyField(
        Group,
        blank=True,
        related_name="+",
        help_text="May step in when nobody of the groups above can approve. They get mail only then.",
    )

    task_state_class = EditorialReviewState
    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "deputies"]
    admin_form_widgets = {**AbstractGroupApprovalTask.admin_form_widgets, "deputies": forms.CheckboxSelectMultiple}

    class Meta:
        verbose_name = "editorial review"
        verbose_name_plural = "editorial reviews"

    @classmethod
    def get_description(cls) -> str:
        return "Members of the chosen groups approve; nobody approves what they wrote, last edited or submitted."

    @transaction.atomic
    def deactivate(self, user=None) -> None:
        """Switch this step off. A review that has no other step left ends, and its story is a draft again."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        for review in [state.workflow_state for state in waiting]:
            others = review.workflow.tasks.filter(active=True).exclude(pk=self.pk)
            if not others.exclude(pk__in=review.successful_task_states.values("task")).exists():
                review.cancel(user=user)
        super().deactivate(user=user)

    def _user_in_groups(self, user) -> bool:
        # Deputies do all that members do. Wagtail's checks and its cache on the user rest on this method.
        checks = user.__dict__.setdefault("_editorial_review_checks", {})
        if self.pk not in checks:
            groups = user.groups.all()
            member = models.Q(groups__in=groups) | models.Q(deputies__in=groups)
            checks[self.pk] = type(self).objects.filter(member, pk=self.pk).exists()
        return checks[self.pk]

    def is_reviewer(self, user) -> bool:
        """Tell whether this step is `user`'s to take, whatever story it is."""
        return user.is_active and (user.is_superuser or self._user_in_groups(user))

    def start(self, workflow_state, user=None) -> TaskState:
        """Start this step, or an earlier one that nobody approved for the text as it is now.

        Wagtail resumes at the step that asked for changes, so that the copy edit of the change would come last.
        """
        workflow_state.content_object.refresh_from_db(fields=["latest_revision"])
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def on_action(self, task_state, user, action_name, **kwargs):
        # Wagtail may hand over the base class, whose approve() asks nobody.
        return super().on_action(task_state.specific, user, action_name, **kwargs)

    def get_actions(self, obj, user) -> list[tuple[str, str, bool]]:
        if not self.is_reviewer(user):
            return []
        actions = [("reject", "Request changes", True)]
        story = obj.specific
        state = story.current_workflow_task_state
        if state is not None and state.task_id == self.pk and not approval_refusal(user, story, state):
            label = self.approve_label(state)
            actions += [("approve", label, False), ("approve", f"{label}, with a note", True)]
        return actions

    @staticmethod
    def approve_label(state) -> str:
        from desk.bundles.membership import bundle_of
        from desk.publishing import go_live_time

        if not state.workflow_state.is_at_final_task:
            return "Approve"
        if bundle_of(state.workflow_state.content_object):
            return "Approve for its bundle"
        return "Approve and schedule" if go_live_time(state.revision.as_object()) else "Approve and publish"

    def user_can_access_editor(self, obj, user) -> bool:
        return self.is_reviewer(user)

    def locked_for_user(self, obj, user) -> bool:
        return not self.is_reviewer(user)

    def user_can_unlock(self, obj, user) -> bool:
        # While a story is in review Wagtail asks the task only, and the stock one says no to everybody.
        return holds_page_permission(user, obj, "unlock")

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not self.is_reviewer(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
