"""Put people on desks and take them off: the managing editor's work, which touches no account.

Who may add people to groups could make anybody anything; so each way in asks can_fill() and can_assign() first.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import GroupPagePermission, TaskState

from desk.models import EditorialReviewTask, SectionDesk, SiteRole
from desk.permissions import own_hand
from news.models import Article

MANAGE_DESKS = "desk.manage_desks"
# Roles in the whole newsroom that managing editors give; their own only administrators give.
GIVEN_BY_MANAGING_EDITORS = [
    SiteRole.Key.HOME_EDITOR,
    SiteRole.Key.PHOTO_DESK,
    SiteRole.Key.LEGAL_READER,
    SiteRole.Key.COMMENT_MODERATOR,
]
STORIES_LOOKED_AT = 20
CHOICES_OFFERED = 1000


@dataclass(frozen=True)
class Post:
    """A role that people hold, on a desk or (without one) in the whole newsroom, and the group that holds it."""

    role: str
    group: Group
    desk: SectionDesk | None = None

    @property
    def label(self) -> str:
        """Return "copy editors" or "photo desk"."""
        return SectionDesk.Role(self.role).label if self.desk else SiteRole.Key(self.role).label.lower()

    @property
    def owner(self) -> SectionDesk | SiteRole:
        """Return in whose history changes are kept."""
        return self.desk or self.group.site_role

    def __str__(self) -> str:
        return f"{self.desk.section.title} {self.label}" if self.desk else self.label


def can_manage_desks(user) -> bool:
    """Tell whether `user` may say who works where and which steps a section's stories pass."""
    return user.is_active and user.has_perm(MANAGE_DESKS)


def can_fill(user, post: Post) -> bool:
    """Tell whether `user` may put people into a post and take them out: into none that gives more than they give.

    A group to which an administrator added rights over accounts is the administrators': with it, one becomes anybody.
    """
    if user.is_superuser:
        return user.is_active
    if not can_manage_desks(user) or post.group.permissions.filter(content_type__app_label="auth").exists():
        return False
    return post.desk is not None or post.role in GIVEN_BY_MANAGING_EDITORS


def can_assign(user, person) -> bool:
    """Tell whether `user` may change what `person` does: what administrators do, only administrators change."""
    return can_manage_desks(user) and (user.is_superuser or not person.is_superuser)


@transaction.atomic
def assign(post: Post, person, user) -> bool:
    """Give `person` the role; tell whether that was new to them."""
    _, new = person.groups.through.objects.get_or_create(user_id=person.pk, group_id=post.group.pk)
    if new:
        record(post, person, user, "desk.add_person")
    return new


@transaction.atomic
def dismiss(post: Post, person, user) -> bool:
    """Take the role from `person`; tell whether they had it."""
    gone, _ = person.groups.through.objects.filter(user_id=person.pk, group_id=post.group.pk).delete()
    if gone:
        record(post, person, user, "desk.remove_person")
    return bool(gone)


def record(post: Post, person, user, action: str) -> None:
    log(
        instance=post.owner,
        action=action,
        user=user,
        title=str(post.owner),
        data={"person": {"id": person.pk, "name": name_of(person)}, "role": str(post)},
    )


def name_of(person) -> str:
    return person.get_full_name() or person.get_username()


def label_of(person) -> str:
    """Return a name that is one person's only, as the field that adds people offers it."""
    return f"{person.get_full_name()} ({person.get_username()})".strip() if person.get_full_name() else person.username


def offered_people(user) -> models.QuerySet:
    """Return who can be added to a desk by `user`."""
    people = get_user_model().objects.filter(is_active=True).order_by("first_name", "last_name", "username")
    return people if user.is_superuser else people.exclude(is_superuser=True)


