"""A front as readers saw it at a moment, and who may look back."""

from datetime import UTC, datetime, timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from desk.fronts.arranging import arrange
from desk.fronts.launching import launch, save_draft
from desk.fronts.moments import MOST
from desk.fronts.permissions import can_open_board, readable_stories
from desk.fronts.replay import GONE, front_then
from desk.killing import kill
from news.models import Container
from tests import factories
from tests.desk.newsroom import again

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MARCH_3 = datetime(2026, 3, 3, 18, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """Set the time; it stands still."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_to


@pytest.fixture
def paper(room, clock):
    """The home page as two containers made it on 3 March; the test goes on two days later."""
    clock(MARCH_3 - DAY)
    home, editor = factories.home(), room.home_editor
    first, second, third = (
        factories.article(name, room.politics, first_published_at=MARCH_3 - DAY) for name in ("One", "Two", "Three")
    )
    made = SimpleNamespace(home=home, editor=editor, first=first, second=second, third=third)
    made.top = Container.objects.create(title="Top", layout="list", live=False)
    made.below = Container.objects.create(title="Below", layout="list", live=False)
    fill(made.top, editor, factories.card(first, headline="One, as it was"))
    fill(made.below, editor, factories.card(second))
    arrange(home, [made.top, made.below], editor)
    clock(MARCH_3 + DAY)
    return made


def fill(container, editor, *cards, **values) -> Container:
    return launch(save_draft(container, editor, cards=list(cards), **values), editor)


def headlines(front, at: datetime, user) -> list[str]:
    shown = front_then(front, at).show(user)
    return [card.headline for container in shown.containers for card in container.cards]


def page(client, front, at=None, name: str = "desk_front_replay", **more):
    query = {**({"at": at.isoformat()} if at else {}), **more}
    return client.get(reverse(name, args=[front.pk]), query)


def frame(client, front, at: datetime) -> list[str]:
    found = html.fromstring(page(client, front, at, "desk_front_replay_page").content)
    return [headline.text_content().strip() for headline in found.xpath("//main//*[@class='card__headline']")]


def test_the_order_is_that_of_the_moment(paper):
    arrange(paper.home, [paper.below, paper.top], paper.editor)

    assert headlines(paper.home, MARCH_3, paper.editor) == ["One, as it was", "Two"]
    assert headlines(paper.home, MARCH_3 + DAY, paper.editor) == ["Two", "One, as it was"]


def test_a_container_that_has_left_the_front_stands_where_it_stood(paper):
    arrange(paper.home, [paper.below], paper.editor)

    assert headlines(paper.home, MARCH_3, paper.editor) == ["One, as it was", "Two"]


def test_the_version_is_the_one_launched_by_then(paper):
    fill(paper.top, paper.editor, factories.card(paper.third, headline="Three, later"))
    save_draft(paper.below, paper.editor, cards=[factories.card(paper.first, headline="Only a draft")])

    assert headlines(paper.home, MARCH_3, paper.editor) == ["One, as it was", "Two"]
    assert headlines(paper.home, MARCH_3 + DAY, paper.editor) == ["Three, later", "Two"]


def test_a_container_shows_nothing_before_its_first_launch_nor_while_it_was_taken_down(paper, clock):
    paper.top.refresh_from_db()
    paper.top.unpublish()
    clock(MARCH_3 + 3 * DAY)
    fill(paper.top, paper.editor, factories.card(paper.third))

    assert headlines(paper.home, MARCH_3 - 2 * DAY, paper.editor) == []
    assert headlines(paper.home, MARCH_3, paper.editor) == ["One, as it was", "Two"]
    assert headlines(paper.home, MARCH_3 + 2 * DAY, paper.editor) == ["Two"]
    assert headlines(paper.home, MARCH_3 + 3 * DAY, paper.editor) == ["Three", "Two"]


def test_slots_fill_with_what_was_published_by_then(paper, room, clock):
    rule = factories.backfill(sections=[room.business.pk])
    factories.article("In time", room.business, first_published_at=MARCH_3)
    down = factories.article("Down for a day", room.business, first_published_at=MARCH_3 - DAY)
    fill(paper.below, paper.editor, backfill=rule)
    factories.article("Later", room.business, first_published_at=MARCH_3 + 2 * DAY)
    clock(MARCH_3 + 3 * DAY)
    down.unpublish()
    clock(MARCH_3 + 4 * DAY)
    down.save_revision().publish()

    def filled(days: int) -> list[str]:
        return headlines(paper.home, MARCH_3 + days * DAY, paper.editor)[1:]

    assert filled(1) == ["In time", "Down for a day"]
    assert filled(2) == ["Later", "In time", "Down for a day"]
    assert filled(3) == ["Later", "In time"]
    assert filled(4) == ["Later", "In time", "Down for a day"]


def test_a_story_that_was_not_live_then_gives_its_slot_back(paper, clock):
    paper.second.unpublish()
    clock(MARCH_3 + 2 * DAY)
    paper.second.save_revision().publish()

    assert headlines(paper.home, MARCH_3, paper.editor) == ["One, as it was", "Two"]
    assert headlines(paper.home, MARCH_3 + 1.5 * DAY, paper.editor) == ["One, as it was"]
    assert headlines(paper.home, MARCH_3 + 2 * DAY, paper.editor) == ["One, as it was", "Two"]


def unpublish(story):
    story.unpublish()


def embargo(story):
    story.embargo_until = timezone.now() + DAY
    story.save()


def make_private(story):
    PageViewRestriction.objects.create(page=story, restriction_type="login")


@pytest.mark.parametrize(
    "hide", [unpublish, make_private, lambda story: kill(story, None, "Untrue"), lambda story: story.delete()]
)
def test_a_story_that_stood_there_and_is_no_longer_published_is_a_line_without_its_words(
    client, room, paper, clock, hide
):
    line = {"id": "s", "type": "item", "value": {"article": paper.third.pk, "headline": "Below it"}}
    story = paper.first
    # As an editor publishes, so that the log outlives the story.
    paper.first.save_revision().publish()
    below = factories.card(paper.second, sublinks=[line, {**line, "id": "t", "value": {"article": story.pk}}])
    fill(paper.below, paper.editor, below)
    fill(paper.top, paper.editor, factories.card(story, headline="About a secret", standfirst="Secret"))
    at = MARCH_3 + DAY
    clock(MARCH_3 + 2 * DAY)
    story.refresh_from_db()

    hide(story)

    client.force_login(room.home_editor)
    shown = page(client, paper.home, at, "desk_front_replay_page").content.decode()
    assert frame(client, paper.home, at) == [GONE, "Two"]
    assert "ecret" not in shown
    assert 'href=""' not in shown
    assert "Below it" in shown


def test_a_story_under_embargo_now_is_not_shown(paper, clock):
    """Its place is kept where the log says that it was live, and not where only today's embargo is known."""
    paper.second.save_revision().publish()
    at = timezone.now()
    clock(MARCH_3 + 2 * DAY)
    embargo(paper.first)
    paper.second.refresh_from_db()
    embargo(paper.second)

    assert headlines(paper.home, at, paper.editor) == [GONE]


def test_who_answers_for_a_story_reads_it_still(client, room, paper):
    unpublish(paper.first)

    assert headlines(paper.home, MARCH_3, again(room.home_editor))[0] == GONE
    for user in (room.managing_editor, room.admin):
        assert headlines(paper.home, MARCH_3, again(user))[0] == "One, as it was"
    assert paper.first in readable_stories(room.section_editor)
    assert paper.first not in readable_stories(room.other_section_editor)
    assert paper.second in readable_stories(room.other_section_editor)


def test_what_the_log_does_not_say_is_said(paper, room):
    politics = room.politics
    old = factories.container("From before", section=politics, cards=[factories.card(paper.third)], front=politics)
    assert headlines(politics, MARCH_3, room.section_editor) == ["Three"]
    notes = " ".join(front_then(politics, MARCH_3).notes)
    assert "today’s order is shown" in notes
    assert "The log does not say what “From before” showed then" in notes

    arrange(politics, [old], room.section_editor)
    assert "is known from 4 March 2026" in " ".join(front_then(politics, MARCH_3).notes)
    assert "is known from" not in " ".join(front_then(politics, MARCH_3 + DAY).notes)


def test_a_container_that_has_been_deleted_is_named(paper):
    paper.below.placements.all().delete()
    paper.below.delete()

    assert headlines(paper.home, MARCH_3, paper.editor) == ["One, as it was"]
    assert front_then(paper.home, MARCH_3).notes == ["“Below” stood here too. It has been deleted since."]


# The screen


def test_the_screen_shows_the_front_in_a_frame_and_says_what_was_changed(client, room, paper):
    client.force_login(room.home_editor)
    fill(paper.top, paper.editor, factories.card(paper.third, headline="Three, later"))

    response = page(client, paper.home, MARCH_3)

    found = html.fromstring(response.content)
    (inside,) = found.xpath("//iframe")
    assert frame(client, paper.home, MARCH_3) == ["One, as it was", "Two"]
    inner = client.get(inside.get("src"))
    assert inner.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in inner.headers["Content-Security-Policy"]
    assert "noindex" in inner.content.decode()
    rows = [" ".join(row.text_content().split()) for row in found.xpath("//*[@class='replay-moments']//li")]
    assert [row.split("(")[1].partition(") ")[2] for row in rows] == [
        "Home: arranged by Home_Editor",
        "Below: launched by Home_Editor",
        "Top: launched by Home_Editor",
    ]
    link = found.xpath("//*[@class='replay-moments']//a/@href")[0]
    assert client.get(link).status_code == 200
    assert "Three, later" not in response.content.decode()


def test_the_present_front_is_shown_unless_a_moment_is_asked_for(client, room, paper):
    client.force_login(room.home_editor)

    assert "desk_front_replay_page" not in page(client, paper.home).content.decode()
    assert html.fromstring(page(client, paper.home).content).xpath("//iframe")
    assert html.fromstring(page(client, paper.home, MARCH_3, width="phone").content).xpath(
        "//iframe[contains(@class, '--phone')]"
    )


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("yesterday", "Write a date and a time"),
        ("2026-03-03T99:00", "Write a date and a time"),
        ("", "This field is required"),
        ("\x00", "Write a date and a time"),
        ("2999-01-01T00:00", "has not come yet"),
        ("9999-12-31T23:59:59-14:00", "has not come yet"),
        ("0001-01-01T00:00:00+14:00", "Nothing is known of that time"),
        ("0001-01-01", "Nothing is known of that time"),
    ],
)
def test_a_bad_moment_is_refused_in_words(client, room, paper, at, message):
    client.force_login(room.home_editor)

    response = client.get(reverse("desk_front_replay", args=[paper.home.pk]), {"at": at})

    assert response.status_code == 200
    assert message in unescape(response.content.decode())
    assert not html.fromstring(response.content).xpath("//iframe")
    inner = client.get(reverse("desk_front_replay_page", args=[paper.home.pk]), {"at": at})
    assert inner.status_code == 404


