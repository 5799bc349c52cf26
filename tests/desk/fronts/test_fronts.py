"""Who fills containers and arranges fronts, and what a launch does."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, streamfield

from desk.fronts.arranging import arrange
from desk.fronts.launching import (
    Refused,
    cancel_launch,
    discard,
    launch,
    put_back,
    save_draft,
    schedule_launch,
    version_of,
)
from desk.fronts.permissions import can_arrange, can_curate, can_delete_container, curated_by
from desk.scheduling import publish_due
from news.models import Container, RemovedCard
from tests import factories
from tests.desk.newsroom import newsroom
from tests.made_once import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CHIEFS = {"managing_editor", "admin"}
# Which containers each may fill; everybody else none.
CURATES = {
    "politics": {"section_editor"} | CHIEFS,
    "elections": {"section_editor"} | CHIEFS,  # a subsection's, which has no desk of its own
    "business": {"other_section_editor"} | CHIEFS,
    "home": {"home_editor"} | CHIEFS,
}
PEOPLE = [
    "reporter", "copy_editor", "section_editor", "other_reporter", "other_section_editor", "home_editor", "photo_desk",
    "comment_moderator", "managing_editor", "admin",
]  # fmt: skip


def room_with_fronts():
    found = newsroom()
    elections = factories.section("Elections", found.politics)
    sections = {"politics": found.politics, "elections": elections, "business": found.business, "home": None}
    # All stand on the home page: where a container stands gives nobody a right to it.
    found.containers = {
        name: factories.container(f"{name.title()} box", section=section, fill={}) for name, section in sections.items()
    }
    found.fronts = {"home": factories.home(), "politics": found.politics, "business": found.business}
    found.story = factories.article("A story", found.politics)
    return found


made_room = made_once(room_with_fronts)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_fills_which_container(room, who):
    user = getattr(room, who)

    expected = {name for name, people in CURATES.items() if who in people}
    assert {name for name, found in room.containers.items() if can_curate(user, found)} == expected
    assert set(curated_by(user)) == {room.containers[name] for name in expected}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_arranges_which_front(room, who):
    user = getattr(room, who)

    expected = {name for name in room.fronts if who in CURATES[name]}
    assert {name for name, front in room.fronts.items() if can_arrange(user, front)} == expected


def test_nobody_who_has_left_curates(room):
    room.section_editor.is_active = room.admin.is_active = room.home_editor.is_active = False

    for user in (room.section_editor, room.admin, room.home_editor):
        assert not any(can_curate(user, container) for container in room.containers.values())
        assert not curated_by(user)


def test_a_container_that_stands_on_a_front_is_deleted_by_nobody(room):
    container = room.containers["politics"]
    assert not can_delete_container(room.admin, container)

    container.placements.all().delete()

    assert can_delete_container(room.section_editor, container)
    assert not can_delete_container(room.other_section_editor, container)


# Launching


def cards(*stories, **values) -> list[dict]:
    return [factories.card(story, **values) for story in stories]


def stored(container) -> Container:
    return Container.objects.get(pk=container.pk)


def test_a_draft_is_seen_by_readers_when_it_is_launched_and_not_before(client, room):
    container = room.containers["politics"]
    draft = save_draft(container, room.section_editor, cards=cards(room.story, headline="Our own words"))
    assert "Our own words" not in client.get("/").content.decode()
    assert stored(container).has_unpublished_changes

    launch(draft, room.section_editor)

    assert "Our own words" in client.get("/").content.decode()
    assert not stored(container).has_unpublished_changes
    entry = ModelLogEntry.objects.filter(action="wagtail.publish", object_id=str(container.pk)).get()
    assert entry.user == room.section_editor


@pytest.mark.parametrize("who", ["reporter", "copy_editor", "other_section_editor", "home_editor", "photo_desk"])
def test_nobody_else_saves_launches_discards_or_puts_back(room, who):
    container, user = room.containers["politics"], getattr(room, who)
    save_draft(container, room.section_editor, title="A draft")
    removed = RemovedCard.objects.create(
        container=container, card_id="x", card=factories.card(room.story), removed_at=timezone.now()
    )

    for act in (
        lambda: save_draft(container, user, title="Mine"),
        lambda: launch(container, user),
        lambda: discard(container, user),
        lambda: put_back(removed, user),
    ):
        with pytest.raises(Refused, match="Only the editors"):
            act()
    assert stored(container).title != "A draft"


def test_a_stale_save_and_a_stale_launch_are_refused_and_say_who_was_faster(room):
    container = room.containers["politics"]
    base = version_of(save_draft(container, room.section_editor, title="First"))
    save_draft(container, room.managing_editor, base=base, title="Second")

    for act in (
        lambda: save_draft(container, room.section_editor, base=base, title="Third"),
        lambda: launch(container, room.section_editor, base=base),
        lambda: discard(container, room.section_editor, base=base),
    ):
        with pytest.raises(Refused, match=r"changed by Managing_Editor on .*: not saved\."):
            act()
    assert stored(container).get_latest_revision_as_object().title == "Second"
    assert stored(container).title == "Politics box"


def test_a_locked_container_is_changed_by_its_holder_only(room):
    container = room.containers["politics"]
    container.locked, container.locked_by, container.locked_at = True, room.section_editor, timezone.now()
    container.save()

    with pytest.raises(Refused, match="locked"):
        launch(container, room.managing_editor)
    launch(container, room.section_editor)


def test_impossible_cards_are_not_saved(room):
    container = room.containers["politics"]

    for wrong in (
        cards(room.story) * 1000,
        [factories.card(kind="link", url="javascript:alert(1)", headline="Go")],
        cards(room.story, pin_from="2026-11-26T12:00:00Z", pin_until="2026-11-26T11:00:00Z"),
    ):
        with pytest.raises(ValidationError):
            save_draft(container, room.section_editor, cards=wrong)
    assert stored(container).latest_revision is None


def test_a_discarded_draft_stays_in_the_history(client, room):
    container = room.containers["politics"]
    launch(save_draft(container, room.section_editor, title="Live"), room.section_editor)
    dropped = save_draft(container, room.section_editor, title="Dropped").latest_revision

    discard(container, room.section_editor)

    found = stored(container)
    assert not found.has_unpublished_changes
    assert found.get_latest_revision_as_object().title == found.title == "Live"
    assert found.live_revision == found.latest_revision
    assert found.revisions.filter(pk=dropped.pk).exists()
    assert ModelLogEntry.objects.filter(action="fronts.discard", user=room.section_editor).exists()
    with pytest.raises(Refused, match="no draft"):
        discard(container, room.section_editor)


def test_the_clock_launches_the_draft_that_was_scheduled_and_not_what_came_after(client, room):
    container, editor = room.containers["politics"], room.section_editor
    draft = save_draft(container, editor, cards=cards(room.story, headline="For six o'clock"))
    schedule_launch(draft, editor, timezone.now() + timedelta(hours=1))
    save_draft(container, editor, cards=cards(room.story, headline="For tomorrow"))
    container.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now())

    report = publish_due()

    assert report.published == ["Politics box"]
    page = unescape(client.get("/").content.decode())
    assert "For six o'clock" in page
    assert "For tomorrow" not in page
    assert stored(container).has_unpublished_changes
    assert stored(container).get_latest_revision_as_object().card_rows()[0]["value"]["headline"] == "For tomorrow"


@pytest.mark.parametrize("act", [launch, discard])
def test_a_launch_by_hand_and_a_discarded_draft_take_the_schedule_back(room, act):
    container, editor = room.containers["politics"], room.section_editor
    launch(save_draft(container, editor, title="Live"), editor)
    draft = save_draft(container, editor, title="Later")
    schedule_launch(draft, editor, timezone.now() + timedelta(hours=1))

    act(container, editor)

    assert not container.revisions.exclude(approved_go_live_at=None).exists()


def test_only_its_editors_schedule_a_launch_and_take_it_back(room):
    container = room.containers["politics"]
    later = timezone.now() + timedelta(hours=1)
    with pytest.raises(Refused, match="Only the editors"):
        schedule_launch(container, room.other_section_editor, later)
    schedule_launch(save_draft(container, room.section_editor, title="Later"), room.section_editor, later)
    with pytest.raises(Refused, match="Only the editors"):
        cancel_launch(container, room.other_section_editor)


def test_a_removed_card_goes_back_to_the_top_of_the_draft(room):
    container, editor = room.containers["politics"], room.section_editor
    first, second = cards(room.story, factories.article("Another", room.politics))
    launch(save_draft(container, editor, cards=[first, second]), editor)
    launch(save_draft(container, editor, cards=[second]), editor)
    (removed,) = container.removed_cards.all()
    assert removed.card_id == first["id"]
    assert removed.removed_by == editor

    draft = put_back(removed, editor)

    assert [row["id"] for row in draft.card_rows()] == [first["id"], second["id"]]
    assert [row["id"] for row in stored(container).card_rows()] == [second["id"]]
    launch(draft, editor)
    assert not container.removed_cards.exists()


def test_a_full_container_takes_no_card_back(room):
    container, editor = room.containers["politics"], room.section_editor
    removed = RemovedCard.objects.create(
        container=container, card_id="x", card=factories.card(room.story), removed_at=timezone.now()
    )
    save_draft(container, editor, cards=[factories.card(room.story) for _ in range(20)])

    with pytest.raises(Refused, match="full"):
        put_back(removed, editor)


# Arranging


def test_an_arranged_front_shows_its_containers_in_order_and_the_log_says_so(room):
    home, editor = factories.home(), room.home_editor
    names = ["business", "home", "politics"]
    wanted = [room.containers[name] for name in names]

    arrange(home, wanted, editor)

    assert list(Container.objects.on_front(home)) == wanted
    entry = PageLogEntry.objects.get(action="fronts.arrange")
    assert entry.data == {"containers": [container.pk for container in wanted]}
    assert entry.user == editor


def test_a_section_editor_does_not_arrange_the_home_page(room):
    with pytest.raises(PermissionDenied):
        arrange(factories.home(), [], room.section_editor)
    with pytest.raises(PermissionDenied):
        arrange(room.business, [], room.section_editor)


def test_no_container_twice_and_not_too_many(room):
    container = room.containers["home"]

    with pytest.raises(ValueError, match="each once"):
        arrange(factories.home(), [container, container], room.admin)


def arrangement(containers, add="") -> dict:
    rows = {f"places-{i}-container": c.pk for i, c in enumerate(containers)}
    places = {f"places-{i}-place": place for i, place in enumerate(containers.values())}
    count = len(containers)
    return {**rows, **places, "places-TOTAL_FORMS": count, "places-INITIAL_FORMS": count, "add": add}


def test_a_front_is_arranged_in_the_admin(client, room):
    home, boxes = factories.home(), room.containers
    new = Container.objects.create(title="New box")
    client.force_login(room.home_editor)
    page = client.get(reverse("desk_front_arrange", args=[home.pk])).content.decode()
    assert "Politics box" in page
    assert "New box" in page

    places = {boxes["politics"]: 2, boxes["elections"]: "", boxes["business"]: 1, boxes["home"]: 3}
    client.post(reverse("desk_front_arrange", args=[home.pk]), arrangement(places, add=new.pk))

    order = [boxes["business"], boxes["politics"], boxes["home"], new]
    assert list(Container.objects.on_front(home)) == order


def test_the_list_of_fronts_leads_to_the_boards_one_works_on(client, room):
    client.force_login(room.other_section_editor)

    page = client.get(reverse("desk_fronts")).content.decode()

    # The home page has a container of theirs; Politics has none.
    boards = [f'href="{reverse("desk_front", args=[front.pk])}"' for front in room.fronts.values()]
    assert [board in page for board in boards] == [True, False, True]
    assert "Business box" in page


def test_the_list_of_fronts_costs_the_same_with_more_of_them(client, room, django_assert_num_queries):
    client.force_login(room.admin)
    url = reverse("desk_fronts")
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    before = len(found)

    for number in range(3):
        front = factories.section(f"Section {number}")
        factories.container(f"Box {number}", front=front)
    client.get(url)  # reads the sections again

    with django_assert_num_queries(before):
        client.get(url)


# In Wagtail's views


def url(name: str, container=None) -> str:
    return reverse(f"wagtailsnippets_news_container:{name}", args=[container.pk] if container else [])


def form(container, **changes) -> dict:
    """Return what the form of a container posts."""
    draft = stored(container).get_latest_revision_as_object()
    revision = stored(container).latest_revision
    values = {
        "title": draft.title,
        "layout": draft.layout,
        "section": draft.section_id or "",
        "show_title": "on",
        "cards": streamfield([]),
        "backfill": streamfield([]),
        "loaded_revision_id": revision.pk if revision else "",
        "loaded_revision_created_at": revision.created_at.isoformat() if revision else "",
        **changes,
    }
    return {name: value for name, value in nested_form_data(values).items() if value is not None}


def test_a_section_editor_makes_fills_and_launches_a_container(client, room):
    client.force_login(room.section_editor)
    posted = nested_form_data(
        {
            "title": "Elections tonight",
            "layout": "three",
            "section": room.politics.pk,
            "cards": streamfield([]),
            "backfill": streamfield([]),
            "action-publish": "1",
        }
    )
    client.post(url("add"), posted)
    container = Container.objects.get(title="Elections tonight")
    assert container.live

    client.post(url("edit", container), form(container, title="Elections, live"))
    assert stored(container).title == "Elections tonight"

    client.post(url("edit", container), form(container, **{"action-publish": "1"}))
    assert stored(container).title == "Elections, live"


def test_no_container_is_taken_from_others_or_given_to_them(client, room):
    client.force_login(room.section_editor)
    container = room.containers["politics"]

    for section in (room.business.pk, ""):
        client.post(url("edit", container), form(container, section=section))

    assert stored(container).section_id == room.politics.pk
    assert stored(container).latest_revision is None


def test_a_stale_form_is_not_saved_and_keeps_what_was_typed(client, room):
    container = room.containers["politics"]
    save_draft(container, room.section_editor, title="First")
    mine = form(container, title="What I typed")
    save_draft(container, room.managing_editor, title="Theirs")
    client.force_login(room.section_editor)

    page = unescape(client.post(url("edit", container), mine).content.decode())

    assert "changed by Managing_Editor on" in page
    assert "not saved" in page
    assert 'value="What I typed"' in page
    assert stored(container).get_latest_revision_as_object().title == "Theirs"


def test_the_list_shows_only_what_one_may_fill(client, room):
    client.force_login(room.other_section_editor)

    page = client.get(url("list")).content.decode()

    assert "Business box" in page
    assert "Politics box" not in page


def test_nobody_deletes_in_bulk_what_stands_on_a_front(client, room):
    client.force_login(room.admin)
    container = room.containers["politics"]

    client.post(f"/admin/bulk/news/container/delete/?id={container.pk}")

    assert Container.objects.filter(pk=container.pk).exists()


@pytest.mark.parametrize("mode", ["", "front"])
def test_a_preview_shows_the_draft_alone_or_on_its_front_among_other_drafts(client, room, mode):
    container, editor = room.containers["politics"], room.section_editor
    other = factories.article("Another", room.business)
    save_draft(room.containers["business"], room.other_section_editor, cards=cards(other, headline="Their draft"))
    client.force_login(editor)
    shown = streamfield(
        [("article", {"article": room.story.pk, "headline": "Our own", "boost": "default", "sublinks": {"count": 0}})]
    )
    posted = form(container, description="Only in the draft", cards=shown)
    assert client.post(url("preview_on_edit", container), posted).json() == {"is_valid": True, "is_available": True}

    wanted = f"front-{factories.home().pk}" if mode else ""
    response = client.get(url("preview_on_edit", container), {"mode": wanted})

    assert response.status_code == 200
    page = response.content.decode()
    assert "Only in the draft" in page
    assert "noindex" in page
    assert ("Their draft" in page) == bool(mode)
