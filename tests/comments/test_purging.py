"""After some days nobody can tell any more where a reply came from; the reply stays."""

import logging
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from comments import history
from comments.mail_addresses import key_of, refuse, take_question
from comments.mailing.tasks import tick
from comments.models import Ban, MailAddress, Notice, Reply, ReplySettings, Report, Subscription
from comments.purging import purge
from tests import factories

pytestmark = pytest.mark.django_db
PERSONAL = {
    "email": "ada@mail.example", "address": "192.0.2.7", "user_agent": "Firefox", "writer": "w1",
    "reason": "banned", "matched": "192.0.2.0/24",
}  # fmt: skip


@pytest.fixture
def story():
    return factories.article("The bridge at Lokoja", factories.section("Politics"))


def ago(**span):
    return timezone.now() - timedelta(**span)


def rules(**fields) -> None:
    found = ReplySettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()


def traces(reply) -> list[str]:
    reply.refresh_from_db()
    return [name for name in ("email", "address", "user_agent", "writer", "matched") if getattr(reply, name)]


@pytest.mark.parametrize("state", ["approved", "waiting", "rejected", "spam"])
def test_traces_go_after_the_days_of_the_rules_and_the_reply_stays(story, state):
    rules(purge_days=10)
    old = factories.reply(story, "Who paid?", name="Ada", state=state, created_at=ago(days=10, minutes=1), **PERSONAL)
    new = factories.reply(story, created_at=ago(days=9, hours=23), **PERSONAL)
    assert purge().replies == 1
    assert traces(old) == []
    assert (old.name, old.text, old.state) == ("Ada", "Who paid?", state)
    assert len(traces(new)) == 5
    assert purge().replies == 0


def test_addresses_are_kept_for_those_who_want_mails_until_the_mails_end(story):
    reply = factories.reply(story, created_at=ago(days=91), **PERSONAL)
    wish = Subscription.objects.create(reply=reply, email="ada@mail.example", confirmed_at=ago(days=91))
    purge()
    assert traces(reply) == ["email"]
    assert purge().replies == 0
    wish.delete()
    purge()
    assert traces(reply) == []


def test_what_a_rule_matched_goes_only_when_it_may_be_an_address(story):
    word = factories.reply(story, created_at=ago(days=91), reason="watched_word", matched="casino")
    address = factories.reply(story, created_at=ago(days=91), reason="watched_word", matched="ada@mail.example")
    purge()
    word.refresh_from_db()
    address.refresh_from_db()
    assert (word.matched, address.matched) == ("casino", "")


def test_reports_and_the_log_of_bans_forget_whom_they_name(story):
    reply = factories.reply(story)
    old, new = (
        Report.objects.create(reply=reply, ground="spam", address="203.0.113.9", created_at=ago(days=days))
        for days in (91, 89)
    )
    history.record(history.BAN, [(reply, {"kind": "email", "value": "ada@mail.example"})], None, uuid4())
    history.record(history.BAN, [(reply, {"kind": "email", "value": "new@mail.example"})], None, uuid4())
    for reason, matched in (("banned", "192.0.2.0/24"), ("watched_word", "ada@mail.example"), ("links", "3 links")):
        before = {"state": "spam", "reason": reason, "matched": matched}
        history.record(history.APPROVE, [(reply, {"before": before})], None, uuid4())
    new_entry = ModelLogEntry.objects.get(data__value="new@mail.example")
    ModelLogEntry.objects.exclude(pk=new_entry.pk).update(timestamp=ago(days=91))
    done = purge()
    assert (done.reports, done.log_entries) == (1, 3)
    assert purge().log_entries == 0
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.address, new.address) == (None, "203.0.113.9")
    entries = [entry.data for entry in ModelLogEntry.objects.filter(action__startswith="comments.").order_by("pk")]
    assert entries[:2] == [{"kind": "email"}, {"kind": "email", "value": "new@mail.example"}]
    assert [entry["before"]["matched"] for entry in entries[2:]] == ["", "", "3 links"]


