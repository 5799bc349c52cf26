"""Each person chooses how to hear of what; nothing is lost, and nothing comes twice."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from core.models.outbox_item import MAX_ATTEMPTS
from desk.models import Announcement, DigestEntry, Mail, MailPreference
from desk.notifications import notify, quiet
from desk.notifications.digests import collect_digests, last_digest_time
from desk.notifications.events import EVENTS
from desk.notifications.tasks import expand, send_due, tick
from tests.desk.newsroom import draft

pytestmark = pytest.mark.once

NOW, DIGEST, NEVER = MailPreference.Way.values
LAGOS = ZoneInfo("Africa/Lagos")


class OneBadAddress(EmailBackend):
    def send_messages(self, messages):
        for message in messages:
            if "copy_editor" in message.to[0]:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"No such user")})
        return super().send_messages(messages)


@pytest.fixture
def story(room):
    return draft(room.politics, room.reporter, headline="The bridge at Lokoja")


def choose(user, event: str, way: str) -> None:
    MailPreference.objects.update_or_create(user=user, event=event, defaults={"way": way})


def told() -> list[str]:
    return sorted(message.to[0].split("@")[0] for message in mail.outbox)


def later() -> None:
    """Let the time pass that anything waits for."""
    Mail.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    Announcement.objects.update(created_at=timezone.now() - timedelta(hours=1))
    DigestEntry.objects.update(created_at=timezone.now() - timedelta(days=1))


# notify()


# Failed schedules have a mail of their own: desk.failures.
@pytest.mark.parametrize("event", sorted(EVENTS.keys() - {"failed_schedule"}))
def test_every_event_has_a_text_that_needs_no_more_than_a_story(room, story, event):
    notify(event, story, [room.reporter])
    [message] = mail.outbox
    assert "The bridge at Lokoja" in message.subject
    assert reverse("wagtailadmin_pages:edit", args=[story.pk]) in message.body
    assert reverse("wagtailadmin_account") in message.body


@pytest.mark.parametrize("event", ["killed", "restored", "published_without_review"])
def test_reason_is_told(room, story, event):
    notify(event, story, [room.reporter], room.managing_editor, reason="The source took it back & “sued”")
    assert "The source took it back & “sued”" in mail.outbox[0].body


def test_only_people_who_may_see_the_story_hear(room, story):
    gone = room.copy_editor
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    everybody = [room.reporter, room.section_editor, room.other_reporter, room.photo_desk, gone, None]
    notify("killed", story, [*everybody, room.reporter], actor=room.section_editor, reason="Wrong")
    assert told() == ["reporter"]


def test_an_unknown_event_is_a_mistake_of_the_caller(room, story):
    with pytest.raises(KeyError):
        notify("coffee", story, [room.reporter])


def test_quiet_notifies_nobody(room, story):
    with quiet():
        notify("killed", story, [room.reporter])
    assert not mail.outbox
    assert not Announcement.objects.exists()


# Choosing


def test_nothing_comes_of_what_was_switched_off(room, story):
    choose(room.reporter, "killed", NEVER)
    notify("killed", story, [room.reporter, room.section_editor])
    assert told() == ["section_editor"]
    assert not DigestEntry.objects.exists()


def test_choices_are_made_under_account(room, client):
    client.force_login(room.reporter)
    address = reverse("wagtailadmin_account")
    text = client.get(address).content.decode()
    assert "Somebody mentions me in a note" in text
    assert "submitted_notifications" not in text
    assert "Notification preferences" not in text
    client.post(
        address,
        {
            "name_email-first_name": "Ada",
            "name_email-last_name": "Obi",
            "name_email-email": "ada@pulse.example",
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
            "mails-killed": DIGEST,
            "mails-published": NEVER,
            "mails-waiting": "by pigeon",
        },
    )
    assert not MailPreference.objects.exists(), "one wrong answer, nothing saved"
    values = {f"mails-{key}": event.default for key, event in EVENTS.items()} | {"mails-killed": DIGEST}
    form = {
        "name_email-first_name": "Ada",
        "name_email-last_name": "Obi",
        "name_email-email": "ada@pulse.example",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        **values,
    }
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 302
    assert MailPreference.objects.get(user=room.reporter, event="killed").way == DIGEST


def test_account_is_for_those_who_work_here(db, client):
    assert client.get(reverse("wagtailadmin_account")).status_code == 302


# A mail server that is down


def test_mail_that_failed_is_tried_again(room, story, settings):
    settings.EMAIL_BACKEND = "tests.desk.broken_mail.Backend"
    notify("killed", story, [room.reporter, room.section_editor])
    assert Mail.objects.count() == 2
    assert send_due.call() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_due.call()
    assert "reporter" not in told(), "its time has not come"
    later()
    send_due.call()
    send_due.call()
    assert told() == ["reporter", "section_editor"]
    assert not Mail.objects.exists()


def test_one_bad_address_stops_nobody_else(room, story, settings):
    settings.EMAIL_BACKEND = "tests.desk.test_mail_preferences.OneBadAddress"
    notify("killed", story, [room.copy_editor, room.reporter, room.section_editor])
    assert told() == ["reporter", "section_editor"]
    waiting = Mail.objects.get()
    assert waiting.user == room.copy_editor
    assert "No such user" in waiting.error


def test_attempts_are_bounded(room, story, settings):
    settings.EMAIL_BACKEND = "tests.desk.broken_mail.Backend"
    notify("killed", story, [room.reporter])
    for _ in range(MAX_ATTEMPTS + 3):
        later()
        send_due.call()
    left = Mail.objects.get()
    assert (left.status, left.attempts) == (Mail.Status.GIVEN_UP, MAX_ATTEMPTS)


def test_two_workers_do_not_send_the_same_mail(room, story, settings):
    settings.EMAIL_BACKEND = "tests.desk.broken_mail.Backend"
    notify("killed", story, [room.reporter])
    later()
    mine, theirs = Mail.objects.get(), Mail.objects.get()
    assert mine.claim()
    assert not theirs.claim()


def test_a_retried_mail_asks_again_who_may_see_the_story(room, story, settings):
    settings.EMAIL_BACKEND = "tests.desk.broken_mail.Backend"
    notify("killed", story, [room.section_editor])
    room.section_editor.groups.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    later()
    send_due.call()
    assert not mail.outbox
    assert not Mail.objects.exists()


def test_a_killed_worker_loses_nothing_and_repeats_nothing(room, story):
    announcement = Announcement.objects.create(event="killed", story_id=story.pk, users=[room.reporter.pk])
    later()
    send_due.call()
    assert told() == ["reporter"]
    assert expand(announcement.pk) == []
    send_due.call()
    assert told() == ["reporter"]


def test_clock_hands_work_to_the_worker_only_when_there_is_some(room, story, monkeypatch):
    calls = []
    monkeypatch.setattr("desk.notifications.tasks.send_due", FakeTask(calls))
    tick()
    assert not calls
    DigestEntry.objects.create(
        user=room.reporter, event="killed", story_id=story.pk, line="x", created_at=timezone.now() - timedelta(days=2)
    )
    tick()
    assert calls == ["enqueued"]


class FakeTask:
    module_path = "desk.notifications.tasks.send_due"

    def __init__(self, calls: list) -> None:
        self.calls = calls

    def enqueue(self) -> None:
        self.calls.append("enqueued")


# Digests


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 2, 6, 59, tzinfo=LAGOS), datetime(2026, 3, 1, 7, tzinfo=LAGOS)),
        (datetime(2026, 3, 2, 7, 0, tzinfo=LAGOS), datetime(2026, 3, 2, 7, tzinfo=LAGOS)),
        (datetime(2026, 3, 2, 23, 59, tzinfo=LAGOS), datetime(2026, 3, 2, 7, tzinfo=LAGOS)),
    ],
)
def test_digests_are_due_at_seven(now, due):
    assert last_digest_time(now) == due


def test_digest_holds_what_happened_and_comes_once(room, story):
    choose(room.reporter, "killed", DIGEST)
    choose(room.reporter, "noted", DIGEST)
    notify("killed", story, [room.reporter])
    notify("noted", story, [room.reporter])
    assert not mail.outbox
    send_due.call()
    assert not mail.outbox, "the hour has not come"
    later()
    send_due.call()
    send_due.call()
    [message] = mail.outbox
    assert message.subject == "Your digest: 2 things"
    assert "Killed: “The bridge at Lokoja”" in message.body
    assert "Note on “The bridge at Lokoja”" in message.body


def test_digest_leaves_out_what_the_person_may_no_longer_see(room, story):
    other = draft(room.business, room.reporter, headline="Still mine")
    for item in (story, other):
        DigestEntry.objects.create(user=room.section_editor, event="killed", story_id=item.pk, line=item.title)
    later()
    assert collect_digests() == 1
    body = Mail.objects.get().body
    assert "The bridge at Lokoja" in body
    assert "Still mine" not in body
    assert not DigestEntry.objects.exists()


def test_nobody_gets_an_empty_digest(room, story):
    DigestEntry.objects.create(user=room.other_reporter, event="killed", story_id=story.pk, line="Not theirs")
    later()
    assert collect_digests() == 0
    assert not Mail.objects.exists()
    assert not DigestEntry.objects.exists()
