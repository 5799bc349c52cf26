"""What the board shows: to whom, with which warnings, and at what cost."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk.fronts.launching import save_draft
from tests import factories
from tests.desk.fronts.conftest import Board

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def fill(container, user, *cards) -> None:
    save_draft(container, user, cards=list(cards))


def test_a_section_editor_changes_their_own_containers_and_sees_the_others(board):
    page = board.page()

    assert page.count("data-may-change") == 2
    assert "Theirs" in page


@pytest.mark.parametrize("who", ["reporter", "copy_editor", "other_reporter", "photo_desk"])
def test_the_board_is_for_those_who_curate_something_on_it(client, room, who):
    client.force_login(getattr(room, who))

    assert client.get(reverse("desk_front", args=[room.front.pk])).status_code in (302, 403)
    assert client.get(reverse("desk_front_containers", args=[room.front.pk])).status_code in (302, 403)


def test_an_editor_with_a_container_on_another_front_works_there_without_arranging_it(client, room):
    board = Board(client, room.other_section_editor, room.front)

    page = board.page()

    assert page.count("data-may-change") == 1
    assert "data-arrange" not in page
    assert "data-add-container" not in page


def test_a_page_that_is_no_front_has_no_board(client, room):
    client.force_login(room.admin)

    assert client.get(reverse("desk_front", args=[room.story.pk])).status_code == 404


def warnings(board, room, *cards) -> str:
    fill(room.first, room.section_editor, *cards)
    return unescape(board.page())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"live": False}, "Not shown. The story is not published."),
        ({"embargo_until": timezone.now() + timedelta(days=1)}, "Not shown yet: embargo until"),
        ({"lead_image": None}, "No picture."),
        (
            {"title": "A headline that is much too long for a row of three stories side by side on a wide screen"},
            "The headline is long",
        ),
    ],
)
def test_what_readers_would_notice_is_said_on_the_card(board, room, fields, expected):
    story = factories.article(fields.pop("title", "A story"), room.politics, **fields)

    assert expected in warnings(board, room, factories.card(story))


def test_a_story_twice_and_a_full_container_are_said_on_the_card(board, room):
    stories = [factories.article(f"Number {i}", room.politics) for i in range(4)]
    page = warnings(board, room, *(factories.card(story) for story in [*stories, stories[0]]))

    assert "the container shows no more cards" in page
    assert "It stands elsewhere on this front" in page


def test_a_deleted_story_and_an_unfinished_link_are_said_on_the_card(board, room):
    gone = factories.article("Gone", room.politics)
    page_cards = [factories.card(gone), factories.card(kind="link"), factories.card(kind="latest")]
    fill(room.first, room.section_editor, *page_cards)
    gone.delete()

    page = unescape(board.page())

    assert "A story that has been deleted" in page
    assert "a link needs an address and a headline" in page
    assert "choose a section or a topic" in page


def test_a_container_that_nobody_launches_is_said_to_be_stale(board, room):
    fill(room.first, room.section_editor, factories.card(room.story))
    room.first.refresh_from_db()
    room.first.latest_revision.publish()
    old = timezone.now() - timedelta(hours=14)
    type(room.first).objects.filter(pk=room.first.pk).update(last_published_at=old)

    assert "Nobody has launched it for 14 hours." in board.page()


def test_a_draft_of_a_section_one_does_not_work_in_keeps_its_headline_to_itself(client, board, room):
    secret = factories.article("Secret merger", room.business, live=False)
    fill(room.theirs, room.other_section_editor, factories.card(secret))

    assert "Secret merger" not in board.page()
    assert "A story you may not open" in board.page()
    assert board.get("why", story=secret.pk).status_code == 404
    assert "Secret merger" in Board(client, room.other_section_editor, room.front).page()


def test_live_shows_what_readers_see_and_changes_nothing(board, room):
    fill(room.first, room.section_editor, factories.card(room.story, headline="Only in the draft"))

    live = str(board.get("containers", version="live").json())
    draft = str(board.get("containers").json())

    assert "Only in the draft" not in live
    assert "data-may-change" not in live
    assert "Only in the draft" in draft


def test_the_preview_shows_all_drafts_and_only_to_those_who_curate(client, board, room):
    fill(room.first, room.section_editor, factories.card(room.story, headline="Only in the draft"))

    assert "Only in the draft" in board.get("preview").content.decode()
    client.force_login(room.reporter)
    assert client.get(board.url("preview")).status_code in (302, 403)


def test_the_state_tells_of_every_change(board, room):
    before = board.get("state").json()
    fill(room.first, room.managing_editor, factories.card(room.story))

    after = board.get("state").json()

    assert before["containers"][0] != after["containers"][0]
    assert before["containers"][1:] == after["containers"][1:]


# The feed


def feed(board, **query) -> str:
    return unescape(board.get("feed", **query).content.decode())


def test_the_feed_shows_live_stories_and_upcoming_ones_by_their_state(board, room):
    factories.article("Still a draft", room.politics, live=False)
    factories.article("Under embargo", room.politics, embargo_until=timezone.now() + timedelta(hours=3))
    factories.article("Draft of others", room.business, live=False)

    live, upcoming = feed(board), feed(board, state="upcoming")

    assert "Budget passes" in live
    assert "Still a draft" not in live
    assert "Under embargo" not in live
    assert "Budget passes" not in upcoming
    assert "Still a draft" in upcoming
    assert "Embargo until" in upcoming
    assert "Draft of others" not in upcoming


def test_the_feed_is_narrowed_by_words_section_topic_author_and_use(board, room):
    topic, author = factories.topic("Floods"), factories.author("Ada Obi")
    told = factories.article("River rises", room.business, topics=[topic], authors=[author])
    for query in ({"q": "rises river"}, {"section": room.business.pk}, {"topic": "flood"}, {"author": "obi"}):
        found = feed(board, **query)
        assert "River rises" in found, query
        assert "Budget passes" not in found, query

    fill(room.first, room.section_editor, factories.card(told))

    assert "River rises" not in feed(board, unused="on")
    assert "Budget passes" in feed(board, unused="on")


@pytest.mark.parametrize("query", [{"section": "x"}, {"p": "-1"}, {"p": "9" * 30}, {"q": "%\\'\""}, {"state": "?"}])
def test_a_filter_that_cannot_be_understood_breaks_nothing(board, query):
    assert board.get("feed", **query).status_code == 200


def test_the_feed_goes_on_page_by_page(board, room):
    for number in range(31):
        factories.article(f"Story {number:02}", room.politics)

    assert "data-page" in feed(board)
    assert "Budget passes" in feed(board) + feed(board, p=2)


# Why isn't it here?


def test_each_container_says_why(board, room):
    room.second.backfill = factories.fronts.backfill(sections=[{"type": "item", "value": room.business.pk, "id": "s"}])
    room.second.save()
    fill(room.first, room.section_editor, factories.card(room.story))

    answer = unescape(board.get("why", story=room.story.pk).content.decode())

    assert "An editor placed it here." in answer
    assert "Its section is none of those" in answer
    assert "Nobody placed it here" in answer


def test_why_says_of_an_unpublished_story_that_readers_cannot_read_it(board, room):
    story = factories.article("Planned", room.politics, live=False, first_published_at=None)

    answer = unescape(board.get("why", story=story.pk).content.decode())

    assert answer.count("Draft: readers cannot read it.") == 3


def test_a_story_below_a_headline_stands_on_the_front(board, room):
    line = {"type": "item", "id": "s", "value": {"article": room.story.pk}}
    fill(room.first, room.section_editor, factories.card(factories.article("Above", room.politics), sublinks=[line]))

    assert feed(board, q="Budget passes").count("On this front") == 1


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ("newest", "enough newer stories"),
        ("most_read", "that are read more"),
        ("most_discussed", "come first with more replies"),
    ],
)
def test_a_story_that_others_keep_out_is_told_which_come_first(board, room, order, why):
    late = factories.article("Late", room.politics, first_published_at=timezone.now() - timedelta(days=99))
    for _ in range(20):
        factories.reads(factories.article(parent=room.politics), 5)
    room.second.backfill = factories.fronts.backfill(order=order)
    room.second.max_cards = 1
    room.second.save()

    assert why in unescape(board.get("why", story=late.pk).content.decode())


def test_why_asks_for_a_story_there_is(board):
    for story in ("", "x", "999999", "9" * 40):
        assert board.get("why", story=story).status_code == 404


# Cost


def test_the_board_costs_the_same_with_more_containers_and_cards(board, room):
    def cost(*names) -> list[int]:
        counts = []
        for name in names:
            with CaptureQueriesContext(connection) as found:
                response = board.get(name) if name else board.client.get(reverse("desk_front", args=[room.front.pk]))
                assert response.status_code == 200
            counts.append(len(found))
        return counts

    names = ("", "containers", "state", "feed", "preview")
    picture = factories.picture()
    line = {"type": "item", "id": "s", "value": {"article": room.story.pk}}

    def more(container, name: str, count: int) -> None:
        stories = [factories.article(f"{name} {i}", room.politics, lead_image=picture) for i in range(count)]
        fill(container, room.section_editor, *(factories.card(story, sublinks=[line]) for story in stories))

    more(room.first, "One", 1)
    cost(*names)
    before = cost(*names)
    for number in range(6):
        container = factories.container(f"More {number}", section=room.politics, front=room.politics)
        more(container, f"More {number}", 4)

    cost(*names)  # what new stories have put out of the cache
    assert cost(*names) == before
