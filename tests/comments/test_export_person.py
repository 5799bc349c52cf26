"""Whoever asks gets everything that is kept about their address, and nothing about others."""

import json
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments.mail_addresses import take_question
from comments.models import Ban, Notice, Report, Subscription
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return factories.article("The bridge at Lokoja", factories.section("Politics"))


def export(*arguments) -> dict:
    out = StringIO()
    call_command("export_person", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_everything_about_an_address_is_handed_out(story):
    reply = factories.reply(
        story, "Who paid? Ẹ̀kọ́", name="Ada", email="Ada@Mail.example", address="192.0.2.7", user_agent="Firefox",
        writer="w1", website="https://ada.example", state="rejected", reason="links", matched="3 links", spam_score=0.2,
    )  # fmt: skip
    answer = factories.reply(story, parent=reply, email="musa@mail.example", name="Musa")
    wish = Subscription.objects.create(reply=reply, email="ada@mail.example", confirmed_at=timezone.now())
    Notice.objects.create(subscription=wish, answer=answer, status="sent")
    Report.objects.create(reply=reply, ground="abuse", note="He is rude", address="203.0.113.9")
    Ban.objects.create(kind="email", value="ada@mail.example", note="Shouts")
    take_question("ada@mail.example")
    found = export("ADA@mail.EXAMPLE")
    [row] = found["replies"]
    assert row["story"] == "The bridge at Lokoja"
    assert row["story_url"].endswith("/politics/the-bridge-at-lokoja/")
    assert {row[name] for name in ("text", "address", "user_agent", "writer", "state", "reason", "matched")} == {
        "Who paid? Ẹ̀kọ́", "192.0.2.7", "Firefox", "w1", "rejected", "links", "3 links",
    }  # fmt: skip
    assert row["reports"][0]["note"] == "He is rude"
    assert found["subscriptions"][0]["mails"][0]["status"] == "sent"
    assert found["bans"][0]["note"] == "Shouts"
    assert found["mail"][0]["asked_at"]
    assert "203.0.113.9" not in str(found), "whoever reported it is another person"
    assert "musa" not in str(found).lower()


def test_replies_whose_address_was_purged_can_be_named(story):
    named = factories.reply(story, email="")
    factories.reply(story, email="")
    assert [row["id"] for row in export("ada@mail.example", "--reply", str(named.pk))["replies"]] == [named.pk]


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@mail.example", "@mail.example", "ada@mail.example\x00"])
def test_what_is_no_address_is_said_to_be_none(email, db):
    with pytest.raises(CommandError, match="is no e-mail address"):
        call_command("export_person", email)


def test_an_address_of_which_nothing_is_kept_is_an_error(story):
    factories.reply(story, email="ada@mail.example")
    for other in ("musa@mail.example", "%@mail.example", "_da@mail.example", "da@mail.example"):
        with pytest.raises(CommandError, match="Nothing is kept"):
            call_command("export_person", other)


def test_file_can_be_read_by_its_owner_only_and_is_never_written_over(story, tmp_path):
    factories.reply(story, email="ada@mail.example")
    file = tmp_path / "ada.json"
    call_command("export_person", "ada@mail.example", output=file, stdout=StringIO())
    assert json.loads(file.read_text("utf-8"))["replies"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_person", "ada@mail.example", output=file)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_person", "ada@mail.example", output=tmp_path / "none" / "ada.json")


def test_export_costs_the_same_for_one_reply_and_for_many(story, django_assert_max_num_queries):
    for _ in range(12):
        reply = factories.reply(story, email="ada@mail.example")
        Subscription.objects.create(reply=reply, email="ada@mail.example")
    with django_assert_max_num_queries(14):
        assert len(export("ada@mail.example")["replies"]) == 12