def test_a_moment_is_written_by_ones_own_clock(client, room, paper):
    client.force_login(room.home_editor)
    UserProfile.objects.create(user=room.home_editor, current_time_zone="Asia/Tokyo")

    response = client.get(reverse("desk_front_replay", args=[paper.home.pk]), {"at": "2026-03-04T03:00"})

    assert response.context["at"] == MARCH_3
    assert 'value="2026-03-04T03:00:00"' in response.content.decode()
    assert "Asia/Tokyo" in response.content.decode()


def test_the_list_of_changes_has_pages(client, room, paper):
    client.force_login(room.home_editor)
    for _ in range(MOST):
        arrange(paper.home, [paper.top, paper.below], paper.editor)

    response = page(client, paper.home, MARCH_3 + DAY)
    assert len(response.context["changes"]) == MOST

    response = client.get(response.context["earlier_url"])
    assert response.context["at"] == MARCH_3 + DAY
    assert [change.what for change, _, _ in response.context["changes"]] == [
        "Home: arranged", "Below: launched", "Top: launched",
    ]  # fmt: skip
    assert response.context["earlier_url"] == ""


SEES = {"home_editor", "managing_editor", "admin", "section_editor"}
PEOPLE = [
    "reporter", "copy_editor", "section_editor", "other_reporter", "other_section_editor", "home_editor", "photo_desk",
    "comment_moderator", "managing_editor", "admin",
]  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_who_looks_back_on_the_home_page(client, room, paper, who):
    """Whoever arranges it, and the section editor whose container stands on it."""
    factories.container(section=room.politics)
    user = again(getattr(room, who))
    client.force_login(user)

    assert can_open_board(user, paper.home) == (who in SEES)
    for name in ("desk_front_replay", "desk_front_replay_page"):
        assert (page(client, paper.home, MARCH_3, name).status_code == 200) == (who in SEES)
    listed = client.get(reverse("desk_fronts")).content.decode()
    assert (reverse("desk_front_replay", args=[paper.home.pk]) in listed) == (who in SEES)


