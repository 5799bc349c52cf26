from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Collection, Workflow

from desk.models.editorial_review import EditorialReviewTask


class SectionDesk(models.Model):
    """What belongs to a section behind the scenes: its groups, its collection, its workflow and the workflow's tasks.

    The row is the stable key: names follow the section's title, the references stay. desk.desks makes and repairs it.
    """

    class Role(models.TextChoices):
        REPORTER = "reporter", "reporters"
        COPY_EDITOR = "copy_editor", "copy editors"
        SECTION_EDITOR = "section_editor", "section editors"

    class Chain(models.TextChoices):
        COPY = "copy", "Copy edit, then section editor"
        LEGAL = "legal", "Copy edit, legal read, then section editor"
        BREAKING = "breaking", "Section editor only (breaking news)"
        BY_HAND = "by_hand", "Set by hand"

    # The desk's own tasks that a chain asks for, in order; a chain set by hand is the administrator's.
    STEPS: dict[str, list[str]] = {
        Chain.COPY: ["copy_edit", "section_edit"],
        Chain.LEGAL: ["copy_edit", "legal_read", "section_edit"],
        Chain.BREAKING: ["section_edit"],
    }
    TASKS = ["copy_edit", "legal_read", "section_edit"]

    section = models.OneToOneField("news.Section", on_delete=models.CASCADE, related_name="desk")
    chain = models.CharField(max_length=10, choices=Chain.choices, default=Chain.COPY)
    # What an administrator deletes by mistake becomes empty here, and `ensure_desks` makes it anew.
    reporter = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    copy_editor = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    section_editor = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    collection = models.OneToOneField(Collection, null=True, on_delete=models.SET_NULL, related_name="+")
    workflow = models.OneToOneField(Workflow, null=True, on_delete=models.SET_NULL, related_name="+")
    copy_edit = models.OneToOneField(EditorialReviewTask, null=True, on_delete=models.SET_NULL, related_name="+")
    # Empty until a chain of this desk asks for one.
    legal_read = models.OneToOneField(EditorialReviewTask, null=True, on_delete=models.SET_NULL, related_name="+")
    section_edit = models.OneToOneField(EditorialReviewTask, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "desk"
        permissions = [("manage_desks", "Can assign people to desks and choose the steps of review")]

    def __str__(self) -> str:
        return f"{self.section.title} desk"

    def group(self, role: str) -> Group:
        """Return the group that holds "reporter", "copy_editor" or "section_editor" in this section."""
        return getattr(self, self.Role(role).value)

    def groups(self) -> list[Group]:
        return [group for role in self.Role if (group := self.group(role)) is not None]

    def tasks(self) -> list[EditorialReviewTask]:
        """List every task the desk has, whether its chain asks for it at present or not."""
        return [task for name in self.TASKS if (task := getattr(self, name)) is not None]

    def steps(self) -> list[EditorialReviewTask]:
        """List the tasks that the desk's chain asks for, in order; none when the chain is set by hand."""
        return [getattr(self, name) for name in self.STEPS.get(self.chain, [])]

    def dissolve(self) -> None:
        """Remove groups, workflow and tasks of a section that is gone.

        A workflow that stories went through is closed instead of deleted: their history names it.
        """
        for group in self.groups():
            group.delete()
        workflow, tasks = self.workflow, self.tasks()
        if workflow is not None:
            used = workflow.workflow_states.exists()
            workflow.deactivate() if used else workflow.delete()
        for task in tasks:
            task.deactivate() if task.task_states.exists() else task.delete()
