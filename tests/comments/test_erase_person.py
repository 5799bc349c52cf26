"""Erasing a person takes out everything that is theirs, and keeps the places where others' answers hang."""

import logging
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments import history, signals
from comments.mail_addresses import key_of, refuse, take_question
from comments.models import Ban, MailAddress, Notice, Reply, Report, SpamWord, Subscription
from comments.spam import learn
from desk.models import Mail
from tests import factories

pytestmark = pytest.mark.django_db
CANARY = "zzcanary"


@pytest.fixture
def story():
    return factories.article("The bridge at Lokoja", factories.section("Politics"))


@pytest.fixture
def reply(story):
    return factories.reply(
        story, f"{CANARY} text", name=f"{CANARY} name", email=f"Ada@{CANARY}.example", address="192.0.2.7",
        user_agent=f"{CANARY} agent", writer=f"{CANARY}writer", website=f"https://{CANARY}.example/",
        matched=f"ada@{CANARY}.example", spam_score=0.3, digest=f"{CANARY}digest", user=factories.user(), mark="staff",
    )  # fmt: skip


EMAIL = f"ada@{CANARY}.EXAMPLE"


def erase(*arguments) -> str:
    out = StringIO()
    call_command("erase_person", *arguments, stdout=out)
    return out.getvalue()


def everything() -> str:
    """Return all that the tables of replies and of the log hold, as text."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.startswith("comments_") or "logentry" in name or name == "desk_mail":
                cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - a name of the database's own
                found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_of_the_person_is_left(reply, story, caplog):
    from uuid import uuid4

    editor = factories.user()
    Report.objects.create(reply=reply, ground="abuse", note=f"{CANARY} is rude", address="203.0.113.9")
    wish = Subscription.objects.create(reply=reply, email=EMAIL.lower(), network="192.0.2.0/24")
    Notice.objects.create(subscription=wish)
    take_question(EMAIL)
    history.record(history.EDIT, [(reply, {"before_text": f"{CANARY} old", "text": CANARY})], editor, uuid4())
    before = {"matched": CANARY, "state": "spam"}
    history.record(history.REJECT, [(reply, {"state": "rejected", "before": before})], editor, uuid4())
    Mail.objects.create(user=editor, event="replies", subject="1 reply waits", body=f"{CANARY} text")
    assert everything().count(CANARY) > 10
    with caplog.at_level(logging.DEBUG):
        told = erase(EMAIL, "--yes")
    assert CANARY not in everything()
    assert "192.0.2" not in everything()
    assert "203.0.113.9" not in everything()
    assert CANARY not in caplog.text
    assert CANARY not in told
    assert "Erased 1 replies, 1 subscriptions" in told


def test_the_place_stays_where_answers_hang(reply, story):
    answer = factories.reply(story, "An answer", parent=reply)
    erase(EMAIL, "--yes")
    left = Reply.objects.get(pk=reply.pk)
    assert (left.name, left.text, left.email) == ("Name erased", "", "")
    assert left.reason == "person"
    assert left.erased_at is not None
    assert left.is_public is False
    assert Reply.objects.public().filter(pk=left.pk).exists(), "its place is shown"
    answer.refresh_from_db()
    assert (answer.parent_id, answer.text) == (reply.pk, "An answer")
    entry = ModelLogEntry.objects.filter(object_id=str(reply.pk))
    assert not entry.filter(label__contains=CANARY).exists()


@pytest.mark.parametrize(
    ("state", "after"),
    [("approved", "approved"), ("waiting", "rejected"), ("spam", "spam"), ("rejected", "rejected")],
)
def test_no_moderator_has_to_decide_about_an_empty_reply(reply, state, after):
    Reply.objects.filter(pk=reply.pk).update(state=state)
    Report.objects.create(reply=reply, ground="abuse")
    erase(EMAIL, "--yes")
    assert Reply.objects.get(pk=reply.pk).state == after
    assert not Reply.objects.reported().exists()


def test_all_replies_of_the_address_and_none_of_others(story):
    mine = [factories.reply(story, email=email) for email in ("ada@mail.example", "ADA@mail.example")]
    named = factories.reply(story, "Mine, long ago", email="")
    others = [factories.reply(story, email=email) for email in ("xada@mail.example", "a_a@mail.example", "")]
    erase("Ada@Mail.Example", "--reply", str(named.pk), "--yes")
    assert set(Reply.objects.filter(erased_at__isnull=False)) == {*mine, named}
    assert set(Reply.objects.exclude(text="")) == set(others)


def test_readers_pages_are_told_to_change(reply, story):
    heard = []

    def hear(article_ids, **kwargs):
        heard.append(article_ids)

    signals.changed.connect(hear)
    try:
        erase(EMAIL, "--yes")
        assert heard == [{story.pk}]
    finally:
        signals.changed.disconnect(hear)


def test_a_ban_and_a_refusal_are_kept_and_said(reply):
    Ban.objects.create(kind="email", value=EMAIL.lower())
    refuse(key_of(EMAIL))
    learn([reply], spam=True)
    words = SpamWord.objects.count()
    assert "ban of this address is kept" in erase(EMAIL, "--yes")
    assert Ban.objects.count() == 1
    assert MailAddress.objects.count() == 1
    assert SpamWord.objects.count() == words


def test_dry_run_says_what_would_be_and_changes_nothing(reply):
    before = everything()
    assert "Would erase 1 replies" in erase(EMAIL, "--dry-run")
    assert everything() == before


def test_erasing_twice_keeps_the_first_date(reply, story):
    erase(EMAIL, "--yes")
    first = Reply.objects.get(pk=reply.pk).erased_at
    erase(EMAIL, "--reply", str(reply.pk), "--yes")
    assert Reply.objects.get(pk=reply.pk).erased_at == first


def test_nobody_is_erased_by_mistake(reply, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="--yes"):
        erase(EMAIL)
    monkeypatch.setattr("comments.management.commands.erase_person.sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda question: "n")
    with pytest.raises(CommandError, match="Nothing was erased"):
        erase(EMAIL)
    assert Reply.objects.get(pk=reply.pk).erased_at is None
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    erase(EMAIL)
    assert Reply.objects.get(pk=reply.pk).erased_at is not None


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("email", "message"), [("nobody", "is no e-mail address"), ("nobody@mail.example", "Nothing is kept")]
)
def test_mistakes_are_told_plainly(db, email, message):
    with pytest.raises(CommandError, match=message):
        erase(email, "--yes")


def test_reply_is_found_by_the_address_that_wants_mails(story):
    reply = factories.reply(story, email="")
    Subscription.objects.create(reply=reply, email="ada@mail.example", confirmed_at=timezone.now())
    erase("ada@mail.example", "--yes")
    assert not Subscription.objects.exists()
    reply.refresh_from_db()
    assert reply.text == ""


def test_many_replies_cost_few_queries(story, django_assert_max_num_queries):
    for _ in range(30):
        factories.reply(story, email="ada@mail.example")
    with django_assert_max_num_queries(30):
        erase("ada@mail.example", "--yes")
    assert Reply.objects.filter(erased_at__isnull=False).count() == 30
