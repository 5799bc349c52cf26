"""Take back one's own last decision."""

import pytest

from comments.deciding import decide
from comments.editing import edit
from comments.models import Reply
from comments.undoing import undo
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(room):
    return factories.article("Budget passes", room.politics)


def fresh(reply) -> Reply:
    return Reply.objects.get(pk=reply.pk)


def facts(reply) -> tuple:
    now = fresh(reply)
    return now.state, now.reason, now.matched, now.decided_at, now.decided_by_id


def test_state_reason_and_reports_come_back(room, story):
    reply = factories.reply(story, state="approved", reason="watched_word", matched="cash")
    report = factories.report(reply)
    before = facts(reply)
    decide([reply.pk], "rejected", room.comment_moderator)

    result = undo(room.comment_moderator)

    assert [one.pk for one in result.done] == [reply.pk]
    assert facts(reply) == before
    report.refresh_from_db()
    assert (report.closed_at, report.closed_by) == (None, None)


def test_decision_about_many_is_taken_back_as_one(room, story):
    replies = [factories.held_reply(story) for _ in range(4)]
    decide([reply.pk for reply in replies], "spam", room.admin)

    undo(room.admin)

    assert {fresh(reply).state for reply in replies} == {"waiting"}


def test_undo_goes_back_decision_by_decision(room, story):
    first, second = factories.held_reply(story), factories.held_reply(story)
    decide([first.pk], "approved", room.admin)
    decide([second.pk], "rejected", room.admin)

    undo(room.admin)
    assert (fresh(first).state, fresh(second).state) == ("approved", "waiting")
    undo(room.admin)
    assert fresh(first).state == "waiting"
    assert undo(room.admin) is None


def test_second_thoughts_about_one_reply_are_taken_back_in_order(room, story):
    reply = factories.held_reply(story)
    decide([reply.pk], "approved", room.admin)
    decide([reply.pk], "rejected", room.admin)

    undo(room.admin)
    assert fresh(reply).state == "approved"
    undo(room.admin)
    assert fresh(reply).state == "waiting"


def test_what_somebody_else_decided_since_stays(room, story):
    reply = factories.held_reply(story)
    decide([reply.pk], "approved", room.comment_moderator)
    decide([reply.pk], "rejected", room.managing_editor)

    result = undo(room.comment_moderator)

    assert result.done == []
    assert "rejected it" in result.kept[0][1]
    assert fresh(reply).state == "rejected"


def test_nobody_takes_back_for_others(room, story):
    reply = factories.held_reply(story)
    decide([reply.pk], "approved", room.comment_moderator)

    assert undo(room.managing_editor) is None
    assert fresh(reply).state == "approved"


def test_text_that_was_edited_since_stays_edited(room, story):
    reply = factories.held_reply(story)
    decide([reply.pk], "approved", room.admin)
    edit(reply.pk, "Mended.", room.admin)

    undo(room.admin)

    assert (fresh(reply).state, fresh(reply).text) == ("waiting", "Mended.")


def test_section_that_is_no_longer_theirs_is_left_alone(room, story):
    reply = factories.held_reply(story)
    decide([reply.pk], "approved", room.section_editor)
    room.section_editor.groups.clear()
    user = type(room.section_editor).objects.get(pk=room.section_editor.pk)

    assert undo(user).done == []
    assert fresh(reply).state == "approved"
