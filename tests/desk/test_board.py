"""What stands on the board, for whom, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import get_default_page_content_type

from desk.board import alerts
from desk.board.board import Board
from desk.board.filters import BoardFilters
from desk.board.reviews import Reviews
from desk.killing import kill
from desk.models import Assignment, Bundle
from desk.permissions import submission_refusal
from news.models import Article
from tests import factories
from tests.desk.newsroom import act, actions, again, draft, edit, fresh, scheduled, submit

pytestmark = pytest.mark.once

BOARD = reverse("desk_board")
ROLES = ("reporter", "copy_editor", "section_editor", "managing_editor", "admin", "other_section_editor")


def board(user, **filters) -> dict:
    user = again(user)
    return {
        column.key: {card.headline: card for card in column.cards}
        for column in Board(user, BoardFilters(user, filters)).shown()
    }


def headlines(user, **filters) -> set[str]:
    return {headline for cards in board(user, **filters).values() for headline in cards}


def pitch(room, title="An idea", **fields) -> Assignment:
    return Assignment.objects.create(title=title, section=fields.pop("section", room.politics), **fields)


def plan(story, **fields) -> Assignment:
    return Assignment.objects.create(title=story.title, section=story.section.specific, story=story, **fields)


@pytest.fixture
def full(room):
    """Put one story into each column, and into each state that a draft can have."""
    pitch(room)
    room.draft = draft(room.politics, room.reporter, "Draft")
    room.copy = draft(room.politics, room.reporter, "Copy")
    submit(room.copy, room.reporter)
    room.section = draft(room.politics, room.reporter, "Section")
    submit(room.section, room.reporter)
    act(room.section, room.copy_editor)
    room.back = draft(room.politics, room.reporter, "Back")
    submit(room.back, room.reporter)
    act(room.back, room.copy_editor, "reject", comment="Shorter.")
    room.scheduled = scheduled(room.politics, "Scheduled", minutes_ago=-90)
    room.live = factories.article("Live", room.politics)
    old = timezone.now() - timedelta(days=3)
    room.old = factories.article("Old", room.politics, first_published_at=old, last_published_at=old)
    room.update = edit(
        factories.article("Update", room.politics, first_published_at=old, last_published_at=old, owner=room.reporter),
        room.reporter,
        standfirst="New.",
    )
    return room


def test_each_story_stands_in_its_column(full):
    found = {column: set(cards) for column, cards in board(full.section_editor).items()}
    assert found == {
        "pitch": {"An idea"},
        "draft": {"Draft", "Back", "Update"},
        "copy_edit": {"Copy"},
        "section_edit": {"Section"},
        "scheduled": {"Scheduled"},
        "live": {"Live"},
    }


def test_cards_say_what_is_the_matter(full):
    plan(full.draft, due_at=timezone.now() - timedelta(hours=1), length=600, assignee=full.copy_editor)
    edit(full.copy, full.reporter, embargo_until=timezone.now() + timedelta(days=1), kicker="Roads", kind="analysis")
    Article.objects.filter(pk=full.copy.pk).update(locked=True, locked_by=full.copy_editor)
    EditingSession.objects.create(
        user=full.reporter,
        content_type=get_default_page_content_type(),
        object_id=str(full.back.pk),
        last_seen_at=timezone.now(),
    )
    cards = board(full.section_editor)
    late = cards["draft"]["Draft"]
    assert (late.is_overdue, late.length, late.person) == (True, 600, "Copy_Editor")
    copy = cards["copy_edit"]["Copy"]
    assert (copy.kicker, copy.kind, copy.locked, bool(copy.embargo_until)) == ("Roads", "Analysis", True, True)
    assert cards["draft"]["Back"].changes_requested
    assert cards["draft"]["Back"].edited_by == "Reporter"
    assert cards["draft"]["Update"].is_update
    assert cards["scheduled"]["Scheduled"].goes_live_at


def test_people_see_their_sections_only(full):
    draft(full.business, full.other_reporter, "Money")
    pitch(full, "Trade", section=full.business)
    assert headlines(full.other_section_editor) == {"Money", "Trade"}
    assert not {"Money", "Trade"} & headlines(full.reporter)
    assert {"Money", "Trade", "Draft"} <= headlines(full.managing_editor)
    assert {"Money", "Trade", "Draft"} <= headlines(full.admin)


@pytest.mark.parametrize("name", ["photo_desk", "comment_moderator"])
def test_who_works_on_no_section_has_no_board(client, room, name):
    client.force_login(getattr(room, name))
    assert client.get(BOARD).status_code == 302
    assert client.get(reverse("desk_calendar")).status_code == 302
    assert BOARD not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_board_is_the_first_of_the_menu(client, room):
    client.force_login(room.reporter)
    body = client.get(reverse("wagtailadmin_home")).content.decode()
    assert body.index('"Board"') < body.index('"Stories"')


@pytest.mark.parametrize("url_name", ["desk_board", "desk_calendar"])
def test_page_has_one_heading_of_the_first_rank(client, room, url_name):
    client.force_login(room.reporter)
    assert client.get(reverse(url_name)).content.decode().count("<h1") == 1


def test_filters_narrow_the_board(full):
    plan(full.draft, due_at=timezone.now() - timedelta(hours=1), assignee=full.copy_editor)
    elections = factories.section("Elections", parent=full.politics)
    edit(draft(elections, full.section_editor, "Register"), full.section_editor, kind="opinion")
    me = full.section_editor
    assert headlines(me, section=elections.pk) == {"Register"}
    assert headlines(me, person=full.copy_editor.pk) == {"Draft"}
    assert headlines(me, kind="opinion") == {"Register"}
    assert headlines(me, overdue="on") == {"Draft"}
    assert "Live" in headlines(me, kind="news")


@pytest.mark.parametrize(
    "filters",
    [{"section": "x"}, {"section": "9" * 30}, {"person": "\x00"}, {"person": "-1"}, {"kind": "<b>"}, {"overdue": "?"}],
)
def test_filters_that_mean_nothing_are_no_error(client, room, filters):
    client.force_login(room.section_editor)
    assert client.get(BOARD, filters).status_code == 200


def test_section_of_others_is_no_filter(full):
    assert headlines(full.other_section_editor, section=full.politics.pk) == set()


def test_long_column_shows_its_first_fifty(client, room, monkeypatch):
    monkeypatch.setattr("desk.board.board.CARDS", 3)
    for number in range(5):
        draft(room.politics, room.reporter, f"Draft {number}")
        pitch(room, f"Idea {number}")
    user = again(room.section_editor)
    columns = {column.key: column for column in Board(user, BoardFilters(user)).shown()}
    assert (len(columns["draft"].cards), columns["draft"].more) == (3, 2)
    assert (len(columns["pitch"].cards), columns["pitch"].more) == (3, 2)
    client.force_login(user)
    assert "2 more in the list of stories" in client.get(BOARD).content.decode()


# The moves that cards offer


@pytest.mark.parametrize("name", ROLES)
def test_cards_offer_what_the_predicates_allow_story_by_story(full, name):
    """The board asks for many at once; Wagtail and the desk's predicates are asked one by one here."""
    edit(full.copy, full.section_editor, standfirst="Mended.")
    user = again(getattr(full, name))
    offered = {
        card.headline: {move.action for move in card.moves} for cards in board(user).values() for card in cards.values()
    }
    for story in (full.draft, full.back, full.update):
        expected = set() if submission_refusal(again(user), fresh(story)) else {"submit"}
        assert offered.get(story.title, set()) == expected, story.title
    for story in (full.copy, full.section):
        assert offered.get(story.title, set()) == actions(story, user), story.title
    assert not offered.get("Live")
    assert not offered.get("Scheduled")