def test_wishes_end_that_nobody_confirmed_or_nobody_can_answer_any_more(story):
    rules(close_after_days=30)
    long_closed = factories.article("Old", story.get_parent(), first_published_at=ago(days=91))
    forgotten = Subscription.objects.create(
        reply=factories.reply(story), email="a@mail.example", created_at=ago(days=7, hours=1)
    )
    fresh = Subscription.objects.create(reply=factories.reply(story), email="b@mail.example", created_at=ago(days=6))
    confirmed = Subscription.objects.create(
        reply=factories.reply(story), email="c@mail.example", created_at=ago(days=60), confirmed_at=ago(days=60)
    )
    over = Subscription.objects.create(
        reply=factories.reply(long_closed), email="d@mail.example", created_at=ago(days=91), confirmed_at=ago(days=91)
    )
    assert purge().subscriptions == 2
    assert set(Subscription.objects.all()) == {fresh, confirmed}
    rules(close_after_days=0)
    again = Subscription.objects.create(reply=over.reply, email="d@mail.example", confirmed_at=ago(days=91))
    purge()
    assert again in Subscription.objects.all(), "its story is open for ever"
    assert forgotten not in Subscription.objects.all()


def test_bans_that_ended_go(story):
    Ban.objects.create(kind="network", value="192.0.2.0/24", ends_at=ago(minutes=1))
    Ban.objects.create(kind="network", value="198.51.100.0/24", ends_at=timezone.now() + timedelta(days=1))
    Ban.objects.create(kind="email", value="ada@mail.example")
    assert purge().bans == 1
    assert Ban.objects.count() == 2


def test_sent_mails_and_questions_are_forgotten_and_refusals_are_not(story):
    reply = factories.reply(story)
    wish = Subscription.objects.create(reply=reply, email="a@mail.example", confirmed_at=timezone.now())
    Notice.objects.create(subscription=wish, answer=reply, status="sent", created_at=ago(days=91))
    Notice.objects.create(subscription=wish, status="waiting", created_at=ago(days=91))
    take_question("old@mail.example")
    MailAddress.objects.update(asked_at=ago(days=2))
    take_question("new@mail.example")
    refuse(key_of("never@mail.example"))
    assert purge().notices == 1
    assert [notice.status for notice in Notice.objects.all()] == ["waiting"]
    assert set(MailAddress.objects.values_list("key", flat=True)) == {
        key_of("new@mail.example"),
        key_of("never@mail.example"),
    }


def test_dry_run_counts_and_changes_nothing(story):
    reply = factories.reply(story, created_at=ago(days=91), **PERSONAL)
    Ban.objects.create(kind="email", value="x@mail.example", ends_at=ago(days=1))
    out = StringIO()
    call_command("purge_replies", "--dry-run", stdout=out)
    assert "Would purge: 1 replies" in out.getvalue()
    assert "1 bans" in out.getvalue()
    assert len(traces(reply)) == 5
    assert Ban.objects.exists()
    call_command("purge_replies", stdout=out)
    assert "Purged: 1 replies" in out.getvalue()
    assert traces(reply) == []


def test_thousands_are_purged_in_short_transactions(story, monkeypatch):
    monkeypatch.setattr("comments.purging.BATCH", 7)
    for _ in range(20):
        factories.reply(story, created_at=ago(days=91), **PERSONAL)
    assert purge().replies == 20
    assert not Reply.objects.exclude(email="").exists()


def test_clock_purges_once_an_hour(story):
    reply = factories.reply(story, created_at=ago(days=91), **PERSONAL)
    tick()
    assert traces(reply) == []
    Reply.objects.update(user_agent="Firefox")
    tick()
    assert traces(reply) == ["user_agent"]
    cache.clear()
    tick()
    assert traces(reply) == []


def test_no_address_is_logged(story, caplog):
    factories.reply(story, created_at=ago(days=91), **PERSONAL)
    with caplog.at_level(logging.DEBUG):
        purge()
    assert "Purged: 1 replies" in caplog.text
    for trace in ("ada@", "192.0.2", "Firefox"):
        assert trace not in caplog.text
