"""Nobody is mailed who did not ask for it, nobody is asked often, and to open a link does nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments import signals
from comments.mail_addresses import ASKED_EVERY
from comments.mail_tokens import CONFIRM_DAYS, confirm_url, stop_url
from comments.mailing import asking
from comments.mailing.asking import MOST_OF_A_NETWORK
from comments.mailing.tasks import tick
from comments.models import MailAddress, Notice, Reply, Subscription
from comments.subscriptions import subscribe
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return factories.article("The bridge at Lokoja", factories.section("Politics"))


@pytest.fixture
def reply(story):
    return factories.reply(story, "Who paid?", email="Ada@Mail.example", name="Ada", address="192.0.2.7")


def path_of(url: str) -> str:
    return "/replies/" + url.partition("/replies/")[2]


def link(message, part: str) -> str:
    return next(path_of(line) for line in message.body.splitlines() if f"/replies/mail/{part}/" in line)


def a_day_later() -> None:
    MailAddress.objects.update(asked_at=timezone.now() - ASKED_EVERY - timedelta(minutes=1))
    Subscription.objects.filter(asked_at__isnull=False).update(
        asked_at=timezone.now() - ASKED_EVERY - timedelta(minutes=1)
    )
    Notice.objects.update(created_at=timezone.now() - ASKED_EVERY - timedelta(minutes=1))


# The question


def test_wish_is_asked_about_once_and_confirmed_with_a_button(reply, client):
    subscribe(reply)
    subscribe(reply)
    [message] = mail.outbox
    assert message.to == ["ada@mail.example"]
    assert "“The bridge at Lokoja”" in message.body
    page = client.get(link(message, "yes"))
    assert page.status_code == 200
    assert "Yes, mail me" in page.content.decode()
    assert Subscription.objects.get().confirmed_at is None, "mail scanners open links"
    page = client.post(link(message, "yes"))
    assert "You will be mailed" in page.content.decode()
    assert Subscription.objects.get().confirmed_at is not None
    signals.appeared.send(sender=Reply, replies=[factories.reply(reply.article, parent=reply)])
    assert len(mail.outbox) == 2


def test_question_holds_nothing_that_somebody_typed_in(reply):
    Reply.objects.filter(pk=reply.pk).update(name="Win at casino.example", text="Win at casino.example")
    subscribe(Reply.objects.get(pk=reply.pk))
    [message] = mail.outbox
    assert "casino" not in message.message().as_string()


@pytest.mark.parametrize("state", ["waiting", "rejected", "spam"])
def test_nobody_is_asked_before_readers_can_see_the_reply(reply, state):
    Reply.objects.filter(pk=reply.pk).update(state=state)
    subscribe(Reply.objects.get(pk=reply.pk))
    tick()
    assert mail.outbox == []
    Reply.objects.filter(pk=reply.pk).update(state="approved")
    signals.appeared.send(sender=Reply, replies=[Reply.objects.get(pk=reply.pk)])
    assert len(mail.outbox) == 1


def test_clock_asks_what_was_forgotten(reply):
    Subscription.objects.create(reply=reply, email="ada@mail.example")
    tick()
    tick()
    assert len(mail.outbox) == 1


def test_nobody_is_asked_about_a_story_that_is_gone(reply, story):
    story.live = False
    story.save()
    subscribe(reply)
    tick()
    assert mail.outbox == []


def test_reply_without_an_address_is_no_wish(story):
    assert subscribe(factories.reply(story, email="")) is None
    assert not Subscription.objects.exists()


# Nobody can have others mailed


def test_an_address_is_asked_once_a_day_and_then_about_everything(story):
    subscribe(factories.reply(story, email="ada@mail.example"))
    other = factories.article("The market of Aba", story.get_parent())
    for number in range(5):
        reply = factories.reply(other, email="ADA@mail.example" if number % 2 else "ada@MAIL.example")
        subscribe(reply)
    tick()
    assert len(mail.outbox) == 1
    a_day_later()
    tick()
    tick()
    assert len(mail.outbox) == 2
    assert "“The market of Aba”" in mail.outbox[1].body
    assert "“The bridge at Lokoja”" in mail.outbox[1].body, "nobody has answered about it yet"


def test_one_yes_confirms_all_that_the_mail_named_and_nothing_later(story, client):
    replies = [factories.reply(story, email="ada@mail.example") for _ in range(3)]
    for reply in replies[:2]:
        Subscription.objects.create(reply=reply, email=reply.email)
    tick()
    Subscription.objects.create(reply=replies[2], email="ada@mail.example")
    client.post(link(mail.outbox[0], "yes"))
    assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 2


def test_one_network_cannot_have_many_asked(story):
    for number in range(MOST_OF_A_NETWORK + 5):
        subscribe(factories.reply(story, email=f"victim{number}@mail.example", address=f"192.0.2.{number}"))
    assert len(mail.outbox) == MOST_OF_A_NETWORK
    subscribe(factories.reply(story, email="elsewhere@mail.example", address="198.51.100.1"))
    assert len(mail.outbox) == MOST_OF_A_NETWORK + 1


def test_old_wishes_are_not_asked_about(reply):
    made = subscribe(Reply.objects.get(pk=factories.reply(reply.article, state="waiting").pk))
    Subscription.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=CONFIRM_DAYS, hours=1))
    Reply.objects.update(state="approved")
    assert not asking.pending().exists()


# The end


def test_stopping_takes_a_button_and_ends_one_subscription(reply, story, client):
    wish = Subscription.objects.create(reply=reply, email="ada@mail.example", confirmed_at=timezone.now())
    other = factories.reply(story, email="ada@mail.example")
    Subscription.objects.create(reply=other, email="ada@mail.example", confirmed_at=timezone.now())
    path = path_of(stop_url(wish))
    assert "The bridge at Lokoja" in client.get(path).content.decode()
    assert Subscription.objects.count() == 2, "mail scanners open links"
    client.head(path)
    assert Subscription.objects.count() == 2
    assert "no more mails" in client.post(path).content.decode()
    assert [wish.reply_id for wish in Subscription.objects.all()] == [other.pk]
    assert client.post(path).status_code == 200, "stopped twice is stopped"
    assert "ended already" in client.get(path).content.decode()


def test_no_more_mails_at_all_ends_everything_for_ever(reply, story, client):
    wish = subscribe(reply)
    later = factories.reply(story, email="ada@mail.example")
    path = path_of(stop_url(wish))
    client.post(path, {"all": "yes"})
    assert not Subscription.objects.exists()
    assert subscribe(later) is None
    a_day_later()
    Subscription.objects.create(reply=later, email="ada@mail.example", confirmed_at=timezone.now())
    signals.appeared.send(sender=Reply, replies=[factories.reply(story, parent=later)])
    tick()
    assert len(mail.outbox) == 1, "the question, before"


def test_no_more_mails_at_all_works_after_the_subscription_is_gone(reply, client):
    wish = subscribe(reply)
    path = path_of(stop_url(wish))
    client.post(path)
    client.post(path, {"all": "yes"})
    assert subscribe(reply) is None


# The links


def test_pages_are_private_and_need_no_cookie(reply):
    wish = subscribe(reply)
    client = Client(enforce_csrf_checks=True)
    for path in (path_of(confirm_url(wish)), path_of(stop_url(wish)), "/replies/mail/yes/x/", "/replies/mail/stop/x/"):
        for response in (client.get(path), client.post(path)):
            assert not response.cookies
            assert "no-store" in response["Cache-Control"]
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert "csrfmiddlewaretoken" not in response.content.decode()
            assert "ada@" not in response.content.decode().lower()


def test_links_hold_no_address(reply):
    wish = subscribe(reply)
    import base64

    for url in (confirm_url(wish), stop_url(wish)):
        token = url.rstrip("/").rpartition("/")[2]
        assert b"mail.example" not in base64.urlsafe_b64decode(token.split(":")[0] + "==")
        assert "mail.example" not in url


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é", "." * 3000, "NQ:1tXyz:AAAA"])
@pytest.mark.parametrize("kind", ["yes", "stop"])
def test_broken_links_are_told_so(client, kind, token):
    for response in (client.get(f"/replies/mail/{kind}/{token}/"), client.post(f"/replies/mail/{kind}/{token}/")):
        assert response.status_code == 404


def test_a_link_is_good_for_one_thing(reply, client):
    wish = subscribe(reply)
    token = confirm_url(wish).rstrip("/").rpartition("/")[2]
    assert client.post(f"/replies/mail/stop/{token}/").status_code == 404
    token = stop_url(wish).rstrip("/").rpartition("/")[2]
    assert client.post(f"/replies/mail/yes/{token}/").status_code == 404
    assert Subscription.objects.get().confirmed_at is None


def test_a_question_can_be_answered_for_a_week(reply, client, monkeypatch):
    wish = subscribe(reply)
    path = path_of(confirm_url(wish))
    monkeypatch.setattr("comments.mail_tokens.CONFIRM_DAYS", -1)
    response = client.post(path)
    assert response.status_code == 404
    assert "leads nowhere" in response.content.decode()
    assert Subscription.objects.get().confirmed_at is None


def test_the_page_says_what_is_kept_and_who_is_asked(reply, client, settings):
    path = path_of(stop_url(subscribe(reply)))
    page = client.get(path).content.decode()
    assert "after 90 days" in page
    assert "Nothing of it goes to anybody else" in page
    settings.REPLY_SPAM_KEY = "key"
    assert "rest.akismet.com" in client.get(path).content.decode()
