"""An answer is mailed once, to whoever confirmed the wish, while readers can see it and the wish holds."""

import smtplib
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import F
from django.utils import timezone

from comments import signals
from comments.mailing import sending
from comments.mailing.announcing import announce
from comments.mailing.tasks import tick
from comments.models import MailAddress, Notice, Reply, Subscription
from core.models.outbox_item import MAX_ATTEMPTS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return factories.article("The bridge at Lokoja", factories.section("Politics"))


@pytest.fixture
def wish(story):
    return wish_of(factories.reply(story, "Who paid?", email="ada@mail.example", name="Ada"))


def wish_of(reply, **fields) -> Subscription:
    return Subscription.objects.create(
        reply=reply, email=reply.email, **{"confirmed_at": timezone.now(), "asked_at": timezone.now(), **fields}
    )


def answer(wish, text: str = "The state did.", **fields) -> Reply:
    fields = {"name": "Musa", "email": "musa@mail.example", **fields}
    return factories.reply(wish.reply.article, text, parent=wish.reply, **fields)


def appear(*replies) -> None:
    signals.appeared.send(sender=Reply, replies=list(replies))


def later() -> None:
    Notice.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_answer_is_mailed_with_all_that_a_reader_needs(wish):
    found = answer(wish, "The state did.\n\nAnd <b>twice</b>.")
    appear(found)
    [message] = mail.outbox
    assert message.to == ["ada@mail.example"]
    assert message.subject == "Musa answered your reply to “The bridge at Lokoja”"
    assert "The state did.\n\nAnd <b>twice</b>." in message.body
    assert f"/replies/{found.pk}/" in message.body
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert "And &lt;b&gt;twice&lt;/b&gt;." in html
    assert f"/replies/{found.pk}/" in html
    assert "musa@mail.example" not in message.body + html


def test_mail_can_be_ended_by_one_click_of_the_mail_program(wish, client):
    appear(answer(wish))
    [message] = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in message.body
    path = address.partition("/replies/")[2]
    response = client.post(f"/replies/{path}", {"List-Unsubscribe": "One-Click"}, headers={"sec-fetch-site": "none"})
    assert response.status_code == 200
    assert not Subscription.objects.exists()
    appear(answer(wish, "Again."))
    assert len(mail.outbox) == 1


def test_headers_hold_no_line_that_somebody_wrote(wish):
    appear(answer(wish, name="Musa\nBcc: all@mail.example"))
    [message] = mail.outbox
    raw = message_from_bytes(message.message().as_bytes())
    assert raw["Bcc"] is None
    assert "\n" not in message.subject


@pytest.mark.parametrize(
    "fields",
    [{"email": "ADA@mail.example"}, {"writer": "browser-1", "email": "other@mail.example"}],
    ids=["by address", "by browser"],
)
def test_nobody_hears_of_their_own_answer(wish, fields):
    Reply.objects.filter(pk=wish.reply_id).update(writer="browser-1")
    appear(answer(wish, **fields))
    assert mail.outbox == []


def test_unconfirmed_wish_hears_nothing(story):
    wish = wish_of(factories.reply(story), confirmed_at=None)
    appear(answer(wish))
    assert mail.outbox == []


def test_only_direct_answers_are_told(wish):
    first = answer(wish)
    appear(first, factories.reply(first.article, parent=first), factories.reply(first.article))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "end",
    [
        lambda wish, found: Reply.objects.filter(pk=found.pk).update(state="rejected"),
        lambda wish, found: Reply.objects.filter(pk=found.pk).update(erased_at=timezone.now()),
        lambda wish, found: type(found.article).objects.filter(pk=found.article_id).update(live=False),
        lambda wish, found: wish.delete(),
        lambda wish, found: refuse(wish.email),
    ],
    ids=["answer rejected", "answer erased", "story unpublished", "wish ended", "address refused"],
)
def test_what_ends_before_the_mail_goes_out_is_not_sent(wish, end):
    found = answer(wish)
    announce([found])
    end(wish, found)
    sending.send_due()
    assert mail.outbox == []
    assert not Notice.objects.filter(status="waiting").exists()


def refuse(email: str) -> None:
    from comments.mail_addresses import key_of
    from comments.mail_addresses import refuse as refuse_key

    refuse_key(key_of(email))


def test_answer_that_is_back_is_told_once(wish):
    found = answer(wish)
    appear(found)
    appear(found)
    assert len(mail.outbox) == 1
    waiting = answer(wish, "Another.")
    announce([waiting])
    Reply.objects.filter(pk=waiting.pk).update(state="rejected")
    sending.send_due()
    Reply.objects.filter(pk=waiting.pk).update(state="approved")
    appear(waiting)
    assert len(mail.outbox) == 2


def test_notices_cost_the_same_for_one_and_for_many(story, django_assert_max_num_queries):
    wishes = [wish_of(factories.reply(story)) for _ in range(12)]
    answers = [answer(wish) for wish in wishes]
    with django_assert_max_num_queries(4):
        announce(answers[:1])
    with django_assert_max_num_queries(4):
        announce(answers[1:])
    assert Notice.objects.count() == 12


# When it goes wrong


class Refusing(EmailBackend):
    def send_messages(self, messages):
        for message in messages:
            if "ada" in message.to[0]:
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"No such user ada@mail.example")})
        return super().send_messages(messages)


def test_mail_that_fails_is_tried_again_and_keeps_nobody_waiting(wish, story, settings, caplog):
    other = wish_of(factories.reply(story, email="bola@mail.example"))
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Refusing"
    appear(answer(wish), answer(other))
    assert [message.to for message in mail.outbox] == [["bola@mail.example"]]
    failed = Notice.objects.get(subscription=wish)
    assert (failed.status, failed.attempts) == ("waiting", 1)
    assert failed.error == "SMTPRecipientsRefused 550"
    assert "did not go out" in caplog.text
    assert "ada@" not in caplog.text
    settings.EMAIL_BACKEND = backend
    sending.send_due()
    assert len(mail.outbox) == 1, "its time has not come"
    later()
    tick()
    assert [message.to for message in mail.outbox][1:] == [["ada@mail.example"]]
    later()
    sending.send_due()
    assert len(mail.outbox) == 2


def test_mail_is_given_up_in_the_end(wish, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    appear(answer(wish))
    for _ in range(MAX_ATTEMPTS + 2):
        later()
        sending.send_due()
    notice = Notice.objects.get()
    assert (notice.status, notice.attempts) == ("given_up", MAX_ATTEMPTS)


def test_server_that_is_down_is_not_asked_for_each_mail(wish, story, settings):
    settings.EMAIL_BACKEND = "tests.desk.broken_mail.Backend"
    other = wish_of(factories.reply(story))
    announce([answer(wish), answer(other)])
    sending.send_due()
    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_mail_that_another_process_has_is_left_alone(wish):
    announce([answer(wish)])
    notice = Notice.objects.get()
    Notice.objects.update(attempts=F("attempts") + 1)
    assert sending.send(notice) is False
    assert mail.outbox == []


def test_nothing_is_remembered_of_a_mail_address_but_a_key(wish):
    refuse(wish.email)
    [row] = MailAddress.objects.all()
    assert "ada" not in row.key
    assert len(row.key) == 32
