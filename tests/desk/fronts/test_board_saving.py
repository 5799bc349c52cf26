"""What the board sends: all of it is saved or none, nothing is lost without a word."""

import json

import pytest
from django.utils import timezone

from desk.fronts.launching import launch, save_draft, version_of
from news.models import Container, RemovedCard
from tests import factories
from tests.desk.fronts.conftest import Board, draft

pytestmark = pytest.mark.django_db


def test_a_moved_card_is_saved_in_both_containers_at_once(board, room):
    card = factories.card(room.story)
    board.save((room.first, [card]))

    answer = board.save((room.first, []), (room.second, [card])).json()

    assert [row["id"] for row in answer["containers"]] == [room.first.pk, room.second.pk]
    assert "Budget passes" in answer["containers"][1]["html"]
    assert draft(room.first).rows == []
    assert draft(room.second).stories == [room.story.pk]


def test_nothing_is_saved_when_one_of_two_containers_is_somebody_elses(board, room):
    card = factories.card(room.story)
    board.save((room.first, [card]))

    response = board.save((room.first, []), (room.theirs, [card]))

    assert response.status_code == 409
    assert "Only the editors" in response.json()["message"]
    assert draft(room.first).stories == [room.story.pk]
    assert draft(room.theirs).rows == []


def test_a_stale_save_is_refused_with_the_other_version_in_the_answer(board, room):
    base = version_of(Container.objects.get(pk=room.first.pk))
    other = factories.article("Their story", room.politics)
    save_draft(room.first, room.managing_editor, cards=[factories.card(other)])

    response = board.save((room.first, [factories.card(room.story)], base))

    assert response.status_code == 409
    answer = response.json()
    assert answer["stale"]
    assert "changed by Managing_Editor on" in answer["message"]
    assert "not saved" in answer["message"]
    assert "Their story" in answer["containers"][0]["html"]
    assert draft(room.first).stories == [other.pk]


def test_two_windows_of_one_person_do_not_save_over_each_other(board, room):
    first = board.save((room.first, [factories.card(room.story)])).json()["containers"][0]
    board.save((room.first, []))

    response = board.save((room.first, [factories.card(room.story)], first["version"]))

    assert response.status_code == 409
    assert draft(room.first).rows == []


def test_a_burst_of_saves_is_one_version_and_a_launch_ends_it(board, room):
    for count in (1, 2, 3, 1):
        board.save((room.first, [factories.card(room.story) for _ in range(count)]))
    assert room.first.revisions.count() == 1

    board.post("launch", container=room.first.pk, base=version_of(Container.objects.get(pk=room.first.pk)))
    board.save((room.first, []))

    assert room.first.revisions.count() == 2


def test_a_draft_taken_back_to_what_readers_see_is_no_draft(board, room):
    launched = launch(
        save_draft(room.first, room.section_editor, cards=[factories.card(room.story)]), room.section_editor
    )
    board.save((room.first, []))
    assert Container.objects.get(pk=room.first.pk).has_unpublished_changes

    board.save((room.first, launched.card_rows()))

    assert not Container.objects.get(pk=room.first.pk).has_unpublished_changes


@pytest.mark.parametrize(
    "cards",
    [
        pytest.param([{"id": f"c{i}", "type": "article", "value": {}} for i in range(1000)], id="a thousand"),
        pytest.param(
            [{"id": "x", "type": "link", "value": {"url": "javascript:alert(1)", "headline": "Go"}}], id="script"
        ),
        pytest.param([{"id": "x", "type": "link", "value": {"url": "//elsewhere", "headline": "Go"}}], id="elsewhere"),
        pytest.param([{"id": "x", "type": "unknown", "value": {}}], id="unknown kind"),
        pytest.param([{"id": "<b>", "type": "link", "value": {}}], id="impossible id"),
        pytest.param([{"id": "x", "type": "link", "value": []}], id="no value"),
        pytest.param([{"id": "x", "type": "article", "value": {"article": "x", "headline": 3}}], id="no story"),
        pytest.param([{"id": "x", "type": "article", "value": {"sublinks": 7}}], id="no sublinks"),
        pytest.param([{"id": "x", "type": "article", "value": {"headline": "long" * 100}}], id="long headline"),
        pytest.param([{"id": "x", "type": "article", "value": {"headline": "nul \0"}}], id="NUL"),
        pytest.param(
            [
                {
                    "id": "x",
                    "type": "article",
                    "value": {"pin_from": "2030-01-02T00:00", "pin_until": "2030-01-01T00:00"},
                }
            ],
            id="window",
        ),
        pytest.param("no list", id="no list"),
    ],
)
def test_impossible_cards_are_refused_in_words(board, room, cards):
    response = board.save((room.first, cards))

    assert response.status_code == 409
    assert response.json()["message"]
    assert draft(room.first).rows == []


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"containers": 3}', '{"containers": []}', "\0", '{"containers": [{}]}']
)
def test_what_cannot_be_read_is_refused(board, body):
    response = board.client.post(board.url("save"), body, content_type="application/json")

    assert response.status_code == 409
    assert "cannot be read" in response.json()["message"]


