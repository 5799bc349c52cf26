"""Who works on which desk, and which steps nobody can take: for many desks in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from wagtail.models import WorkflowPage, WorkflowTask

from desk.models import EditorialReviewTask, SectionDesk, SiteRole


@dataclass(frozen=True)
class Step:
    """A step of review and the active people who can take it."""

    name: str
    members: frozenset[int]
    deputies: frozenset[int]


@dataclass
class Staff:
    desk: SectionDesk
    people: dict[str, int]  # active people by role
    workflow: str
    steps: list[Step] = field(default_factory=list)

    @property
    def warnings(self) -> list[str]:
        """Say which steps nobody can take."""
        if not self.steps:
            return ["No steps of review: what is submitted here goes live unread."]
        stuck = [step for step in self.steps if not (step.members or step.deputies)]
        return [f"Nobody can take the step “{step.name}”: stories wait there." for step in stuck]

    @property
    def note(self) -> str:
        """Say which steps only others take, standing in for people that the desk does not have."""
        names = [step.name for step in self.steps if step.deputies and not step.members]
        if not names:
            return ""
        short = [name.removeprefix(f"{self.desk.section.title} ") for name in names]
        return f"Nobody yet for {', '.join(short)}: others stand in."


def staff_of(desks: list[SectionDesk]) -> list[Staff]:
    """Return who works on each desk and who can take the steps that hold in its section."""
    assigned = {
        row.page_id: row.workflow
        for row in WorkflowPage.objects.filter(page__in=[desk.section_id for desk in desks]).select_related("workflow")
    }
    tasks: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = WorkflowTask.objects.filter(workflow__in=[workflow.pk for workflow in assigned.values()], task__active=True)
    for workflow, task, name in rows.order_by("sort_order").values_list("workflow", "task", "task__name"):
        tasks[workflow].append((task, name))
    task_pks = {pk for found in tasks.values() for pk, _ in found}
    members, deputies = groups_of(task_pks, "groups"), groups_of(task_pks, "deputies")
    own_groups = {getattr(desk, f"{role.value}_id") for desk in desks for role in SectionDesk.Role}
    people = active_people({*own_groups, *flat(members), *flat(deputies)})
    found = []
    for desk in desks:
        workflow = assigned.get(desk.section_id)
        staff = Staff(
            desk=desk,
            people={role.value: len(people[getattr(desk, f"{role.value}_id")]) for role in SectionDesk.Role},
            workflow=workflow.name if workflow else "",
        )
        staff.steps = [
            Step(name, members=union(people, members[pk]), deputies=union(people, deputies[pk]))
            for pk, name in (tasks[workflow.pk] if workflow else [])
        ]
        found.append(staff)
    return found


def groups_of(task_pks: set[int], relation: str) -> dict[int, set[int]]:
    found = defaultdict(set)
    through = getattr(EditorialReviewTask, relation).through
    for task, group in through.objects.filter(editorialreviewtask__in=task_pks).values_list(
        "editorialreviewtask", "group"
    ):
        found[task].add(group)
    return found


def active_people(groups: set[int | None]) -> dict[int | None, set[int]]:
    """Return the keys of the active users in each group."""
    found: dict[int | None, set[int]] = defaultdict(set)
    rows = get_user_model().groups.through.objects.filter(group__in=groups - {None}, user__is_active=True)
    for group, user in rows.values_list("group", "user"):
        found[group].add(user)
    return found


def flat(sets: dict[int, set[int]]) -> set[int]:
    return set().union(*sets.values())


def union(people: dict, groups: set[int]) -> frozenset[int]:
    return frozenset().union(*(people[group] for group in groups))


def posts_of(users) -> dict[int, list[tuple[str, str, str]]]:
    """Return what each user does: rows of where, as what, and the key of the desk (empty for the whole newsroom)."""
    names: dict[int | None, tuple[str, str, str]] = {}
    for desk in SectionDesk.objects.select_related("section"):
        for role in SectionDesk.Role:
            names[getattr(desk, f"{role.value}_id")] = (desk.section.title, role.label, str(desk.pk))
    for held in SiteRole.objects.all():
        names[held.group_id] = ("", held.get_key_display(), "")
    found = defaultdict(list)
    rows = get_user_model().groups.through.objects.filter(user__in=[user.pk for user in users], group__in=names)
    for user, group in rows.values_list("user", "group"):
        found[user].append(names[group])
    return {user: sorted(posts) for user, posts in found.items()}
