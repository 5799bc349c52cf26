"""A reader's address is in the envelope of their own mail, and nowhere else: no mail, page, log or error names it."""

import logging
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from comments import signals
from comments.mail_tokens import confirm_url, stop_url
from comments.mailing.tasks import carry_on
from comments.models import Notice, Reply, Subscription
from comments.subscriptions import subscribe
from tests import factories

pytestmark = pytest.mark.django_db

CANARIES = {
    "email": "zzcanarymail@writer.example",
    "address": "203.0.113.77",
    "user_agent": "zzcanaryagent",
    "writer": "zzcanarywriter",
}


@pytest.fixture
def answer():
    story = factories.article("The bridge at Lokoja", factories.section("Politics"))
    parent = factories.reply(
        story, "Who paid?", name="Ada", email="zzcanaryparent@reader.example", address="203.0.113.78"
    )
    Subscription.objects.create(
        reply=parent, email=parent.email, network="203.0.113.0/24", confirmed_at=timezone.now(), asked_at=timezone.now()
    )
    return factories.reply(story, "The state did.", parent=parent, name="Musa", **CANARIES)


def leaks(text: str) -> list[str]:
    return [word for word in ("zzcanary", "writer.example", "reader.example", "203.0.113") if word in text.lower()]


def body_of(message) -> str:
    """Return a mail as it travels, without the line that says to whom."""
    lines = message.message().as_string().splitlines()
    return "\n".join(line for line in lines if not line.startswith("To: "))


def test_mails_name_no_address(answer):
    signals.appeared.send(sender=Reply, replies=[answer])
    subscribe(answer)
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert leaks(body_of(message)) == []
        assert len(message.to) == 1
        assert message.cc == message.bcc == []


def test_pages_name_no_address(answer):
    wish = Subscription.objects.get()
    waiting = subscribe(answer)
    client = Client()
    for url in (stop_url(wish), confirm_url(waiting), confirm_url(wish)):
        path = "/replies/" + url.partition("/replies/")[2]
        for response in (client.get(path), client.post(path), client.get(path)):
            assert leaks(response.content.decode() + str(dict(response.headers))) == []


class Broken(EmailBackend):
    errors = (
        smtplib.SMTPRecipientsRefused({"zzcanary@reader.example": (550, b"zzcanary@reader.example unknown")}),
        smtplib.SMTPDataError(554, b"zzcanary@reader.example is bad"),
        ValueError("zzcanary@reader.example"),
        OSError("zzcanary@reader.example"),
    )

    def send_messages(self, messages):
        raise self.errors[Notice.objects.filter(attempts__gt=0).count() - 1]


def test_failing_mails_name_no_address_in_log_or_table(answer, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    parent = answer.parent
    answers = [factories.reply(answer.article, parent=parent) for _ in range(len(Broken.errors) - 1)]
    with caplog.at_level(logging.DEBUG):
        signals.appeared.send(sender=Reply, replies=[answer, *answers])
        carry_on.call()
    assert Notice.objects.filter(attempts=1).count() == len(Broken.errors)
    assert caplog.text.count("did not go out") == len(Broken.errors)
    assert leaks(caplog.text) == []
    assert leaks(" ".join(Notice.objects.values_list("error", flat=True))) == []


def test_names_of_rows_hold_no_address(answer):
    wish = Subscription.objects.get()
    notice = Notice.objects.create(subscription=wish, answer=answer)
    for row in (wish, notice, answer):
        assert leaks(str(row) + repr(row)) == []
