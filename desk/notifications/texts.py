"""What they read."""

from contextlib import suppress

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, TaskState

from desk.models import Announcement, DigestEntry

SUBJECT_LENGTH = 300


def name_of(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def admin_url(name: str, *args) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def compose(announcement: Announcement, user, story: Page, state: TaskState | None) -> tuple[str, str]:
    """Return subject and text; the first line of the template is the subject."""
    context = {
        "note": state.comment if state else "",
        "step": state.task.name if state else "",
        "waits_for": next_step(state) if state and announcement.event == "approved" else "",
        "goes_live_at": story.go_live_at,
        **{name: revived(name, value) for name, value in announcement.context.items()},
        "headline": story.draft_title or story.title,
        "story": story,
        "recipient": user,
        "actor": name_of(announcement.actor),
        "edit_url": admin_url("wagtailadmin_pages:edit", story.pk),
        "account_url": admin_url("wagtailadmin_account"),
    }
    return split(render_to_string(f"desk/mail/{announcement.event}.txt", context))


def compose_digest(user, entries: list[DigestEntry]) -> tuple[str, str]:
    lines = [{"line": entry.line, "url": admin_url("wagtailadmin_pages:edit", entry.story_id)} for entry in entries]
    context = {"recipient": user, "entries": lines, "account_url": admin_url("wagtailadmin_account")}
    return split(render_to_string("desk/mail/digest.txt", context))


def split(text: str) -> tuple[str, str]:
    subject, _, body = text.strip().partition("\n")
    # A headline may hold a line break, which would end the header.
    return " ".join(subject.split())[:SUBJECT_LENGTH], body.strip() + "\n"


def revived(name: str, value):
    """Return a time again where a time was announced, under a name such as `expires_at`: JSON has none."""
    if name.endswith(("_at", "_until")) and isinstance(value, str):
        with suppress(ValueError):
            return parse_datetime(value) or value
    return value


def next_step(state: TaskState) -> str:
    current = state.workflow_state.current_task_state
    return current.task.name if current and current.status == TaskState.STATUS_IN_PROGRESS else ""
