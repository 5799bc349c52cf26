from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Workflow

from desk.models.editorial_review import EditorialReviewTask


class SectionDesk(models.Model):
    """What belongs to a section behind the scenes: its three groups, its workflow and the workflow's two tasks.

    The row is the stable key: names follow the section's title, the references stay. desk.desks makes and repairs it.
    """

    class Role(models.TextChoices):
        REPORTER = "reporter", "reporters"
        COPY_EDITOR = "copy_editor", "copy editors"
        SECTION_EDITOR = "section_editor", "section editors"

    section = models.OneToOneField("news.Section", on_delete=models.CASCADE, related_name="desk")
    # What an administrator deletes by mistake becomes empty here, and `ensure_desks` makes it anew.
    reporter = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    copy_editor = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    section_editor = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    workflow = models.OneToOneField(Workflow, null=True, on_delete=models.SET_NULL, related_name="+")
    copy_edit = models.OneToOneField(EditorialReviewTask, null=True, on_delete=models.SET_NULL, related_name="+")
    section_edit = models.OneToOneField(EditorialReviewTask, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "desk"

    def __str__(self) -> str:
        return f"{self.section.title} desk"

    def group(self, role: str) -> Group:
        """Return the group that holds "reporter", "copy_editor" or "section_editor" in this section."""
        return getattr(self, self.Role(role).value)

    def groups(self) -> list[Group]:
        return [group for role in self.Role if (group := self.group(role)) is not None]

    def tasks(self) -> list[EditorialReviewTask]:
        return [task for task in (self.copy_edit, self.section_edit) if task is not None]

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
