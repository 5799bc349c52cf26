"""Make the desk of a section, keep it right, repair it."""

from collections import Counter

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from desk.models import EditorialReviewTask, SectionDesk, SiteRole
from desk.roles import (
    ACCESS_ADMIN,
    SECTION_COLLECTION_PERMISSIONS,
    SECTION_PAGE_PERMISSIONS,
    ensure_site_roles,
    free_name,
    give_collection_permissions,
    give_model_permissions,
    give_page_permissions,
    site_group,
)
from news.models import Section

Role = SectionDesk.Role


@transaction.atomic
def ensure_section_desk(section: Section) -> SectionDesk:
    """Return the section's desk with everything that belongs to it; make what is missing, leave the rest.

    Subsections work under the desk of the section above them, and get one of their own only when this is called for
    them. What an administrator added stays: other members, more permissions, a longer chain of tasks.
    """
    desk, _ = SectionDesk.objects.get_or_create(section=section)
    desk.section = section
    ensure_groups(desk)
    ensure_workflow(desk)
    desk.save()
    return desk


def ensure_groups(desk: SectionDesk) -> None:
    for role in Role:
        group, name = desk.group(role), f"{desk.section.title} {role.label}"
        if group is None:
            group = Group.objects.create(name=free_name(Group, name))
            setattr(desk, role.value, group)
        rename(group, name)
        give_model_permissions(group, [ACCESS_ADMIN])
        give_page_permissions(group, desk.section, SECTION_PAGE_PERMISSIONS[role])
        give_collection_permissions(group, SECTION_COLLECTION_PERMISSIONS)


def ensure_workflow(desk: SectionDesk) -> None:
    """Give the desk its two steps. Section editors stand in for copy editors, managing editors for both.

    Otherwise a copy editor who mends a comma and works alone would hold the story up: nobody approves their own edit.
    """
    title, editors = desk.section.title, desk.group(Role.SECTION_EDITOR)
    managers = site_group(SiteRole.Key.MANAGING_EDITOR)
    desk.copy_edit = ensure_task(
        desk.copy_edit, f"{title} copy edit", desk.group(Role.COPY_EDITOR), deputies=[editors, managers]
    )
    desk.section_edit = ensure_task(desk.section_edit, f"{title} section editor", editors, deputies=[managers])
    workflow = desk.workflow or Workflow.objects.create()
    desk.workflow = workflow
    rename(workflow, f"{title}: copy edit, then section editor")
    if not workflow.workflow_tasks.exists():
        WorkflowTask.objects.bulk_create(
            WorkflowTask(workflow=workflow, task=task.task_ptr, sort_order=place)
            for place, task in enumerate(desk.tasks())
        )
    WorkflowPage.objects.get_or_create(page_id=desk.section.pk, defaults={"workflow": workflow})


def ensure_task(task: EditorialReviewTask | None, name: str, group: Group, deputies: list[Group]):
    if task is None:
        task = EditorialReviewTask.objects.create()
    rename(task, name)
    task.groups.add(group)
    task.deputies.add(*deputies)
    return task


def rename(item, name: str) -> None:
    """Give a group, workflow or task its name; a group's is numbered when a group of another section has it."""
    if isinstance(item, Group):
        name = free_name(Group, name, keep=item)
    name = name[: item._meta.get_field("name").max_length]
    if item.name != name:
        item.name = name
        item.save(update_fields=["name"])


def follow_section(section: Section, created: bool) -> None:
    """Make the desk of a new section of the home page; let the names of an old one follow its title."""
    if created:
        if not Section.objects.ancestor_of(section).exists():
            ensure_section_desk(section)
        return
    desk = SectionDesk.objects.select_related("reporter").filter(section_id=section.pk).first()
    if desk and (desk.reporter is None or not desk.reporter.name.startswith(f"{section.title} {Role.REPORTER.label}")):
        ensure_section_desk(section)


def sections_with_desks() -> list[Section]:
    """List the sections that must have a desk: those of the home page, and subsections that were given one."""
    sections = list(Section.objects.select_related("desk").order_by("path"))
    paths = tuple(section.path for section in sections)
    return [
        section
        for section in sections
        if hasattr(section, "desk") or not any(section.path.startswith(path) for path in paths if path != section.path)
    ]


def repair_all() -> Counter[str]:
    """Ensure the roles and the desk of every section that must have one; return what was made, by kind."""
    before = inventory()
    ensure_site_roles()
    for section in sections_with_desks():
        ensure_section_desk(section)
    return inventory() - before


def inventory() -> Counter[str]:
    return Counter(
        {
            "desks": SectionDesk.objects.count(),
            "groups": Group.objects.count(),
            "permissions": Group.permissions.through.objects.count()
            + GroupPagePermission.objects.count()
            + GroupCollectionPermission.objects.count(),
            "workflows": Workflow.objects.count(),
            "tasks": EditorialReviewTask.objects.count(),
            "steps": WorkflowTask.objects.count(),
            "assignments": WorkflowPage.objects.count()
            + EditorialReviewTask.groups.through.objects.count()
            + EditorialReviewTask.deputies.through.objects.count(),
        }
    )
