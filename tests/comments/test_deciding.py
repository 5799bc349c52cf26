"""Approve, reject, put with the spam: what is stored, who is told, and what is never overwritten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from comments import history, signals, spam
from comments.deciding import Seen, decide
from comments.editing import edit
from comments.models import Reply
from comments.reasons import Reason
from tests import factories
from tests.desk.newsroom import again

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(room):
    return factories.article("Budget passes", room.politics)


@pytest.fixture
def heard():
    """Collect what the signals said: ("appeared", reply numbers) and ("changed", story numbers)."""
    found = []

    def appeared(replies, **kwargs):
        found.append(("appeared", {reply.pk for reply in replies}))

    def changed(article_ids, **kwargs):
        found.append(("changed", article_ids))

    signals.appeared.connect(appeared)
    signals.changed.connect(changed)
    yield found
    signals.appeared.disconnect(appeared)
    signals.changed.disconnect(changed)


def fresh(reply) -> Reply:
    return Reply.objects.get(pk=reply.pk)


def seen(reply) -> dict[int, Seen]:
    report = reply.reports.filter(closed_at=None).order_by("-pk").first()
    return {reply.pk: Seen.of(fresh(reply), report.pk if report else None)}


@pytest.mark.parametrize("state", ["approved", "rejected", "spam"])
def test_decision_is_stored_with_who_and_why(room, story, state):
    reply = factories.held_reply(story, reason="watched_word", matched="cash")

    result = decide(seen(reply), state, room.comment_moderator)

    assert [done.pk for done in result.done] == [reply.pk]
    now = fresh(reply)
    assert (now.state, now.reason, now.matched, now.decided_by) == (state, "moderator", "", room.comment_moderator)
    assert now.decided_at is not None


def test_log_keeps_what_it_was_and_no_name(room, story):
    reply = factories.held_reply(story, name="Ada Obi", reason="watched_word", matched="cash")

    decide(seen(reply), "approved", room.comment_moderator)

    entry = ModelLogEntry.objects.get(action="comments.approve")
    assert entry.user == room.comment_moderator
    assert entry.label == f"Reply {reply.pk}"
    assert entry.data["before"]["state"] == "waiting"
    assert entry.data["before"]["reason"] == "watched_word"
    assert entry.data["before"]["matched"] == "cash"


def test_nobody_decides_that_a_reply_waits(room, story):
    with pytest.raises(ValueError, match="waiting"):
        decide([factories.held_reply(story).pk], "waiting", room.admin)


def test_second_moderator_is_told_who_was_faster_and_changes_nothing(room, story):
    reply = factories.held_reply(story)
    before = seen(reply)
    decide(before, "approved", room.comment_moderator)

    result = decide(before, "rejected", room.managing_editor)

    assert result.done == []
    [(_, words)] = result.already
    assert words.startswith("Comment_Moderator approved it on ")
    assert words.endswith("Nothing was changed.")
    assert fresh(reply).state == "approved"
    assert ModelLogEntry.objects.filter(action="comments.reject").count() == 0


def test_moderator_who_saw_the_decision_may_change_it(room, story):
    reply = factories.held_reply(story)
    decide(seen(reply), "approved", room.comment_moderator)

    decide(seen(reply), "rejected", room.managing_editor)

    assert fresh(reply).state == "rejected"


def test_text_that_was_edited_since_is_read_again(room, story):
    reply = factories.held_reply(story)
    before = seen(reply)
    edit(reply.pk, "Another text.", room.managing_editor)

    result = decide(before, "approved", room.comment_moderator)

    assert "edited a moment ago" in result.already[0][1]
    assert fresh(reply).state == "waiting"


def test_open_reports_are_closed_but_not_one_that_came_since(room, story):
    reply = factories.reply(story, state="approved")
    first = factories.report(reply)
    before = seen(reply)
    second = factories.report(reply, "hate")

    decide(before, "approved", room.comment_moderator)

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.closed_by == room.comment_moderator
    assert second.closed_at is None


def test_erased_reply_is_not_decided_about(room, story):
    from django.utils import timezone

    reply = factories.held_reply(story, erased_at=timezone.now())

    assert "erased" in decide([reply.pk], "approved", room.admin).already[0][1]


@pytest.mark.parametrize("who", ["reporter", "other_section_editor", "photo_desk"])
def test_reply_of_others_is_left_alone(room, story, who):
    reply = factories.held_reply(story)

    result = decide(seen(reply), "approved", getattr(room, who))

    assert result.missing == [reply.pk]
    assert fresh(reply).state == "waiting"


def test_many_cost_what_one_costs(room, story):
    def cost(replies) -> int:
        user = again(room.comment_moderator)
        with CaptureQueriesContext(
            connection,
        ) as found:
            decide([reply.pk for reply in replies], "approved", user)
        return len(found)

    decide([factories.held_reply(story).pk], "approved", room.comment_moderator)
    one = cost([factories.held_reply(story)])
    assert cost([factories.held_reply(story) for _ in range(6)]) == one


def test_only_what_readers_see_now_has_appeared(room, story, heard):
    hidden = factories.article("A draft", room.politics, live=False)
    public, unseen = factories.held_reply(story), factories.held_reply(hidden)

    decide([public.pk, unseen.pk], "approved", room.admin)

    assert ("appeared", {public.pk}) in heard
    assert ("changed", {story.pk, hidden.pk}) in heard


def test_rejecting_what_nobody_saw_changes_nothing_for_readers(room, story, heard):
    decide([factories.held_reply(story).pk], "rejected", room.admin)
    assert heard == []


def test_taking_a_reply_away_changes_its_story(room, story, heard):
    decide([factories.reply(story, state="approved").pk], "spam", room.admin)
    assert heard == [("changed", {story.pk})]


@pytest.mark.parametrize(
    ("state", "reason", "decision", "lessons"),
    [
        ("waiting", Reason.FIRST, "approved", [("learn", False)]),
        ("waiting", Reason.FIRST, "spam", [("learn", True)]),
        ("waiting", Reason.FIRST, "rejected", []),
        ("approved", Reason.MODERATOR, "spam", [("unlearn", False), ("learn", True)]),
        ("spam", Reason.MODERATOR, "approved", [("unlearn", True), ("learn", False)]),
        ("spam", Reason.MODERATOR, "rejected", [("unlearn", True)]),
        ("spam", Reason.SPAM_FILTER, "spam", [("learn", True)]),
    ],
)
def test_spam_filter_learns_and_unlearns(room, story, monkeypatch, state, reason, decision, lessons):
    taught = []
    for name in ("learn", "unlearn"):
        monkeypatch.setattr(spam, name, lambda replies, spam, name=name: taught.append((name, spam)))

    decide([factories.reply(story, state=state, reason=reason).pk], decision, room.admin)

    assert taught == lessons


def test_history_forgets_texts_and_words_of_a_person(room, story):
    reply = factories.held_reply(story, text="My number is 0803.", reason="watched_word", matched="0803")
    edit(reply.pk, "My number is gone.", room.admin)
    decide([reply.pk], "approved", room.admin)

    assert history.forget([reply]) >= 1

    kept = str(list(ModelLogEntry.objects.values_list("data", "label")))
    assert "0803" not in kept
    assert ModelLogEntry.objects.filter(object_id=str(reply.pk)).count() == 2


@pytest.mark.parametrize("written", ["", "waiting", "waiting-1-2", "nowhere---0", "waiting---x", f"waiting---{9**40}"])
def test_what_is_no_form_of_ours_is_not_read(written):
    assert Seen.read(written) is None
