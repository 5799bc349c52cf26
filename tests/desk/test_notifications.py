import pytest
from django.core import mail

from desk.models import MailPreference
from desk.notifications import quiet
from tests import factories
from tests.desk.newsroom import act, again, draft, edit, fresh, person, submit

pytestmark = pytest.mark.once


@pytest.fixture
def story(room):
    return draft(room.politics, room.reporter, headline="The bridge at Lokoja")


def sent() -> set[tuple[str, str]]:
    """Return who got which mail since the last look, as (user name, first word of the subject)."""
    found = {(message.to[0].split("@")[0], message.subject.split(":")[0]) for message in mail.outbox}
    assert len(found) == len(mail.outbox), "somebody got a mail twice"
    mail.outbox.clear()
    return found


def test_each_step_tells_whom_it_concerns(room, story):
    submit(story, room.reporter)
    assert sent() == {("copy_editor", "Politics copy edit")}
    act(story, room.copy_editor, "reject", comment="Which bridge?")
    assert "Which bridge?" in mail.outbox[0].body
    assert sent() == {("reporter", "Changes requested")}
    fresh(story).current_workflow_state.resume(room.reporter)
    assert sent() == {("copy_editor", "Politics copy edit")}
    act(story, room.copy_editor)
    assert sent() == {("reporter", "Approved"), ("section_editor", "Politics section editor")}
    act(story, room.section_editor)
    assert fresh(story).full_url in mail.outbox[0].body
    assert sent() == {("reporter", "Published")}


def test_deputies_hear_only_when_no_member_can_approve(room, story):
    edit(story, room.copy_editor, standfirst="Changed.")
    submit(story, room.reporter)
    assert sent() == {("section_editor", "Politics copy edit"), ("managing_editor", "Politics copy edit")}


def test_writers_hear_that_somebody_else_submitted(room, story):
    submit(story, room.section_editor)
    assert ("reporter", "Submitted") in sent()


def test_account_in_the_byline_hears(room):
    writer = person("writer", room.desk.group("section_editor"))
    story = draft(room.politics, room.reporter, authors=[factories.author(user=writer)])
    submit(story, room.reporter)
    mail.outbox.clear()
    act(story, room.copy_editor, "reject")
    assert {name for name, _ in sent()} == {"reporter", "writer"}


def test_nothing_to_people_who_may_not_see_the_story(room, story):
    submit(story, room.reporter)
    mail.outbox.clear()
    room.reporter.groups.clear()
    act(story, room.copy_editor, "reject", comment="Secret")
    assert not mail.outbox


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_nothing_to_inactive_people_or_without_address(room, story, change):
    type(room.copy_editor).objects.filter(pk=room.copy_editor.pk).update(**change)
    submit(story, room.reporter)
    assert "copy_editor" not in {name for name, _ in sent()}


def test_each_person_chooses(room, story):
    MailPreference.objects.create(user=room.copy_editor, event="waiting", way=MailPreference.Way.NEVER)
    submit(story, room.reporter)
    assert not mail.outbox


def test_a_mail_server_that_is_down_stops_nothing(room, story, settings):
    settings.EMAIL_BACKEND = "tests.desk.broken_mail.Backend"
    submit(story, room.reporter)
    assert fresh(story).current_workflow_task.name == "Politics copy edit"


def test_line_break_in_a_headline_is_no_header(room):
    story = draft(room.politics, room.reporter, headline="One\nBcc: everybody@example.com & “two” <b>")
    submit(story, room.reporter)
    message = mail.outbox[0]
    assert "\n" not in message.subject
    assert message.recipients() == ["copy_editor@pulse.example"]
    assert "& “two” <b>" in message.body


def test_quiet_sends_nothing(room, story):
    with quiet():
        submit(story, room.reporter)
        again(room.reporter)
    assert not mail.outbox


def test_scheduled_approval_says_when(room):
    from datetime import timedelta

    from django.utils import timezone

    story = draft(room.politics, room.reporter, go_live_at=timezone.now() + timedelta(days=1))
    submit(story, room.reporter)
    act(story, room.copy_editor)
    mail.outbox.clear()
    act(story, room.section_editor)
    assert "goes live on" in mail.outbox[0].body