def test_only_fronts_can_be_looked_at(client, room, paper):
    client.force_login(room.admin)

    for pk in (paper.first.pk, 10**6):
        assert client.get(reverse("desk_front_replay", args=[pk])).status_code == 404


def test_looking_back_costs_the_same_however_much_stood_there(client, room, paper):
    client.force_login(room.home_editor)

    def cost() -> list[int]:
        counts = []
        for name in ("desk_front_replay", "desk_front_replay_page"):
            page(client, paper.home, MARCH_3 + DAY, name)
            with CaptureQueriesContext(connection) as found:
                assert page(client, paper.home, MARCH_3 + DAY, name).status_code == 200
            counts.append(len(found))
        return counts

    boxes = []

    def add(number: int) -> None:
        section = factories.section(f"Section {number}")
        story = factories.article(f"Story {number}", section, first_published_at=MARCH_3)
        story.save_revision().publish()
        box = Container.objects.create(title=f"Box {number}", layout="list", live=False, section=section)
        latest = factories.card(kind="latest", section=section.pk)
        rule = factories.backfill(sections=[section.pk])
        boxes.append(fill(box, room.admin, factories.card(story), latest, backfill=rule))
        if number % 2:
            story.unpublish()
        arrange(paper.home, [paper.top, paper.below, *boxes], paper.editor)

    add(0)
    one = cost()
    for number in range(1, 9):
        add(number)

    assert cost() == one
