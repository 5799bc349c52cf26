"""Who may do what with a story: the predicates that views, hooks, tasks and page permissions all ask."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from wagtail.models import PagePermissionTester

from desk.versions import edited_last


class ApprovalRefused(PermissionDenied):
    """Raised instead of an approval; the message says why and who can, in words for the editor."""


def holds_page_permission(user, page, name: str) -> bool:
    """Tell whether `user` holds "add", "change", "publish", "lock" or "unlock" where `page` is."""
    if not user.is_active:
        return False
    return user.is_superuser or name in PagePermissionTester(user, page).permissions


# The publish gate


def embargo_end(article):
    """Return when the embargo of a story or of its latest version ends, None when none is running."""
    ends = [getattr(article, "embargo_until", None)]
    if article.live and article.has_unpublished_changes and article.latest_revision_id:
        # An update under embargo: the version readers see has none.
        ends.append(parse_datetime(article.latest_revision.content.get("embargo_until") or ""))
    return max((end for end in ends if end and end > timezone.now()), default=None)


def publish_refusal(user, article) -> str:
    """Say why `user` cannot publish a story now; empty when they can."""
    if end := embargo_end(article):
        local = timezone.localtime(end)
        return (
            f"Under embargo until {date_format(local, 'j F Y, H:i')} ({local.tzname()}). Nobody can publish it before."
        )
    if not PagePermissionTester(user, article).can_publish():
        return "Only managing editors publish without review."
    return ""


def can_publish(user, article) -> bool:
    """Tell whether `user` may publish a story, past the workflow, now."""
    return not publish_refusal(user, article)


class StoryPermissionTester(PagePermissionTester):
    """What Wagtail's views ask about a story; news.Article answers with it (news.permissions)."""

    def can_publish(self) -> bool:
        return can_publish(self.user, self.page)

    def can_set_view_restrictions(self) -> bool:
        return super().can_publish()

    def can_unschedule(self) -> bool:
        # Section editors scheduled it by approving, so they take it back, also under embargo.
        return any(holds_page_permission(self.user, self.page, name) for name in ("publish", "unlock"))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not super().can_delete(ignore_bulk=ignore_bulk):
            return False
        if holds_page_permission(self.user, self.page, "publish"):
            return True
        own = self.page.owner_id == self.user.pk
        # Copy editors change what others wrote; they do not delete it. And nobody deletes what is in review.
        return (own or holds_page_permission(self.user, self.page, "unlock")) and not self.page_locked()


# Four eyes


def approval_refusal(user, story, state) -> str:
    """Say why `user` cannot approve the version of `story` in review `state`; empty when they can."""
    task = state.task.specific
    if state.status != state.STATUS_IN_PROGRESS:
        return "This step is decided already: somebody was faster."
    if user is None or not task.is_reviewer(user):
        return "Only reviewers of this step can approve."
    if state.revision_id != story.latest_revision_id:
        return "The story has changed since. Read the new version first."
    own = own_hand(user, story, state)
    return f"You cannot approve this version: {own}. {who_else(user, story, state)}" if own else ""


def own_hand(user, story, state) -> str:
    """Say what `user` has done to the version under review; empty when they come to it with fresh eyes."""
    if story.owner_id == user.pk:
        return "you wrote the story"
    if state.workflow_state.requested_by_id == user.pk:
        return "you submitted it"
    if signs(user, story):
        return "your name is in the byline"
    if edited_last(user, story):
        return "you edited it last"
    return ""


def signs(user, story) -> bool:
    """Tell whether the latest version's byline names `user`."""
    profile = getattr(user, "author_profile", None)
    if profile is None or story.latest_revision_id is None:
        return False
    rows = story.latest_revision.content.get("bylines", [])
    return any(row.get("author") == profile.pk for row in rows)


def who_else(user, story, state) -> str:
    """Name who can approve instead."""
    names = [reviewer.get_full_name() or reviewer.get_username() for reviewer in free_reviewers(user, story, state)]
    if not names:
        return "Nobody else can approve it here: ask a managing editor."
    shown = names[:4] + (["others"] if len(names) > 4 else [])
    return f"{' or '.join([', '.join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]} can."


def free_reviewers(user, story, state) -> list:
    """List the active reviewers of a step, `user` apart, who may approve: members first, then deputies."""
    from django.contrib.auth import get_user_model

    task = state.task.specific
    found = {}
    for groups in (task.groups.all(), task.deputies.all()):
        members = get_user_model().objects.filter(is_active=True, groups__in=groups).exclude(pk=user.pk)
        for reviewer in members.select_related("author_profile").order_by("first_name", "username").distinct():
            if reviewer.pk not in found and not own_hand(reviewer, story, state):
                found[reviewer.pk] = reviewer
    return list(found.values())
