"""Make the desk of a section, keep it right, repair it."""

from collections import Counter

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from desk.chains import chain_name, follow_desk, keep_steps, revive_steps, write_steps
from desk.collections import ensure_collection, release_collection, root_permissions_of_desks
from desk.models import EditorialReviewTask, SectionDesk, SiteRole
from desk.roles import (
    SECTION_MODEL_PERMISSIONS,
    SECTION_PAGE_PERMISSIONS,
    ensure_site_roles,
    free_name,
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
    them. What an administrator added stays: other members, more permissions, a chain set by hand.
    """
    desk, _ = SectionDesk.objects.get_or_create(section=section)
    desk.section = section
    ensure_groups(desk)
    ensure_collection(desk)
    ensure_workflow(desk)
    take_names(desk)
    desk.save()
    return desk


def ensure_groups(desk: SectionDesk) -> None:
    for role in Role:
        if desk.group(role) is None:
            name = free_name(Group, f"{desk.section.title} {role.label}")
            setattr(desk, role.value, Group.objects.create(name=name))
        give_model_permissions(desk.group(role), SECTION_MODEL_PERMISSIONS[role])
        give_page_permissions(desk.group(role), desk.section, SECTION_PAGE_PERMISSIONS[role])


def ensure_workflow(desk: SectionDesk) -> None:
    """Give the desk the steps of its chain, and the section its workflow."""
    mended = ensure_tasks(desk)
    if desk.workflow is None:
        desk.workflow = Workflow.objects.create()
    keep_steps(desk, mended)


def ensure_tasks(desk: SectionDesk) -> bool:
    """Make the tasks that the desk's chain asks for; tell whether one was missing.

    Section editors stand in for copy editors, managing editors for everybody: otherwise a copy editor who mends a comma
    and works alone, or a lawyer who is away, would hold the story up.
    """
    editors, managers = desk.group(Role.SECTION_EDITOR), site_group(SiteRole.Key.MANAGING_EDITOR)
    made = False
    for name, group, deputies in (
        ("copy_edit", desk.group(Role.COPY_EDITOR), [editors, managers]),
        ("legal_read", site_group(SiteRole.Key.LEGAL_READER), [managers]),
        ("section_edit", editors, [managers]),
    ):
        task = getattr(desk, name)
        if task is None and name == "legal_read" and name not in desk.STEPS.get(desk.chain, []):
            continue
        if task is None:
            task, made = EditorialReviewTask.objects.create(), True
            setattr(desk, name, task)
        task.groups.add(group)
        task.deputies.add(*deputies)
    return made


@transaction.atomic
def change_chain(desk: SectionDesk, chain: str, user=None) -> int:
    """Let the section's stories pass another chain; return how many in review went to another step because of it.

    A chain set by hand keeps the steps as they are, and from then on only an administrator changes them.
    """
    desk = SectionDesk.objects.select_for_update(of=("self",)).select_related("section").get(pk=desk.pk)
    desk.chain = SectionDesk.Chain(chain)
    if desk.chain != SectionDesk.Chain.BY_HAND and desk.workflow is not None:
        ensure_groups(desk)
        ensure_tasks(desk)
        write_steps(desk)
        revive_steps(desk)
    desk.save()
    ensure_section_desk(desk.section)
    return 0 if desk.chain == SectionDesk.Chain.BY_HAND else follow_desk(desk.section, user)


# Names


def take_names(desk: SectionDesk) -> None:
    """Let the names of everything that belongs to the desk follow the section's title."""
    for item, name in names(desk):
        rename(item, name)


def names(desk: SectionDesk) -> list[tuple]:
    """List what carries the section's name, each with the name it should have."""
    title = desk.section.title
    pairs = [
        *((desk.group(role), f"{title} {role.label}") for role in Role),
        (desk.copy_edit, f"{title} copy edit"),
        (desk.legal_read, f"{title} legal read"),
        (desk.section_edit, f"{title} section editor"),
        (desk.workflow, f"{title}: {chain_name(desk.chain)}"),
        (desk.collection, title),
    ]
    return [(item, name) for item, name in pairs if item is not None]


def rename(item, name: str) -> None:
    """Give something of a desk its name; groups and collections are numbered when another has it."""
    if isinstance(item, (Group, Collection)):
        name = free_name(type(item), name, keep=item)
    name = name[: item._meta.get_field("name").max_length]
    if item.name == name:
        return
    item.name = name
    item.save(update_fields=["name"])
    if isinstance(item, Collection):
        # Collections stand in the order of their names.
        item.move(item.get_parent(), pos="sorted-child")


# When sections change


def follow_section(section: Section, created: bool) -> None:
    """Make the desk of a new section of the home page; let the names of an old one follow its title."""
    if created:
        if not Section.objects.ancestor_of(section).exists():
            ensure_section_desk(section)
        return
    desk = SectionDesk.objects.select_related("reporter", "collection").filter(section_id=section.pk).first()
    if desk is not None and not bears_name(desk, section):
        ensure_section_desk(section)


def bears_name(desk: SectionDesk, section: Section) -> bool:
    """Tell whether a desk bears its section's name, maybe with a number behind it, without looking at all of it."""
    group, collection = desk.reporter, desk.collection
    return (
        group is not None
        and group.name.startswith(f"{section.title} {Role.REPORTER.label}")
        and collection is not None
        and collection.name.startswith(section.title)
    )


@transaction.atomic
def follow_move(page: Page, user=None) -> None:
    """Give a section that came up to the home page a desk; have stories in review go on at the desk they are with now.

    A section that has a desk keeps it wherever it goes. Where it left, nobody could open its stories any more.
    """
    section = Section.objects.filter(pk=page.pk).first()
    if section is not None and must_have_desk(section):
        ensure_section_desk(section)
    follow_desk(page, user)


def must_have_desk(section: Section) -> bool:
    return not (SectionDesk.objects.filter(section=section) or Section.objects.ancestor_of(section).exists())


def dissolve_desk(desk: SectionDesk) -> None:
    """Remove what belonged to a section that is gone, except history and what people uploaded."""
    desk.dissolve()
    release_collection(desk.collection)


# Repair


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
    """Ensure the roles and the desk of every section that must have one; return what was made or mended, by kind."""
    before, named = inventory(), names_in_use()
    ensure_site_roles()
    moved = 0
    for section in sections_with_desks():
        desk = ensure_section_desk(section)
        if desk.chain != SectionDesk.Chain.BY_HAND:
            moved += follow_desk(section)
    after = inventory()
    renamed = sum(name != named[item] for item, name in names_in_use().items() if item in named)
    return (after - before) + Counter(
        {
            "former permissions taken away": max(0, before["root permissions"] - after["root permissions"]),
            "names mended": renamed,
            "stories in review moved on": moved,
        }
    )


def names_in_use() -> dict[tuple, str]:
    desks = SectionDesk.objects.select_related(
        "section", *(role.value for role in Role), *SectionDesk.TASKS, "workflow", "collection"
    )
    return {(type(item), item.pk): item.name for desk in desks for item, _ in names(desk)}


def inventory() -> Counter[str]:
    former = root_permissions_of_desks()
    return Counter(
        {
            "desks": SectionDesk.objects.count(),
            "groups": Group.objects.count(),
            "collections": Collection.objects.count(),
            "permissions": Group.permissions.through.objects.count()
            + GroupPagePermission.objects.count()
            + GroupCollectionPermission.objects.count()
            - former,
            "root permissions": former,
            "workflows": Workflow.objects.count(),
            "tasks": EditorialReviewTask.objects.count(),
            "steps": WorkflowTask.objects.count(),
            "assignments": WorkflowPage.objects.count()
            + EditorialReviewTask.groups.through.objects.count()
            + EditorialReviewTask.deputies.through.objects.count(),
            "chains noted as set by hand": SectionDesk.objects.filter(chain=SectionDesk.Chain.BY_HAND).count(),
        }
    )
