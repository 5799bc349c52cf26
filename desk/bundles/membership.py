"""What belonging to a bundle means for a story; joining one and leaving it."""

from django.db import models, transaction
from wagtail.models import Revision, TaskState, WorkflowState

from core.clocks import both_clocks
from desk.bundles.claim import BundleRefused, claimed
from desk.bundles.history import note
from desk.bundles.members import embargo_of, members_of
from desk.bundles.permissions import can_bundle
from desk.killing import killed_hold
from desk.models import Bundle, BundleItem, EditorialReviewState
from desk.versions import fingerprint
from news.models import Article

MAX_MEMBERS = 50
Status = Bundle.Status


def bundle_of(story) -> Bundle | None:
    """Return the bundle that a story waits in."""
    if story.pk is None:
        return None
    row = BundleItem.objects.of(story).waiting().select_related("bundle").first()
    return row.bundle if row else None


def locking_bundle(story) -> Bundle | None:
    """Return the bundle that a story waits in when the clock has it: nobody edits the story then."""
    if "locking_bundle_known" in story.__dict__:  # a list of stories has asked for all of them at once
        return story.locking_bundle_known
    bundle = bundle_of(story)
    return bundle if bundle is not None and bundle.status == Status.SCHEDULED else None


def bundle_hold(story) -> str:
    """Say that a story goes live with its bundle only; empty when it is in none."""
    bundle = bundle_of(story)
    return f"It goes live with the bundle “{bundle}”. Publish that, or take the story out of it." if bundle else ""


def keep_for_bundle(story, revision: Revision) -> bool:
    """Note that a member of a bundle is approved, instead of publishing it; tell whether it is a member."""
    return bool(BundleItem.objects.of(story).waiting().update(revision=revision, text=fingerprint(revision.content)))


def approved_text(story) -> str:
    """Return the fingerprint of the latest version when its review ended with an approval of this very text."""
    review = WorkflowState.objects.for_instance(story).order_by("-created_at", "-pk").first()
    if review is None or review.status != WorkflowState.STATUS_APPROVED or story.latest_revision is None:
        return ""
    approvals = EditorialReviewState.objects.filter(workflow_state=review, status=TaskState.STATUS_APPROVED)
    last = approvals.order_by("-finished_at", "-pk").first()
    text = fingerprint(story.latest_revision.content)
    return text if last is not None and last.text == text else ""


def add_refusal(user, bundle: Bundle, story) -> str:
    """Say why `user` cannot put a story into a bundle; empty when they can."""
    if bundle.status != Status.OPEN:
        return "Cancel the bundle’s schedule first."
    if not isinstance(story, Article):
        return "Only stories can be bundled."
    if not can_bundle(user, story):
        return f"Only its section editors and managing editors can bundle “{story.draft_title}”."
    if other := bundle_of(story):
        place = "in this bundle" if other == bundle else f"in the bundle “{other}”"
        return f"“{story.draft_title}” is {place} already."
    if held := killed_hold(story):
        return held
    if story.scheduled_revision is not None:
        return f"“{story.draft_title}” is scheduled by itself. Cancel that first."
    if story.latest_revision is None or (story.live and not story.has_unpublished_changes):
        return f"Readers can read “{story.draft_title}” already, and it has no newer version."
    if bundle.items.count() >= MAX_MEMBERS:
        return f"A bundle holds {MAX_MEMBERS} stories at most."
    return embargo_refusal(bundle, story)


def embargo_refusal(bundle: Bundle, story) -> str:
    """Say that a story's embargo ends after the bundle's time; empty when it does not."""
    end = embargo_of(story)
    if not end or not bundle.go_live_at or end <= bundle.go_live_at:
        return ""
    return (
        f"“{story.draft_title}” is under embargo until {both_clocks(end)}, after the bundle’s time, "
        f"{both_clocks(bundle.go_live_at)}. Set a later time, or leave the story out."
    )


@transaction.atomic
def add_story(bundle: Bundle, story, user) -> BundleItem:
    """Put a story at the end of a bundle; raise BundleRefused with the reason when that cannot be."""
    bundle = claimed(bundle)
    if refusal := add_refusal(user, bundle, story):
        raise BundleRefused(refusal)
    last = bundle.items.aggregate(last=models.Max("sort_order"))["last"]
    text = approved_text(story)
    row = BundleItem.objects.create(
        bundle=bundle,
        item=story,
        sort_order=0 if last is None else last + 1,
        text=text,
        revision=story.latest_revision if text else None,
    )
    note(bundle, "add", user, name=story.draft_title)
    return row


@transaction.atomic
def remove_story(bundle: Bundle, row_pk: int, user) -> str:
    """Take a member out, return its name. It stays as it is: an approved one does not go live by itself."""
    bundle = claimed(bundle)
    if bundle.status in (Status.SCHEDULED, Status.PUBLISHED):
        raise BundleRefused("Cancel the bundle’s schedule first." if bundle.go_live_at else "This bundle is live.")
    found = next((found for found in members_of(bundle) if found.row.pk == row_pk), None)
    if found is None:
        raise BundleRefused("The story is not in this bundle any more.")
    found.row.delete()
    note(bundle, "remove", user, name=found.name)
    return found.name
