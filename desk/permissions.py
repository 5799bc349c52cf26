"""Who may do what with a story: the predicates that views, hooks, tasks and page permissions all ask."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags
from wagtail.locks import WorkflowLock
from wagtail.models import PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.clocks import both_clocks
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


PUBLISH_WITHOUT_REVIEW = "desk.publish_without_review"


def publish_refusal(user, article) -> str:
    """Say why `user` cannot publish a story now, past its review; empty when they can."""
    from desk.bundles.membership import bundle_hold
    from desk.killing import killed_hold

    if held := killed_hold(article):
        return held
    if end := embargo_end(article):
        return f"Under embargo until {both_clocks(end)}. Nobody can publish it before."
    if article.alias_of_id:
        return "This is a mirror of another story: publish that one."
    if not (user.is_active and user.has_perm(PUBLISH_WITHOUT_REVIEW) and article.permissions_for_user(user).can_edit()):
        return "Only managing editors publish without review. Submit the story, so that somebody else reads it."
    lock = article.get_lock()
    # A review locks the story for everybody but its reviewers; it does not stop an emergency.
    if lock and lock.for_user(user) and not isinstance(lock, WorkflowLock):
        return f"{strip_tags(lock.get_message(user))} Unlock the story, or cancel its schedule, first."
    return bundle_hold(article)


def can_publish_without_review(user, article) -> bool:
    """Tell whether `user` may publish a story, past the workflow, now."""
    return not publish_refusal(user, article)


class StoryPermissionTester(PagePermissionTester):
    """What Wagtail's views ask about a story; news.Article answers with it (news.permissions)."""

    def can_publish(self) -> bool:
        # Nobody, in none of Wagtail's ways: a story goes live by its last approval, by the clock, or without review
        # through desk.unreviewed, which asks for the reason and tells the others.
        return False

    def can_submit_for_moderation(self) -> bool:
        from desk.killing import killed_hold

        return super().can_submit_for_moderation() and has_step(self.page) and not killed_hold(self.page)

    def can_set_view_restrictions(self) -> bool:
        return super().can_publish()

    def can_unschedule(self) -> bool:
        # Section editors scheduled it by approving, so they take it back, also under embargo.
        return any(holds_page_permission(self.user, self.page, name) for name in ("publish", "unlock"))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not super().can_delete(ignore_bulk=ignore_bulk):
            return False
        from desk.killing import deletion_refusal

        if deletion_refusal(self.user, self.page):
            return False
        if holds_page_permission(self.user, self.page, "publish"):
            return True
        own = self.page.owner_id == self.user.pk
        # Copy editors change what others wrote; they do not delete it. And nobody deletes what is in review.
        return (own or holds_page_permission(self.user, self.page, "unlock")) and not self.page_locked()


# What was published without review


def pages_answered_for(user):
    """Return the pages that `user` answers for, as section editor or as managing editor."""
    return PagePermissionPolicy().instances_user_has_permission_for(user, "unlock")


def can_see_unreviewed(user) -> bool:
    """Tell whether `user` may see what was published without review, in the sections they answer for."""
    return user.is_active and PagePermissionPolicy().user_has_permission(user, "unlock")


def reading_refusal(user, publication) -> str:
    """Say why `user` cannot be the one who reads a story afterwards; empty when they can. Four eyes here, too."""
    story = publication.article
    if not holds_page_permission(user, story, "unlock"):
        return "Only the section's editors and managing editors read it afterwards."
    if publication.user_id == user.pk:
        return "You published it: somebody else has to read it."
    if story.owner_id == user.pk:
        return "You wrote it: somebody else has to read it."
    if publication.revision is not None and publication.revision.user_id == user.pk:
        return "You edited it: somebody else has to read it."
    return ""


# The checklist


def can_set_checklist(user) -> bool:
    """Tell whether `user` may say what a desk's checklist requires."""
    return user.is_active and user.has_perm("desk.change_checklistlevel")


def can_tick(user, story) -> bool:
    """Tell whether `user` may answer items of a story's checklist: whoever may work on it, until it has its time."""
    from desk.locks import story_lock

    return not story.alias_of_id and story.permissions_for_user(user).can_edit() and story_lock(story) is None


# Submitting


def submission_refusal(user, story, has_workflow: bool | None = None) -> str:
    """Say why `user` cannot submit a story for review; empty when they can.

    `has_workflow` spares a query a story where a list knows the workflows already.
    """
    from desk.killing import killed_hold

    if held := killed_hold(story):
        return held
    tester = story.permissions_for_user(user)
    if story.workflow_in_progress:
        return "The story is in review already."
    if not tester.can_edit():
        return "You cannot edit this story."
    if tester.page_locked():
        return "The story is locked or scheduled."
    if not (has_step(story) if has_workflow is None else has_workflow):
        return "This section has no workflow with a step: ask an administrator."
    return ""


def has_step(story) -> bool:
    """Tell whether a review of `story` has a step: Wagtail publishes at once what passes a workflow without one."""
    workflow = story.get_workflow()
    return workflow is not None and workflow.tasks.filter(active=True).exists()


# Four eyes


def approval_refusal(user, story, state) -> str:
    """Say why `user` cannot approve the version of `story` in review `state`; empty when they can."""
    return four_eyes_refusal(user, story, state) or review_checklist_refusal(user, state)


def four_eyes_refusal(user, story, state, name_others: bool = True) -> str:
    """Say why this approval is not `user`'s to give, whatever the checklist still asks; empty when it is.

    `name_others` adds who can instead, which costs queries: lists of stories leave it out.
    """
    task = state.task.specific
    if state.status != state.STATUS_IN_PROGRESS:
        return "This step is decided already: somebody was faster."
    if user is None or not task.is_reviewer(user):
        return "Only reviewers of this step can approve."
    if state.revision_id != story.latest_revision_id:
        return "The story has changed since. Read the new version first."
    own = own_hand(user, story, state)
    if not own:
        return ""
    return f"You cannot approve this version: {own}.{' ' + who_else(user, story, state) if name_others else ''}"


def review_checklist_refusal(user, state) -> str:
    """Say what the checklist still requires of the version in review `state`; empty when nothing."""
    from desk.checklist.standing import ReviewRulebook, checklist_refusal
    from news.models import Article

    version = state.revision.as_object()
    if not isinstance(version, Article):
        return ""
    # Lists of what waits ask for story after story, with one user: kept on it for the request, as Wagtail does.
    return checklist_refusal(version, user.__dict__.setdefault("_checklist_rulebook", ReviewRulebook()))


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
    profile = profile_of(user)
    if profile is None or story.latest_revision_id is None:
        return False
    rows = story.latest_revision.content.get("bylines", [])
    return any(row.get("author") == profile for row in rows)


def profile_of(user) -> int | None:
    """Return the id of the author profile that is `user`'s, asked once a request."""
    if not hasattr(user, "author_profile_known"):
        user.author_profile_known = getattr(getattr(user, "author_profile", None), "pk", None)
    return user.author_profile_known


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