def test_a_container_that_left_the_front_meanwhile_is_not_saved(board, room):
    room.first.placements.all().delete()

    response = board.save((room.first, []))

    assert response.status_code == 409
    assert "no longer stands" in response.json()["message"]


# Launch, schedule, discard, put back


def test_launching_from_the_board_shows_readers_the_draft(board, client, room):
    saved = board.save((room.first, [factories.card(room.story, headline="Our words")])).json()["containers"][0]
    reader = type(client)()
    assert "Our words" not in reader.get("/politics/").content.decode()

    answer = board.post("launch", container=room.first.pk, base=saved["version"]).json()

    assert "launched" in answer["message"]
    assert "Our words" in reader.get("/politics/").content.decode()


def test_of_two_who_launch_the_second_reads_who_was_first(client, board, room):
    base = board.save((room.first, [factories.card(room.story)])).json()["containers"][0]["version"]
    save_draft(room.first, room.managing_editor, cards=[])

    response = board.post("launch", container=room.first.pk, base=base)

    assert response.status_code == 409
    assert "changed by Managing_Editor" in response.json()["message"]


def test_a_launch_is_scheduled_and_taken_back(board, room):
    base = board.save((room.first, [factories.card(room.story)])).json()["containers"][0]["version"]
    later = timezone.localtime() + timezone.timedelta(hours=2)

    answer = board.post("schedule", container=room.first.pk, base=base, at=f"{later:%Y-%m-%dT%H:%M}").json()

    assert "will be launched on" in answer["message"]
    assert f"{later:%H:%M}" in answer["containers"][0]["html"]
    board.post("schedule", container=room.first.pk, at="")
    assert not room.first.revisions.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize("at", ["2020-01-01T10:00", "tomorrow", "2030-99-99T10:00"])
def test_no_launch_is_scheduled_for_a_time_that_will_not_do(board, room, at):
    base = board.save((room.first, [factories.card(room.story)])).json()["containers"][0]["version"]

    assert board.post("schedule", container=room.first.pk, base=base, at=at).status_code == 409


def test_a_removed_card_goes_back_with_one_click(board, room):
    removed = RemovedCard.objects.create(
        container=room.first, card_id="x", card=factories.card(room.story), removed_at=timezone.now()
    )
    assert "Budget passes" in board.get("removed", container=room.first.pk).content.decode()

    board.post("put_back", removed=removed.pk)

    assert draft(room.first).stories == [room.story.pk]


# Arranging


def order(board) -> str:
    return ",".join(str(row.pk) for row in Container.objects.on_front(board.front))


def test_a_new_container_stands_at_the_end_and_readers_do_not_see_it(board, client, room):
    answer = board.post("order", base=order(board), title="Elections", layout="lead").json()

    made = Container.objects.get(title="Elections")
    assert answer["order"][-1] == made.pk
    assert not made.live
    assert made.section_id == room.politics.pk


def test_containers_change_places_and_leave(board, room):
    base = order(board)
    board.post("order", base=base, order=f"{room.second.pk},{room.first.pk}")

    assert list(Container.objects.on_front(room.front)) == [room.second, room.first]


def test_an_order_that_rests_on_another_one_is_refused(board, room):
    response = board.post("order", base="1,2", order=str(room.first.pk))

    assert response.status_code == 409
    assert "Somebody else has arranged" in response.json()["message"]


