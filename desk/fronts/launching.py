"""From a container's draft to readers, and back: the only functions that change what is in a container."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, LockableMixin, Revision, RevisionMixin

from core.clocks import both_clocks
from desk.fronts.permissions import can_curate
from desk.notifications.texts import name_of
from news.fronts.reading import same_cards
from news.models import Container, RemovedCard

CARDS = Container.cards.field.stream_block
# Fields that say how a version stands, not what it says.
BOOKKEEPING = {"id"} | {
    field.name for mixin in (DraftStateMixin, RevisionMixin, LockableMixin) for field in mixin._meta.local_fields
}
STREAMS = {"cards", "backfill"}
NOT_YOURS = "Only the editors whose container it is can do that."
# A board saves with every card that moves: what one person does in such a while is one version in the history.
BURST = timedelta(minutes=5)


class Refused(PermissionDenied):
    """Raised instead of a change; the message says why, in words for the editor."""


class Stale(Refused):
    """Raised when somebody else has saved since."""


def version_of(container: Container) -> str:
    """Name the draft that a change rests on. A burst of saves is one revision, so its number alone would not do."""
    revision = container.latest_revision
    return f"{revision.pk}-{revision.created_at.timestamp():.6f}" if revision else ""


def changed_by(container: Container) -> str:
    """Say who saved the latest draft and when."""
    revision = container.latest_revision
    if revision is None:
        return "changed"
    return f"changed by {name_of(revision.user) or 'somebody'} on {both_clocks(revision.created_at)}"


def refusal(container: Container, user) -> str:
    """Say why `user` cannot change a container now; empty when they can."""
    if not can_curate(user, container):
        return NOT_YOURS
    lock = container.get_lock()
    if lock and lock.for_user(user):
        return f"“{container}” is locked."
    return ""


def claim(container: Container, user, base: str | None) -> Container:
    """Return the container as it is stored, held until the transaction ends; raise Refused when it may not change.

    `base` is the version (version_of) that the change rests on: the latest one, or Stale is raised. None for any.
    """
    held = Container.objects.select_for_update(of=("self",)).select_related("section", "latest_revision")
    found = held.get(pk=container.pk)
    if reason := refusal(found, user):
        raise Refused(reason)
    if base is not None and base != version_of(found):
        raise Stale(f"“{found}” was {changed_by(found)}: not saved.")
    return found


def same_burst(container: Container, user) -> Revision | None:
    """Return the latest revision when `user` is still at it and nothing else rests on it."""
    revision = container.latest_revision
    if revision is None or revision.user_id != user.pk or revision.approved_go_live_at:
        return None
    begun = revision.created_at.timestamp() // BURST.total_seconds()
    is_now = begun == timezone.now().timestamp() // BURST.total_seconds()
    return revision if is_now and revision.pk != container.live_revision_id else None


@transaction.atomic
def launch(container: Container, user, base: str | None = None) -> Container:
    """Show readers the latest draft at once, on every front where the container stands; return the container.

    Raise Refused when `user` may not, Stale when somebody has saved since `base`. A launch that was scheduled is off:
    it would bring back an older version.
    """
    found = claim(container, user, base)
    revision = found.latest_revision or found.save_revision(user=user)
    unschedule(found)
    revision.refresh_from_db()
    revision.publish(user=user, skip_permission_checks=True)
    return Container.objects.get(pk=found.pk)


@transaction.atomic
def schedule_launch(container: Container, user, at: datetime, base: str | None = None) -> Container:
    """Have the clock launch the draft as it is now at the moment `at`; return the container.

    What is saved later is no part of it. Raise Refused when `user` may not or the moment has passed.
    """
    found = claim(container, user, base)
    if at <= timezone.now():
        raise Refused("This time has passed. Choose a later one, or launch now.")
    revision = found.latest_revision or found.save_revision(user=user)
    unschedule(found)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at)
    log(instance=found, action="fronts.schedule", user=user, revision=revision, data={"at": at.isoformat()})
    return Container.objects.get(pk=found.pk)


@transaction.atomic
def cancel_launch(container: Container, user) -> Container:
    """Take a scheduled launch back; the draft stays. Raise Refused when `user` may not or none is scheduled."""
    found = claim(container, user, None)
    if not unschedule(found):
        raise Refused(f"No launch of “{found}” is scheduled.")
    log(instance=found, action="fronts.unschedule", user=user)
    return found


def unschedule(container: Container) -> int:
    return container.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)


@transaction.atomic
def save_draft(container: Container, user, base: str | None = None, **values) -> Container:
    """Save `values` (such as cards=[…]) as the container's new draft; return it.

    Raise Refused and Stale as launch() does, ValidationError for values that no draft may have.
    """
    found = claim(container, user, base)
    draft = found.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    if "cards" in values:
        # As the form does for a draft: unfinished cards are kept, impossible ones are not.
        draft.cards = CARDS.clean_deferred(draft.cards)
    if not can_curate(user, draft):
        raise Refused("You cannot give a container to others.")
    draft.clean_fields(exclude=["cards", "backfill"])
    draft.clean()
    revision = draft.save_revision(user=user, log_action=True, overwrite_revision=same_burst(found, user))
    if set(values) == {"cards"} and is_live_again(draft):
        # Taken back by hand or with “Undo”: there is nothing to launch.
        draft.live_revision, draft.has_unpublished_changes = revision, False
        Container.objects.filter(pk=draft.pk).update(live_revision=revision, has_unpublished_changes=False)
    return draft


def is_live_again(draft: Container) -> bool:
    """Tell whether a draft says again what readers see."""
    container = Container.objects.get(pk=draft.pk)
    if not (container.live and same_cards(container, draft)):
        return False
    if list(container.backfill.raw_data) != list(draft.backfill.raw_data):
        return False
    rest = [field.attname for field in Container._meta.concrete_fields if field.name not in {*BOOKKEEPING, *STREAMS}]
    return all(getattr(container, name) == getattr(draft, name) for name in rest)


@transaction.atomic
def discard(container: Container, user, base: str | None = None) -> Container:
    """Make what readers see the latest version again; the draft stays in the history."""
    found = claim(container, user, base)
    if not (found.live and found.has_unpublished_changes):
        raise Refused(f"“{found}” has no draft that readers do not see.")
    unschedule(found)
    found.live_revision = found.save_revision(user=user, changed=False)
    found.has_unpublished_changes = False
    found.save(update_fields=["live_revision", "has_unpublished_changes"])
    log(instance=found, action="fronts.discard", user=user, revision=found.live_revision)
    return found


@transaction.atomic
def put_back(removed: RemovedCard, user, base: str | None = None) -> Container:
    """Put a card that had left a container at the top of its draft."""
    found = claim(removed.container, user, base)
    rows = found.get_latest_revision_as_object().card_rows()
    others = [row for row in rows if row["id"] != removed.card_id]
    try:
        draft = save_draft(found, user, cards=[removed.card, *others])
    except ValidationError as error:
        raise Refused(f"The card cannot go back: “{found}” is full. Take another one out first.") from error
    log(instance=found, action="fronts.put_back", user=user, data={"card": removed.card_id})
    return draft
