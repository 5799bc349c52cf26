"""Tell an editor where a story stands in time: set or approved, under embargo, in a bundle, late."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin import messages

from core.clocks import both_clocks
from desk.bundles.membership import bundle_of
from desk.models import Bundle, ScheduleFailure
from desk.permissions import embargo_end

# A function of wagtail.admin.messages, and what it is to say.
Notice = tuple[Callable[..., None], str]


def status_text(story) -> str:
    """Return “Approved, goes live on …” for a story that waits for its time; empty for all others."""
    revision = story.scheduled_revision
    return f"Approved, goes live on {both_clocks(revision.approved_go_live_at)}" if revision else ""


def schedule_notices(page, version) -> list[Notice]:
    """Return what the edit view says, as pairs of a kind of message and a text.

    `page` is the story as the database has it, `version` what the form shows. The lock says that a story is approved
    and when it goes live (desk.locks).
    """
    notices = [*failure_notices(page), *embargo_notices(page, version)]
    bundle = bundle_of(page)
    if bundle is None:
        return notices if page.scheduled_revision else notices + time_notices(page, version)
    if bundle.status != Bundle.Status.SCHEDULED:
        url = reverse("bundle:inspect", args=[bundle.pk])
        text = "In the bundle <a href='{}'>“{}”</a>. Approving it does not publish it: it goes live with the bundle."
        notices.append((messages.info, format_html(text, url, bundle)))
    return notices


def failure_notices(page) -> list[Notice]:
    return [
        (messages.error, f"It could not {failure.get_action_display().lower()} on time. {failure.remedy}")
        for failure in ScheduleFailure.objects.open().of(page)
    ]


def embargo_notices(page, version) -> list[Notice]:
    end = embargo_end(version) or embargo_end(page)
    if end is None:
        return []
    if page.live and not page.is_embargoed:
        return [
            (
                messages.info,
                f"This update is under embargo until {both_clocks(end)}. Nobody can publish it before; "
                "readers go on seeing the version that is live.",
            )
        ]
    return [
        (
            messages.info,
            f"Under embargo until {both_clocks(end)}. Nobody can publish it before, and no reader can see it.",
        )
    ]


def time_notices(page, version) -> list[Notice]:
    """Say what a time that is set, but not approved, will do."""
    when = version.go_live_at
    if when is None or (page.live and not page.has_unpublished_changes):
        return []
    if when <= timezone.now():
        text = f"The go-live time, {both_clocks(when)}, has passed: once approved it goes live at once."
        return [(messages.warning, text)]
    end = embargo_end(version)
    if end and end > when:
        text = (
            f"The embargo ends after the go-live time, {both_clocks(when)}: once approved, "
            f"it goes live when the embargo ends, on {both_clocks(end)}."
        )
        return [(messages.warning, text)]
    text = f"Set to go live on {both_clocks(when)}, but not approved yet: it will not go out by itself."
    return [(messages.warning, text)]
