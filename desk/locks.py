"""What nobody edits: a story that is approved and waits for its time, alone or in a bundle."""

from django.urls import reverse
from django.utils.html import format_html
from wagtail.locks import BaseLock, ScheduledForPublishLock

from core.clocks import both_clocks
from desk.models import Bundle


def story_lock(story) -> BaseLock | None:
    """Return the lock of a story that has its time; None for all others."""
    if story.pk is None:
        return None
    from desk.bundles.membership import locking_bundle

    if bundle := locking_bundle(story):
        return BundleLock(story, bundle)
    return ScheduledStoryLock(story) if story.approved_schedule else None


class ScheduledStoryLock(ScheduledForPublishLock):
    """Say that the story is approved and when it goes live; Wagtail adds the button that cancels."""

    def get_message(self, user):
        when = both_clocks(self.object.scheduled_revision.approved_go_live_at)
        return format_html("<b>Approved, goes live on {}.</b> To change it, cancel that first.", when)

    def get_locked_by(self, user) -> str:
        return "Approved and scheduled"

    def get_description(self, user) -> str:
        when = both_clocks(self.object.scheduled_revision.approved_go_live_at)
        return f"Goes live on {when}. Nobody can edit it until then."


class BundleLock(BaseLock):
    """Keep a story as it was approved while the clock has its bundle."""

    def __init__(self, story, bundle: Bundle) -> None:
        super().__init__(story)
        self.bundle = bundle

    def for_user(self, user) -> bool:
        return True

    def get_message(self, user):
        return format_html(
            "<b>Approved, goes live on {} with the bundle <a href='{}'>“{}”</a>.</b> "
            "To change the story, cancel the bundle’s schedule first.",
            both_clocks(self.bundle.go_live_at),
            reverse("bundle:inspect", args=[self.bundle.pk]),
            self.bundle,
        )

    def get_locked_by(self, user) -> str:
        return "Scheduled in a bundle"

    def get_description(self, user) -> str:
        return f"Goes live with “{self.bundle}” on {both_clocks(self.bundle.go_live_at)}."
