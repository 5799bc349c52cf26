"""A bundle's time: onto the clock, off it again, and live."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from core.clocks import both_clocks
from desk.bundles.claim import BundleRefused, claimed
from desk.bundles.history import note
from desk.bundles.members import Member, members_of, not_ready
from desk.bundles.membership import bundle_hold, embargo_refusal
from desk.bundles.permissions import publish_bundle_refusal
from desk.failures import solve, what_happened
from desk.models import Bundle
from desk.publishing import hold, put_live
from news.models import Article

Status = Bundle.Status


@transaction.atomic
def schedule(bundle: Bundle, user) -> Bundle:
    """Hand a bundle to the clock; raise BundleRefused when a member is not ready or the time is not ahead."""
    bundle = claimed(bundle)
    if bundle.status != Status.OPEN:
        raise BundleRefused("This bundle is scheduled already." if bundle.go_live_at else "This bundle is live.")
    if bundle.go_live_at is None:
        raise BundleRefused("Set a time first, or publish it now.")
    if bundle.go_live_at <= timezone.now():
        raise BundleRefused(f"{both_clocks(bundle.go_live_at)} has passed. Set a later time, or publish it now.")
    for found in members_of(bundle):
        if found.item is not None and (refusal := embargo_refusal(bundle, found.item)):
            raise BundleRefused(refusal)
    if refusal := publish_bundle_refusal(user, bundle):
        raise BundleRefused(refusal)
    move(bundle, Status.SCHEDULED, scheduled_by=user)
    note(bundle, "schedule", user, go_live_at=bundle.go_live_at.isoformat())
    return bundle


@transaction.atomic
def cancel(bundle: Bundle, user) -> Bundle:
    """Take a bundle off the clock, so that it and its stories can be edited again."""
    bundle = claimed(bundle)
    if bundle.status not in Bundle.ON_THE_CLOCK:
        raise BundleRefused("This bundle is not scheduled.")
    move(bundle, Status.OPEN, scheduled_by=None)
    solve(bundle)
    note(bundle, "cancel", user)
    return bundle


@transaction.atomic
def take_apart(bundle: Bundle, user) -> None:
    """Delete a bundle that is not live; its stories stay as they are, unpublished."""
    bundle = claimed(bundle)
    if bundle.status == Status.PUBLISHED:
        raise BundleRefused("This bundle is live: it is kept as a record.")
    solve(bundle)
    log(instance=bundle, action="wagtail.delete", user=user, deleted=True)
    bundle.delete()


def publish_now(bundle: Bundle, user) -> Bundle:
    """Put a bundle live by hand; raise BundleRefused, and leave everything as it was, when one member cannot go."""
    if refusal := publish_bundle_refusal(user, bundle):
        raise BundleRefused(refusal)
    with transaction.atomic():
        bundle = claimed(bundle)
        if bundle.status == Status.PUBLISHED:
            raise BundleRefused("This bundle is live already.")
        put_bundle_live(bundle, user=user)
    return bundle


def put_bundle_live(bundle: Bundle, user=None, log_action: bool | str = True) -> None:
    """Publish every member, or raise BundleRefused that names the one that cannot go.

    Call it in a transaction that ends with the error, and with the bundle's row locked.
    """
    # Nobody saves another text into a version between the check of its approval and its publication.
    versions = Revision.objects.filter(
        pk__in=[found.item.latest_revision_id for found in members_of(bundle) if found.item]
    )
    list(versions.select_for_update().order_by("pk").values_list("pk"))
    members = members_of(bundle)
    if refusal := not_ready(members):
        raise BundleRefused(refusal)
    # From here on no member waits for the bundle, so that bundle_hold() lets it pass.
    bundle.items.update(waiting=False)
    for found in members:
        try:
            put_member_live(found, user, log_action)
        except (PermissionDenied, ValidationError) as error:
            raise BundleRefused(f"“{found.name}” cannot go live: {what_happened(error)}") from error
        except Exception as error:
            raise BundleRefused(f"“{found.name}” cannot go live: {what_happened(error)}.") from error
    move(bundle, Status.PUBLISHED, published_at=timezone.now())
    solve(bundle)
    note(bundle, "publish", user)


def put_member_live(found: Member, user, log_action: bool | str) -> None:
    revision = found.item.latest_revision
    if revision.content.get("go_live_at"):
        # The bundle's time counts. A time of the story's own would take it out of step.
        revision.content["go_live_at"] = None
        revision.save(update_fields=["content"])
    if isinstance(found.item, Article):
        put_live(revision, user=user, log_action=log_action)
    else:
        revision.publish(user=user, skip_permission_checks=True, log_action=log_action)


def holds_of(members: list[Member]) -> dict[int, str]:
    """Say by member what else would stop it at the moment of publishing: a checklist, an expiry date."""
    found = {}
    for entry in members:
        if entry.row.waiting and isinstance(entry.item, Article) and entry.item.latest_revision:
            reason = hold(entry.item.latest_revision.as_object())
            if reason and reason != bundle_hold(entry.item):
                found[entry.row.pk] = reason
    return found


def move(bundle: Bundle, status: str, **values) -> None:
    for name, value in {"status": status, **values}.items():
        setattr(bundle, name, value)
    bundle.save(update_fields=["status", *values])
