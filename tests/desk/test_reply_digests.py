"""Moderators hear of what waits for them, as often as they chose, and of nobody's address."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from comments import signals
from comments.models import Reply, Report
from desk.models import Mail, MailPreference, ReplyDigest
from desk.notifications.reply_digests import EVERY, collect, moderators
from desk.notifications.tasks import send_due, tick
from tests import factories

NOW, DIGEST, NEVER = MailPreference.Way.values


@pytest.fixture
def moderator(room):
    user = room.comment_moderator
    user.user_permissions.add(Permission.objects.get(content_type__app_label="comments", codename="moderate_reply"))
    return user


@pytest.fixture
def story(room):
    return factories.article("The bridge at Lokoja", room.politics)


def choose(user, way: str) -> None:
    MailPreference.objects.update_or_create(user=user, event="replies", defaults={"way": way})


def told(user) -> list:
    return [message for message in mail.outbox if message.to == [user.email]]


def told_ago(user, **span) -> None:
    moment = timezone.now() - timedelta(**span)
    ReplyDigest.objects.update_or_create(user=user, defaults={"made_at": moment})


def test_digest_says_how_much_waits_and_shows_the_oldest(moderator, story):
    choose(moderator, NOW)
    for number in range(7):
        factories.reply(
            story, f"Text {number} by me@writer.example", state="waiting", email="zzcanary@mail.example",
            address="203.0.113.77", created_at=timezone.now() - timedelta(hours=10 - number),
        )  # fmt: skip
    Report.objects.create(reply=factories.reply(story, "Rude"), ground="abuse")
    tick()
    [message] = told(moderator)
    assert message.subject == "7 replies wait for a moderator, 1 reported"
    assert "Text 0" in message.body
    assert "Text 4" in message.body
    assert "Text 5" not in message.body
    assert "The bridge at Lokoja" in message.body
    assert reverse("wagtailadmin_account") in message.body
    for private in ("zzcanary", "writer.example", "203.0.113"):
        assert private not in message.message().as_string()


def test_those_who_want_it_at_once_hear_again_only_of_something_new(moderator, story):
    choose(moderator, NOW)
    factories.reply(story, state="waiting")
    tick()
    tick()
    assert len(told(moderator)) == 1
    told_ago(moderator, hours=4)
    Reply.objects.update(created_at=timezone.now() - timedelta(hours=5))
    tick()
    assert len(told(moderator)) == 1, "nothing new came"
    factories.reply(story, state="waiting")
    tick()
    assert len(told(moderator)) == 2
    factories.reply(story, state="waiting")
    tick()
    assert len(told(moderator)) == 2, f"not twice in {EVERY}"


def test_the_rest_hear_once_a_day(moderator, story):
    factories.reply(story, state="waiting")
    tick()
    assert told(moderator) == [], "the first digest is the next"
    told_ago(moderator, days=2)
    tick()
    tick()
    assert len(told(moderator)) == 1


def test_who_wants_none_gets_none(moderator, story):
    choose(moderator, NEVER)
    told_ago(moderator, days=2)
    factories.reply(story, state="waiting")
    tick()
    assert told(moderator) == []


def test_nothing_is_sent_when_nothing_waits(moderator, story):
    choose(moderator, NOW)
    factories.reply(story)
    factories.reply(story, state="spam")
    Report.objects.create(reply=factories.reply(story), ground="spam", closed_at=timezone.now())
    tick()
    send_due.call()
    assert told(moderator) == []
    assert not ReplyDigest.objects.exists()


def test_reported_reply_alone_is_told(moderator, story):
    choose(moderator, NOW)
    Report.objects.create(reply=factories.reply(story), ground="spam")
    tick()
    assert told(moderator)[0].subject == "1 reply reported by readers"


def test_moderators_of_a_section_hear_of_their_section_only(room, moderator):
    for user in (room.section_editor, room.other_section_editor):
        choose(user, NOW)
    factories.reply(factories.article("Business story", room.business), state="waiting")
    tick()
    assert told(room.section_editor) == []
    assert "Business story" in told(room.other_section_editor)[0].body


def test_only_moderators_are_asked_and_told(room, moderator, story):
    people = moderators()
    assert moderator in people
    assert room.section_editor in people
    for other in (room.reporter, room.copy_editor, room.photo_desk):
        assert other not in people
    moderator.is_active = False
    moderator.save()
    assert moderator not in moderators()


def test_each_turn_is_taken_once(moderator, story):
    choose(moderator, NOW)
    factories.reply(story, state="waiting")
    told_ago(moderator, hours=4)
    from desk.notifications.reply_digests import collect_for

    before = ReplyDigest.objects.get(user=moderator)
    assert collect_for(moderator, NOW)
    assert Mail.objects.count() == 1
    # Another process that read the row before finds it changed.
    assert not ReplyDigest.objects.filter(pk=before.pk, made_at=before.made_at).update(made_at=timezone.now())


def test_a_digest_that_has_not_gone_out_goes_with_what_was_erased(moderator, story):
    choose(moderator, NOW)
    reply = factories.reply(story, "A secret", state="waiting")
    collect()
    assert "A secret" in Mail.objects.get().body
    signals.erased.send(sender=Reply, reply_ids=[reply.pk])
    assert not Mail.objects.exists()


def test_only_moderators_can_choose(room, moderator, client):
    address = reverse("wagtailadmin_account")
    for user, offered in ((moderator, True), (room.section_editor, True), (room.reporter, False)):
        client.force_login(user)
        assert ("mails-replies" in client.get(address).content.decode()) is offered
