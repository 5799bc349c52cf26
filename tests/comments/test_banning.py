"""Whom a ban keeps away, who may ban, and what is too wide."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments import banning
from comments.models import Ban, Reply
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(room):
    story = factories.article("Budget passes", room.politics)
    return factories.held_reply(story, email="Troll@Readers.example", address="198.51.100.7", writer="browser1")


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("email", " Troll@Readers.Example ", "troll@readers.example"),
        ("network", "198.51.100.7", "198.51.100.7/32"),
        ("network", "198.51.100.7/24", "198.51.100.0/24"),
        ("network", "2001:db8::1/48", "2001:db8::/48"),
        ("network", "::ffff:198.51.100.7", "198.51.100.7/32"),
        ("network", "198.51.0.0/16", "198.51.0.0/16"),
        ("writer", "browser1", "browser1"),
    ],
)
def test_one_spelling_is_kept(kind, value, kept):
    assert banning.clean_value(kind, value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("network", "198.0.0.0/8"),
        ("network", "0.0.0.0/0"),
        ("network", "2001::/16"),
        ("network", "::ffff:0:0/96"),
        ("network", "127.0.0.1"),
        ("network", "10.1.2.3"),
        ("network", "::1"),
        ("network", "fe80::1"),
        ("network", "here"),
        ("network", ""),
        ("network", "198.51.100.7/33"),
        ("email", "nobody"),
        ("email", "\0@readers.example"),
        ("writer", ""),
        ("writer", "x" * 33),
        ("planet", "Mars"),
    ],
)
def test_too_wide_our_own_and_nonsense_are_refused(kind, value):
    with pytest.raises(ValidationError):
        banning.clean_value(kind, value)


def test_ban_keeps_the_writer_and_says_so(room, reply):
    banning.ban("email", "troll@readers.example", room.comment_moderator, days=7, note="Insults", reply=reply)

    [ban] = banning.bans_on(reply)
    assert ban.created_by == room.comment_moderator
    assert timedelta(days=6) < ban.ends_at - timezone.now() <= timedelta(days=7)


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        ("network", "198.51.100.0/24", True),
        ("network", "198.51.101.0/24", False),
        ("writer", "browser1", True),
        ("email", "other@readers.example", False),
    ],
)
def test_which_bans_hold_for_a_reply(reply, kind, value, meant):
    factories.ban(kind, value)
    assert bool(banning.bans_on(reply)) is meant


def test_ban_that_is_over_holds_no_more(reply):
    factories.ban("email", "troll@readers.example", ends_at=timezone.now() - timedelta(seconds=1))
    assert banning.bans_on(reply) == []


def test_second_ban_prolongs_the_first(room, reply):
    banning.ban("email", "troll@readers.example", room.comment_moderator, days=7)
    banning.ban("email", "troll@readers.example", room.admin, days=1)
    assert Ban.objects.get().ends_at - timezone.now() > timedelta(days=6)

    banning.ban("email", "troll@readers.example", room.admin)
    assert Ban.objects.get().ends_at is None


def test_addresses_are_in_no_log(room, reply):
    banning.ban("email", "troll@readers.example", room.comment_moderator, reply=reply)
    banning.lift(Ban.objects.get().pk, room.comment_moderator)

    kept = str(list(ModelLogEntry.objects.values_list("label", "data"))).lower()
    assert "troll@" not in kept
    assert ModelLogEntry.objects.filter(action="comments.ban", object_id=str(reply.pk)).exists()
    assert ModelLogEntry.objects.filter(action="comments.lift_ban").exists()


class TestSectionEditor:
    def test_bans_the_writer_of_a_reply_to_their_story(self, room, reply):
        banning.ban("network", "198.51.100.0/24", room.section_editor, reply=reply)
        assert Ban.objects.count() == 1

    @pytest.mark.parametrize("value", ["203.0.113.0/24", "198.51.0.0/16"])
    def test_bans_nobody_else(self, room, reply, value):
        with pytest.raises(banning.BanRefused):
            banning.ban("network", value, room.section_editor, reply=reply)

    def test_of_another_section_bans_nobody(self, room, reply):
        with pytest.raises(banning.BanRefused):
            banning.ban("email", "troll@readers.example", room.other_section_editor, reply=reply)

    def test_lifts_their_own_ban_only(self, room, reply):
        own = banning.ban("email", "troll@readers.example", room.section_editor, reply=reply)
        others = factories.ban("writer", "browser2", created_by=room.comment_moderator)

        assert banning.lift(own.pk, room.section_editor)
        with pytest.raises(banning.BanRefused):
            banning.lift(others.pk, room.section_editor)

    def test_does_not_see_who_else_is_banned(self, client, room):
        client.force_login(room.section_editor)
        assert client.get(reverse("reply_bans")).status_code == 302


def test_screen_bans_and_puts_what_waits_with_the_spam(client, room, reply):
    other = factories.reply(reply.article, email="troll@readers.example", state="approved")
    factories.held_reply(reply.article, email="kind@readers.example")
    client.force_login(room.comment_moderator)

    client.post(reverse("reply_ban", args=[reply.pk]), {"by": "0", "days": "30", "waiting": "on", "note": "Insults"})

    assert Ban.objects.get().value == "troll@readers.example"
    assert Reply.objects.get(pk=reply.pk).state == "spam"
    assert Reply.objects.get(pk=other.pk).state == "approved"
    assert Reply.objects.filter(state="waiting").count() == 1


@pytest.mark.parametrize("value", ["198.0.0.0/8", "127.0.0.1", "nonsense"])
def test_list_refuses_in_words_and_keeps_what_was_typed(client, room, value):
    client.force_login(room.comment_moderator)
    page = client.post(reverse("reply_bans"), {"kind": "network", "value": value, "days": "1", "note": "A flood"})

    assert page.status_code == 200
    assert page.context["form"]["value"].value() == value
    assert page.context["form"].errors["value"]
    assert Ban.objects.count() == 0


def test_list_bans_shows_and_lifts(client, room):
    client.force_login(room.comment_moderator)
    client.post(reverse("reply_bans"), {"kind": "network", "value": "198.51.100.0/24", "days": "", "note": "A flood"})
    assert "198.51.100.0/24" in client.get(reverse("reply_bans")).content.decode()

    client.post(reverse("reply_lift_ban", args=[Ban.objects.get().pk]))
    assert "Nobody is banned." in client.get(reverse("reply_bans")).content.decode()


@pytest.mark.parametrize("sent", [{}, {"by": "9"}, {"by": "x", "days": "-1"}, {"by": "0", "days": "999"}])
def test_strange_forms_ban_nobody(client, room, reply, sent):
    client.force_login(room.comment_moderator)
    assert client.post(reverse("reply_ban", args=[reply.pk]), sent).status_code == 200
    assert Ban.objects.count() == 0


def test_reply_whose_addresses_are_forgotten_has_nothing_to_ban_by(client, room, reply):
    Reply.objects.update(email="", address=None, writer="")
    client.force_login(room.comment_moderator)
    body = client.get(reverse("reply_ban", args=[reply.pk])).content.decode()
    assert "there is nothing to ban by" in body