def find_person(text: str):
    """Return the active person whom the text names by label, user name, full name or e-mail; raise ValidationError."""
    User, text = get_user_model(), " ".join(text.split())
    username = text.rpartition("(")[2].removesuffix(")") if text.endswith(")") else text
    found = list(User.objects.filter(username__in={text, username}))
    # In Python, because a name is two columns.
    found = found or [
        person
        for person in User.objects.filter(is_active=True)
        if text.casefold() in {person.get_full_name().casefold(), person.email.casefold(), person.username.casefold()}
    ]
    if not found or not text:
        raise ValidationError(f"There is nobody called “{text}”. Pick a name from the list.")
    if len(found) > 1:
        names = ", ".join(person.username for person in found[:4])
        raise ValidationError(f"{len(found)} people are called “{text}”. Give the user name: {names}.")
    if not found[0].is_active:
        raise ValidationError(f"{name_of(found[0])}’s account is switched off. An administrator can switch it on.")
    return found[0]


# What somebody loses


def losses(post: Post, person) -> list[str]:
    """Say what becomes of the work when `person` leaves the post."""
    if person.is_superuser:
        return [f"{name_of(person)} is an administrator and keeps every right."]
    return [*steps_left(post, person), *drafts_left(post, person)]


def steps_left(post: Post, person) -> list[str]:
    """Say for each step that the person takes in this post who is left to take it, and what waits there."""
    member = models.Q(groups=post.group) | models.Q(deputies=post.group)
    lines = []
    for task in EditorialReviewTask.objects.filter(member, active=True, workflow_tasks__isnull=False).distinct():
        remaining = person.groups.exclude(pk=post.group.pk)
        if task.groups.filter(pk__in=remaining).exists() or task.deputies.filter(pk__in=remaining).exists():
            continue
        waiting = TaskState.objects.filter(task=task, status=TaskState.STATUS_IN_PROGRESS)
        number = waiting.count()
        others = other_reviewers(task, person)
        stories = f"{number} {'story waits' if number == 1 else 'stories wait'} at “{task.name}”"
        if not others:
            if number:
                lines.append(f"{stories}; nobody else can take this step.")
            elif is_main(post, task):
                lines.append(f"Nobody else can take the step “{task.name}”: stories will wait there.")
        elif number and (stuck := stories_without(others, waiting[:STORIES_LOOKED_AT])):
            which = "it" if number == 1 else ("one of them" if stuck == 1 else f"{stuck} of them")
            lines.append(f"{stories}; nobody else may approve {which}, because the others wrote, edited or submitted.")
        elif number and is_main(post, task):
            lines.append(f"{stories}; {' or '.join(name_of(other) for other in others[:3])} can take this step.")
    return lines


def is_main(post: Post, task: EditorialReviewTask) -> bool:
    return task.groups.filter(pk=post.group.pk).exists()


def other_reviewers(task: EditorialReviewTask, person) -> list:
    """List the other active people who can take a step, members first."""
    found: dict[int, AbstractBaseUser] = {}
    for groups in (task.groups.all(), task.deputies.all()):
        others = get_user_model().objects.filter(is_active=True, groups__in=groups).exclude(pk=person.pk)
        for other in others.select_related("author_profile").order_by("first_name", "username"):
            found.setdefault(other.pk, other)
    return list(found.values())


def stories_without(others: list, waiting) -> int:
    """Count the stories that none of `others` may approve."""
    stuck = 0
    for state in waiting.select_related("workflow_state"):
        story = state.workflow_state.content_object.specific
        stuck += all(own_hand(other, story, state) for other in others)
    return stuck


def drafts_left(post: Post, person) -> list[str]:
    """Say which drafts of their own a person can no longer open."""
    if post.desk is None:
        return []
    section = post.desk.section
    above = section.get_ancestors(inclusive=True)
    others = GroupPagePermission.objects.filter(
        group__in=person.groups.exclude(pk=post.group.pk),
        page__in=above,
        permission__codename__in=["add_page", "change_page"],
    )
    drafts = Article.objects.descendant_of(section).filter(owner=person, live=False).count()
    if not drafts or others.exists():
        return []
    which = "a draft" if drafts == 1 else f"{drafts} drafts"
    return [f"{name_of(person)} can no longer open {which} of their own here."]