def test_moves_lead_to_the_next_column(full):
    def targets(headline):
        for cards in board(full.managing_editor).values():
            if headline in cards:
                return {move.action: move.target for move in cards[headline].moves}

    assert targets("An idea") == {"start": "draft"}
    assert targets("Draft") == {"submit": "copy_edit"}
    assert targets("Back") == {"submit": "copy_edit"}
    assert targets("Copy") == {"approve": "section_edit", "reject": "draft"}
    assert targets("Section") == {"approve": "live", "reject": "draft"}
    edit(full.section, full.reporter, go_live_at=timezone.now() + timedelta(hours=5))
    assert targets("Section") == {"approve": "scheduled", "reject": "draft"}


def test_story_sent_back_by_the_last_step_returns_to_it(full):
    act(full.section, full.section_editor, "reject", comment="One more source.")
    moves = board(full.reporter)["draft"]["Section"].moves
    assert [(move.target, move.label) for move in moves] == [("section_edit", "Submit again")]


def test_last_editor_is_found_behind_saves_without_a_change(full):
    edit(full.copy, full.section_editor, standfirst="Mended.")
    edit(full.copy, full.managing_editor)
    for name in ("section_editor", "managing_editor"):
        user, story = again(getattr(full, name)), fresh(full.copy)
        assert Reviews(user, [story]).can_approve(story) is (name == "managing_editor"), name


