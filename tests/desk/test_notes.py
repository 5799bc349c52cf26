import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, PageLogEntry, PageSubscription
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from desk.models import MailPreference
from desk.notes import mentioned_names
from tests.desk.newsroom import draft, edit_url, form, fresh

pytestmark = pytest.mark.once


@pytest.fixture
def story(room):
    return draft(room.politics, room.reporter, headline="The bridge at Lokoja")


def write_note(client, user, story, text: str, reply_to: Comment | None = None) -> None:
    """Save a note in the margin, or a reply to one, as the editor does."""
    replies = {"replies": inline_formset([{"text": text, "DELETE": ""}] if reply_to else [])}
    note = {
        "text": reply_to.text if reply_to else text,
        "contentpath": "title",
        "position": "",
        "DELETE": "",
        "resolved": "",
        **replies,
    }
    if reply_to:
        note["id"] = str(reply_to.pk)
    initial = 1 if reply_to else 0
    data = {**form(story), **nested_form_data({"comments": inline_formset([note], initial=initial)})}
    client.force_login(user)
    answer = client.post(edit_url(story), data)
    assert answer.status_code == 302, answer.context["form"].errors


def sent() -> set[tuple[str, str]]:
    found = {(message.to[0].split("@")[0], message.subject) for message in mail.outbox}
    assert len(found) == len(mail.outbox), "somebody got a mail twice"
    mail.outbox.clear()
    return found


NOTE = "Note on “The bridge at Lokoja”"


def test_note_reaches_the_writers_and_nobody_else(room, story, client):
    write_note(client, room.copy_editor, story, "Which bridge?")
    assert Comment.objects.get().text == "Which bridge?"
    assert "Which bridge?" in mail.outbox[0].body
    assert "Copy_Editor" in mail.outbox[0].body
    assert sent() == {("reporter", NOTE)}


def test_mentioned_person_gets_one_mail(room, story, client):
    write_note(client, room.section_editor, story, "@reporter and @COPY_EDITOR: which bridge?")
    subject = "Section_Editor mentions you: “The bridge at Lokoja”"
    assert sent() == {("reporter", subject), ("copy_editor", subject)}


def test_mention_reaches_nobody_who_may_not_see_the_story(room, story, client):
    write_note(client, room.section_editor, story, "@other_reporter @photo_desk @nobody @section_editor look")
    assert sent() == {("reporter", NOTE)}


def test_reply_reaches_those_in_the_thread(room, story, client):
    write_note(client, room.copy_editor, story, "Which bridge?")
    mail.outbox.clear()
    write_note(client, room.reporter, story, "The old one.", reply_to=Comment.objects.get())
    assert "The old one." in mail.outbox[0].body
    assert sent() == {("copy_editor", NOTE)}


def test_whoever_switched_notifications_on_hears(room, story, client):
    PageSubscription.objects.create(page=story, user=room.section_editor, comment_notifications=True)
    write_note(client, room.copy_editor, story, "Which bridge?")
    assert sent() == {("reporter", NOTE), ("section_editor", NOTE)}


def test_each_person_chooses_about_notes(room, story, client):
    MailPreference.objects.create(user=room.reporter, event="noted", way="never")
    write_note(client, room.copy_editor, story, "Which bridge?")
    assert sent() == set()


def test_a_save_without_a_note_mails_nobody(room, story, client):
    client.force_login(room.copy_editor)
    client.post(edit_url(story), {**form(story), "title": "The old bridge"})
    assert fresh(story).draft_title == "The old bridge" or fresh(story).title == "The old bridge"
    assert sent() == set()


def test_editor_says_how_to_mention_somebody(room, story, client):
    client.force_login(room.reporter)
    assert "Write @ and a username" in client.get(edit_url(story)).content.decode()


def test_notes_stand_in_the_history(room, story, client):
    write_note(client, room.copy_editor, story, "Which bridge?")
    assert PageLogEntry.objects.filter(page=story, action="wagtail.comments.create").count() == 1
    client.force_login(room.reporter)
    assert client.get(reverse("wagtailadmin_pages:history", args=[story.pk])).status_code == 200


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ada", {"ada"}),
        ("Ask @Ada.", {"ada", "ada."}),
        ("(@ada), @bisi: see", {"ada", "bisi"}),
        ("ada@example.com", set()),
        ("@", set()),
        ("@ada@example.com", {"ada@example.com"}),
        ("@" + "x" * 1000, {"x" * 150}),
        ("", set()),
    ],
)
def test_a_mention_is_an_at_sign_and_a_username(text, names):
    assert mentioned_names(text) == names


def test_mentions_in_one_note_are_limited():
    assert len(mentioned_names(" ".join(f"@u{number}" for number in range(500)))) == 20
