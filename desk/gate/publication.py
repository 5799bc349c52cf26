"""Publish a story past its review: with a reason, logged, told to the others, in sight until somebody reads it."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page, Revision

from desk.models import UnreviewedPublication
from desk.notifications import managing_editors, notify
from desk.permissions import publish_refusal, reading_refusal
from desk.publishing import PublicationRefused, put_live
from news.models import Article

LOG_ACTION = "desk.publish_without_review"
LOG_READ = "desk.read_afterwards"


class VersionChanged(PublicationRefused):
    """Raised when a newer version than the one that was asked for has been saved."""


def version_of(revision: Revision) -> str:
    """Name a version: autosave writes a revision over, and only its time tells."""
    return f"{revision.pk}@{revision.created_at.isoformat()}"


@transaction.atomic
def publish_without_review(story: Article, version: str, user, reason: str) -> UnreviewedPublication:
    """Publish that version for `user`, or schedule it for its time.

    Raise VersionChanged when there is a newer one, PublicationRefused with the reason when `user` may not or something
    holds the story.
    """
    # One after the other: of two who press the button at once, the second learns that the story is live.
    Page.objects.select_for_update(of=("self",)).get(pk=story.pk)
    story = Article.objects.get(pk=story.pk)
    if refusal := publish_refusal(user, story):
        raise PublicationRefused(refusal)
    if is_out(story):
        raise PublicationRefused("Readers see this version already.")
    revision = story.get_latest_revision()
    if revision is None or version_of(revision) != version:
        raise VersionChanged("Not published: a newer version has been saved meanwhile. Read it, then decide again.")
    step = story.current_workflow_task
    put_live(revision, user=user)
    # Wagtail cancels the review of what goes live, but not of an update that is scheduled.
    if state := story.current_workflow_state:
        state.refresh_from_db()
        if state.status in (state.STATUS_IN_PROGRESS, state.STATUS_NEEDS_CHANGES):
            state.cancel(user=user)
    data = {"reason": reason, "review": step.name if step else ""}
    log(instance=story, action=LOG_ACTION, user=user, revision=revision, data=data)
    publication = UnreviewedPublication.objects.create(article=story, revision=revision, user=user, reason=reason)
    notify("published_without_review", story, managing_editors(), actor=user, reason=reason)
    return publication


def is_out(story: Article) -> bool:
    """Tell whether readers see the latest version."""
    return story.live and not story.has_unpublished_changes


@transaction.atomic
def read_afterwards(publication: UnreviewedPublication, user) -> str:
    """Note that `user` has read the story; return why not when they cannot be the one."""
    publication = UnreviewedPublication.objects.select_for_update().get(pk=publication.pk)
    if publication.read_at:
        return "Somebody has read it already."
    if refusal := reading_refusal(user, publication):
        return refusal
    publication.read_by, publication.read_at = user, timezone.now()
    publication.save(update_fields=["read_by", "read_at"])
    log(instance=publication.article, action=LOG_READ, user=user, revision=publication.revision)
    return ""


class PublishedWithoutReview(LogFormatter):
    label = "Publish without review"

    def format_message(self, log_entry) -> str:
        data = log_entry.data
        cut_short = f" Its review ({data['review']}) was cut short." if data.get("review") else ""
        return f"Published without review: “{data.get('reason', '')}”{cut_short}"


def register_log_actions(actions) -> None:
    actions.register_action(LOG_ACTION)(PublishedWithoutReview)
    actions.register_action(LOG_READ, "Read afterwards", "Read after it was published without review")
