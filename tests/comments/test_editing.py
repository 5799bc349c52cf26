"""A moderator mends the text of a reply."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.deciding import Seen
from comments.editing import EditRefused, edit
from comments.forms import LONGEST_TEXT
from comments.models import Reply
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(room):
    return factories.held_reply(factories.article("Budget passes", room.politics), text="A <b>bad</b> word.")


def fresh(reply) -> Reply:
    return Reply.objects.get(pk=reply.pk)


def test_text_is_changed_marked_and_kept(room, reply):
    edit(reply.pk, "A good word.", room.comment_moderator)

    now = fresh(reply)
    assert now.text == "A good word."
    assert now.edited_at is not None
    assert now.state == "waiting"
    entry = ModelLogEntry.objects.get(action="comments.edit")
    assert entry.data["before_text"] == "A <b>bad</b> word."


def test_same_text_changes_nothing(room, reply):
    edit(reply.pk, " A <b>bad</b> word.\r\n", room.admin)
    assert fresh(reply).edited_at is None


@pytest.mark.parametrize("text", ["", " \n\t", "\0", "x" * (LONGEST_TEXT + 1)])
def test_text_that_cannot_stand_there_is_refused(room, reply, text):
    with pytest.raises(ValidationError):
        edit(reply.pk, text, room.admin)


def test_others_do_not_edit(room, reply):
    with pytest.raises(EditRefused):
        edit(reply.pk, "Mine.", room.other_section_editor)


def test_second_of_two_keeps_what_they_typed_and_sees_the_first(client, room, reply):
    before = Seen.of(fresh(reply))
    edit(reply.pk, "Mended by the first.", room.managing_editor)
    client.force_login(room.comment_moderator)

    page = client.post(reverse("reply_edit", args=[reply.pk]), {"text": "Mended by the second.", "seen": str(before)})

    body = page.content.decode()
    assert "Somebody else edited the text" in body
    assert "Mended by the first." in body
    assert "Mended by the second." in body
    assert fresh(reply).text == "Mended by the first."


def test_form_saves_and_leads_back(client, room, reply):
    client.force_login(room.comment_moderator)
    url, queue = reverse("reply_edit", args=[reply.pk]), reverse("reply_queue")

    answer = client.post(url, {"text": "Good.", "seen": str(Seen.of(fresh(reply))), "next": queue})

    assert answer.url == queue
    assert fresh(reply).text == "Good."


@pytest.mark.parametrize("text", ["", "x" * (LONGEST_TEXT + 1)])
def test_form_gives_a_refused_text_back(client, room, reply, text):
    client.force_login(room.comment_moderator)
    page = client.post(reverse("reply_edit", args=[reply.pk]), {"text": text, "seen": str(Seen.of(fresh(reply)))})

    assert page.status_code == 200
    assert page.context["form"]["text"].value() == text
    assert page.context["form"].errors


def test_history_shows_what_it_said_escaped(client, room, reply):
    edit(reply.pk, "A good word.", room.comment_moderator)
    client.force_login(room.comment_moderator)

    body = client.get(reverse("reply_detail", args=[reply.pk])).content.decode()

    assert "A &lt;b&gt;bad&lt;/b&gt; word." in body
    assert "Text edited" in body
