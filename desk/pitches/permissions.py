"""Who may pitch, assign, plan and start: the predicates that views, board and panels ask."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import Page

from desk.models import Assignment, SectionDesk
from desk.people import by_name
from desk.visibility import places, within
from news.models import Section


def holds(user, page: Page, permission: str) -> bool:
    """Tell whether `user` holds a permission where `page` is; a section's own page has stricter rules of its own."""
    return any(page.path.startswith(path) for path in places(user, permission))


def can_pitch(user, section: Section) -> bool:
    """Tell whether `user` may pitch for a section, and begin stories in it: whether they may add stories there."""
    return holds(user, section, "add")


def is_editor(user, page: Page) -> bool:
    """Tell whether `user` runs the desk that `page` belongs to, as section editor or managing editor."""
    return holds(user, page, "unlock")


def can_assign(user, assignment: Assignment) -> bool:
    """Tell whether `user` may give a pitch or a story to anybody of its desk."""
    return is_editor(user, assignment.place)


def can_edit_pitch(user, assignment: Assignment) -> bool:
    """Tell whether `user` may change or drop a pitch: the desk's editors, who had the idea, and whose it is."""
    if not assignment.is_pitch:
        return False
    own = user.pk in (assignment.created_by_id, assignment.assignee_id)
    return can_assign(user, assignment) or (own and can_pitch(user, assignment.section))


def can_plan(user, story: Page) -> bool:
    """Tell whether `user` may set due time, length and assignee of a story that exists."""
    return is_editor(user, story) or (story.owner_id == user.pk and holds(user, story, "add"))


def can_start(user, assignment: Assignment) -> bool:
    """Tell whether `user` may turn a pitch into a draft: nobody starts what is somebody else's, editors apart."""
    if not can_pitch(user, assignment.section):
        return False
    return assignment.assignee_id in (None, user.pk) or can_assign(user, assignment)


def sections_to_pitch(user):
    """Return the sections that `user` may pitch for, in the order of the masthead."""
    return Section.objects.filter(within(places(user, "add"))).in_order()


def people_of(paths: list[str]):
    """Return who works on the desks at, above or below these paths, by name."""
    desks = SectionDesk.objects.select_related("section")
    groups = [
        group
        for desk in desks
        if any(desk.section.path.startswith(path) or path.startswith(desk.section.path) for path in paths)
        for group in (desk.reporter_id, desk.copy_editor_id, desk.section_editor_id)
        if group
    ]
    return by_name(get_user_model().objects.filter(is_active=True, groups__in=groups).distinct())


def assignable(user, sections):
    """Return whom `user` may give work in these sections to: the people of desks they run, and themselves."""
    paths = [section.path for section in sections if is_editor(user, section)]
    people = get_user_model().objects.filter(is_active=True)
    return by_name(people.filter(Q(pk__in=people_of(paths).values("pk")) | Q(pk=user.pk)))
