"""Who hears of it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Page, TaskState

from desk.models import Announcement, SectionDesk, SiteRole
from desk.permissions import own_hand
from news.models import Article


def audience(announcement: Announcement, story: Page, state: TaskState | None) -> list:
    """List the active people to tell: whom the caller named, or whom the step concerns; those who may see it only."""
    if announcement.users is not None:
        found = list(get_user_model().objects.filter(pk__in=announcement.users))
    elif announcement.event == "waiting" and state is not None:
        found = reviewers(story, state)
    else:
        found = writers(story, state)
    return [user for user in found if user.pk != announcement.actor_id and may_see(user, story)]


def reviewers(story: Page, state: TaskState) -> list:
    """List the members of the step's groups who can approve; when there are none, its deputies who can."""
    step = state.task.specific
    for groups in (step.groups.all(), step.deputies.all() if hasattr(step, "deputies") else None):
        if groups is None:
            break
        members = get_user_model().objects.filter(is_active=True, groups__in=groups).distinct()
        if free := [user for user in members if not own_hand(user, story, state)]:
            return free
    return []


def writers(story: Page, state: TaskState | None = None) -> list:
    """List who owns the story, whose name is in its byline, and who submitted it."""
    found = [story.owner]
    if isinstance(story, Article):
        found += [row.author.user for row in story.bylines.select_related("author__user") if row.author]
    if state is not None:
        found.append(state.workflow_state.requested_by)
    return list(dict.fromkeys(user for user in found if user is not None))


def managing_editors() -> list:
    groups = Group.objects.filter(site_role__key=SiteRole.Key.MANAGING_EDITOR)
    return list(get_user_model().objects.filter(is_active=True, groups__in=groups).distinct())


def chiefs(story: Page) -> list:
    """List the section editors of the nearest desk above a story, and the managing editors."""
    desks = SectionDesk.objects.filter(section__in=Page.objects.ancestor_of(story), section_editor__isnull=False)
    desk = desks.select_related("section_editor").order_by("-section__path").first()
    editors = desk.section_editor.user_set.filter(is_active=True) if desk and desk.section_editor else []
    return list(dict.fromkeys([*editors, *managing_editors()]))


def may_see(user, story: Page) -> bool:
    """Tell whether `user` may read the story in the admin."""
    allowed = user.is_active and user.has_perm("wagtailadmin.access_admin")
    return allowed and story.permissions_for_user(user).can_edit()