def test_a_story_in_a_scheduled_bundle_is_scheduled(room):
    story = draft(room.politics, room.reporter, "Budget")
    bundle = Bundle.objects.create(title="Budget day", go_live_at=timezone.now() + timedelta(hours=2))
    bundle.items.create(item=story)
    assert "Budget" in board(room.section_editor)["draft"]
    bundle.status = Bundle.Status.SCHEDULED
    bundle.save()
    card = board(room.section_editor)["scheduled"]["Budget"]
    assert card.goes_live_at == bundle.go_live_at
    assert card.moves == []


def test_a_killed_story_is_not_on_the_board(room):
    story = draft(room.politics, room.reporter, "Secret")
    submit(story, room.reporter)
    kill(story, room.managing_editor, "A court order.")
    assert all("Secret" not in cards for cards in board(room.managing_editor).values())
    assert "was killed" in submission_refusal(again(room.reporter), fresh(story))


# What it costs


def queries(client, url: str) -> int:
    client.get(url)  # caches that outlive a request
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def more_work(room, name: str) -> None:
    """Put two more cards into each state."""
    for number in range(2):
        pitch(room, f"{name} {number}", due_at=timezone.now(), assignee=room.section_editor)
        for steps in range(4):
            story = draft(room.politics, room.reporter, f"{name} {number} {steps}")
            plan(story, due_at=timezone.now(), assignee=room.section_editor)
            if steps:
                submit(story, room.reporter)
            if steps > 1:
                act(story, room.copy_editor)
            if steps > 2:
                act(story, room.section_editor, "reject", comment="Shorter.")
        story = draft(room.politics, room.copy_editor, f"{name} own {number}")
        submit(story, room.reporter)
        edit(story, room.section_editor, standfirst=f"Mended {number}.")
        scheduled(room.politics, f"{name} scheduled {number}", minutes_ago=-90)
        factories.article(f"{name} live {number}", room.politics)


@pytest.mark.parametrize(("url_name", "limit"), [("desk_board", 21), ("desk_calendar", 21), ("wagtailadmin_home", 41)])
def test_cost_does_not_grow_with_the_work(client, room, url_name, limit):
    client.force_login(room.section_editor)
    url = reverse(url_name)
    more_work(room, "First")
    before = queries(client, url)
    more_work(room, "Second")
    assert queries(client, url) == before
    assert before <= limit


# Alerts


def test_other_parts_of_the_desk_speak_up_on_home_and_board(client, room):
    def provider(user):
        return [alerts.Alert("Late <news>", "/admin/", critical=True)] if user == room.managing_editor else []

    alerts.add(provider)
    alerts.add(provider)
    try:
        client.force_login(room.managing_editor)
        for url in (BOARD, reverse("wagtailadmin_home")):
            assert client.get(url).content.decode().count("Late &lt;news&gt;") == 1
        client.force_login(room.reporter)
        assert "Late" not in client.get(BOARD).content.decode()
    finally:
        alerts.remove(provider)