@pytest.mark.parametrize(
    "values", [{"title": " ", "layout": "lead"}, {"title": "x" * 81, "layout": "lead"}, {"title": "A", "layout": "?"}]
)
def test_a_container_without_a_proper_title_or_layout_is_not_made(board, values):
    assert board.post("order", base=order(board), **values).status_code == 409


# One card's form


def card_form(board, container, card: dict, **changes):
    row = next(row for row in draft(container).rows if row["id"] == card["id"])
    html = board.get("card", container=container.pk, card=card["id"]).content.decode()
    assert "front-form" in html
    values = {f"card-{name}": value for name, value in row["value"].items() if value and isinstance(value, str | int)}
    sent = {"container": container.pk, "card": card["id"], "was": json.dumps(row), **values}
    return sent | {f"card-{name}": value for name, value in changes.items()}


def test_an_override_is_saved_and_an_empty_one_follows_the_story(board, room):
    card = factories.card(room.story)
    board.save((room.first, [card]))

    sent = card_form(board, room.first, card, headline="Shorter")
    answer = board.post("card", **sent).json()
    assert "Shorter" in answer["containers"][0]["html"]

    board.post("card", **card_form(board, room.first, card, headline=""))
    assert draft(room.first).rows[0]["value"]["headline"] == ""


def test_two_people_who_write_on_one_card_are_told(board, room):
    card = factories.card(room.story)
    board.save((room.first, [card]))
    mine = card_form(board, room.first, card, headline="Mine")
    theirs = [{**draft(room.first).rows[0], "value": {**draft(room.first).rows[0]["value"], "headline": "Theirs"}}]
    save_draft(room.first, room.managing_editor, cards=theirs)

    response = board.post("card", **mine)

    assert response.status_code == 409
    assert "changed by Managing_Editor" in response.json()["message"]
    assert draft(room.first).rows[0]["value"]["headline"] == "Theirs"


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("link", {"url": "javascript:alert(1)", "headline": "Go"}, "url"),
        ("article", {"pin_from": "2030-01-02T10:00", "pin_until": "2030-01-01T10:00"}, "pin_until"),
        ("article", {"headline": "x" * 201}, "headline"),
        ("article", {"picture": "99999"}, "picture"),
    ],
)
def test_what_is_wrong_on_a_card_stands_beside_its_field(board, room, kind, changes, field):
    card = factories.card(room.story if kind == "article" else None, kind=kind)
    board.save((room.first, [card]))

    response = board.post("card", **card_form(board, room.first, card, **changes))

    assert response.status_code == 422
    assert field in response.json()["errors"]


def test_a_card_that_is_gone_is_said_to_be(board, room):
    response = board.post("card", container=room.first.pk, card="no-such-card", was="{}")

    assert response.status_code == 409
    assert "taken it out" in response.json()["message"]
    assert board.get("card", container=room.first.pk, card="no-such-card").status_code == 404


# The clipboard


def test_the_clipboard_keeps_cards_with_their_words_for_one_person(client, board, room):
    card = factories.card(room.story, headline="Laid aside")

    board.send("clipboard", {"put": card})

    assert "Laid aside" in board.get("clipboard").content.decode()
    assert "Laid aside" not in Board(client, room.managing_editor, room.front).get("clipboard").content.decode()
    own = Board(client, room.section_editor, room.front)
    own.send("clipboard", {"take_off": room.section_editor.clipboard.cards[0]["id"]})
    assert "Laid aside" not in own.get("clipboard").content.decode()


def test_a_full_clipboard_lets_the_oldest_go(board, room):
    for number in range(32):
        board.send("clipboard", {"put": factories.card(room.story, headline=f"Card {number}")})

    html = board.get("clipboard").content.decode()
    assert html.count("front-card__face") == 30
    assert "Card 31" in html
    assert "Card 1<" not in html


@pytest.mark.parametrize("body", [[], {"put": 3}, {"put": {"id": "x", "type": "article", "value": {"article": "x"}}}])
def test_what_is_no_card_stays_off_the_clipboard(board, room, body):
    assert board.send("clipboard", body).status_code == 409
    assert "front-card__face" not in board.get("clipboard").content.decode()
