"""Who sets the breaking news banner, changes it and takes it down, and what the newsroom is told."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry, PageViewRestriction

from desk.fronts.breaking import BreakingRefused, end_breaking, set_breaking, standing, version_of
from desk.fronts.permissions import can_change_breaking, can_set_breaking
from news.models import BreakingNews
from tests import factories
from tests.desk.newsroom import edit_url

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CHIEFS = {"managing_editor", "home_editor", "admin"}
# Whose live stories each puts there; everybody else nobody's.
SETS = {
    "politics": {"section_editor"} | CHIEFS,
    "elections": {"section_editor"} | CHIEFS,  # a subsection's, which has no desk of its own
    "business": {"other_section_editor"} | CHIEFS,
}
PEOPLE = [
    "reporter", "copy_editor", "section_editor", "other_reporter", "other_copy_editor", "other_section_editor",
    "home_editor", "photo_desk", "comment_moderator", "managing_editor", "admin",
]  # fmt: skip
SCREEN = reverse("desk_breaking")
SHOWN = 'aria-label="Breaking news"'


@pytest.fixture
def stories(room) -> dict:
    sections = {
        "politics": room.politics,
        "elections": factories.section("Elections", room.politics),
        "business": room.business,
    }
    return {name: factories.article(f"Story of {name}", section) for name, section in sections.items()}


@pytest.fixture
def story(stories):
    return stories["politics"]


@pytest.mark.parametrize("who", PEOPLE)
def test_who_sets_a_banner_for_which_story(room, stories, who):
    user = getattr(room, who)

    assert {name for name, story in stories.items() if can_set_breaking(user, story)} == {
        name for name, people in SETS.items() if who in people
    }


HIDDEN = {
    "draft": {"live": False, "first_published_at": None},
    "scheduled": {"live": False, "go_live_at": timezone.now() + timedelta(hours=1)},
    "embargoed": {"embargo_until": timezone.now() + timedelta(hours=1)},
    "expired": {"live": False, "expired": True},
}


@pytest.mark.parametrize("state", [*HIDDEN, "private"])
def test_nobody_sets_a_banner_for_a_story_that_readers_do_not_see(room, state):
    story = factories.article("Hidden", room.politics, **HIDDEN.get(state, {}))
    if state == "private":
        PageViewRestriction.objects.create(page=story, restriction_type="login")

    for who in PEOPLE:
        assert not can_set_breaking(getattr(room, who), story)
    with pytest.raises(BreakingRefused):
        set_breaking(story, room.admin)
    assert standing() is None


@pytest.mark.parametrize("who", PEOPLE)
def test_who_changes_a_banner_also_when_its_story_is_gone(room, story, who):
    banner = set_breaking(story, room.section_editor)

    assert can_change_breaking(getattr(room, who), banner) == (who in SETS["politics"])
    story.unpublish()
    assert can_change_breaking(getattr(room, who), standing()) == (who in SETS["politics"])


def test_nobody_who_has_left_sets_or_changes_one(room, story):
    banner = set_breaking(story, room.section_editor)
    for user in (room.section_editor, room.admin, room.home_editor):
        user.is_active = False

        assert not can_set_breaking(user, story)
        assert not can_change_breaking(user, banner)


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - SETS["politics"]))
def test_nobody_else_sets_or_ends_one(room, story, who):
    set_breaking(story, room.section_editor, "Words")

    with pytest.raises(BreakingRefused):
        set_breaking(story, getattr(room, who), "Mine")
    with pytest.raises(BreakingRefused):
        end_breaking(getattr(room, who))
    assert str(standing()) == "Words"


# One click


def press(client, story):
    return client.post(reverse("desk_set_breaking", args=[story.pk]), follow=True)


def test_one_click_shows_readers_the_story_for_two_hours(client, room, story):
    client.force_login(room.section_editor)

    page = unescape(press(client, story).content.decode())

    assert "Readers see “Story of politics” on every page now, until " in page
    assert timedelta(minutes=119) < standing().until - timezone.now() <= timedelta(hours=2)
    assert standing().set_by == room.section_editor
    client.logout()
    assert SHOWN in client.get("/").content.decode()


def test_a_second_click_changes_nothing(client, room, story):
    set_breaking(story, room.home_editor, "Their words")
    before = version_of(standing())
    client.force_login(room.section_editor)

    page = unescape(press(client, story).content.decode())

    assert "“Their words” is on the banner already." in page
    assert version_of(standing()) == before


def test_a_newer_story_takes_the_place_of_the_older(client, room, stories):
    set_breaking(stories["politics"], room.section_editor)
    client.force_login(room.other_section_editor)

    press(client, stories["business"])

    assert BreakingNews.objects.get().story == stories["business"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_click_for_those_who_may_not(client, room, story, method):
    client.force_login(room.reporter if method == "post" else room.section_editor)

    getattr(client, method)(reverse("desk_set_breaking", args=[story.pk]))

    assert standing() is None


def test_the_editor_and_the_board_offer_the_click_to_those_who_may(client, room, story):
    address = reverse("desk_set_breaking", args=[story.pk])
    for who, may in (("section_editor", True), ("copy_editor", False)):
        client.force_login(getattr(room, who))
        for path in (edit_url(story), reverse("desk_board")):
            assert (address in client.get(path).content.decode()) == may, (who, path)

    client.force_login(room.section_editor)
    draft = factories.article("Draft", room.politics, live=False, first_published_at=None)
    assert reverse("desk_set_breaking", args=[draft.pk]) not in client.get(edit_url(draft)).content.decode()
    press(client, story)
    page = client.get(edit_url(story)).content.decode()
    assert address not in page
    assert "Change the breaking news banner" in page


def test_the_board_costs_the_same_with_more_live_stories(client, room, story):
    client.force_login(room.section_editor)

    def queries() -> int:
        client.get(reverse("desk_board"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("desk_board"))
        return len(found)

    one = queries()
    for number in range(5):
        factories.article(f"Another {number}", room.politics)

    assert queries() == one


# The screen


def at(hours: float) -> str:
    return timezone.localtime(timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def form(story, /, **changes) -> dict:
    return {
        "story": story.pk,
        "headline": "",
        "until": at(3),
        "base": version_of(standing()),
        **changes,
    }


def test_a_home_page_editor_sets_one_from_the_screen(client, room, story):
    client.force_login(room.home_editor)
    assert "No banner." in client.get(SCREEN).content.decode()

    page = unescape(client.post(SCREEN, form(story, headline="Vote <b>counted</b>"), follow=True).content.decode())

    assert "Readers see “Vote <b>counted</b>” on every page now" in page
    assert standing().story == story
    assert "Vote &lt;b&gt;counted&lt;/b&gt;" in client.get(SCREEN).content.decode()


def test_words_and_end_change_and_the_rest_stays(client, room, story):
    set_breaking(story, room.home_editor)
    client.force_login(room.section_editor)

    client.post(SCREEN, form(story, headline="Counted again"))

    assert str(standing()) == "Counted again"
    assert standing().until - timezone.now() > timedelta(hours=2)
    assert PageLogEntry.objects.filter(action="fronts.breaking.set", page=story.pk).count() == 2
    assert not PageLogEntry.objects.filter(action="fronts.breaking.end").exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"until": at(-1)}, "This is over already. Choose a later time."),
        ({"until": at(48)}, "A banner stays 24 hours at most. Choose an earlier time."),
        ({"until": "tomorrow"}, "Enter a valid date/time."),
        ({"until": ""}, "This field is required."),
        ({"headline": "x" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
        ({"story": ""}, "This field is required."),
        ({"story": "10000000"}, "Select a valid choice."),
        ({"story": "9" * 30}, "This field is required."),
        ({"story": "abc"}, "This field is required."),
        ({"headline": "a\x00b"}, "Null characters are not allowed."),
        ({"story": "business"}, "Choose a live story that every reader may see, from a section that is yours."),
        ({"story": "draft"}, "Choose a live story that every reader may see, from a section that is yours."),
    ],
)
def test_bad_input_is_refused_in_words_and_the_form_keeps_its_text(client, room, stories, changes, message):
    stories["draft"] = factories.article("Draft", room.politics, live=False, first_published_at=None)
    if changes.get("story") in stories:
        changes = {"story": stories[changes["story"]].pk}
    client.force_login(room.section_editor)
    posted = form(stories["politics"], **{"headline": "What I typed", **changes})

    page = unescape(client.post(SCREEN, posted).content.decode())

    assert message in page
    assert "Nothing was changed: see below." in page
    assert f'value="{posted["headline"]}"' in page
    assert standing() is None


def test_a_form_older_than_the_banner_is_refused_and_counts_when_sent_again(client, room, stories):
    client.force_login(room.section_editor)
    posted = form(stories["politics"], headline="What I typed")
    set_breaking(stories["business"], room.home_editor, "Theirs")

    page = unescape(client.post(SCREEN, posted).content.decode())

    assert "Nothing was changed: Home_Editor has changed the banner since. It now says “Theirs”." in page
    assert 'value="What I typed"' in page
    assert str(standing()) == "Theirs"
    client.post(SCREEN, {**posted, "base": version_of(standing())})
    assert str(standing()) == "What I typed"


def test_it_is_taken_down_by_hand_at_once(client, room, story):
    set_breaking(story, room.home_editor)
    assert SHOWN in client.get("/").content.decode()
    client.force_login(room.section_editor)

    client.post(reverse("desk_end_breaking"), {"base": version_of(standing())})

    assert standing() is None
    client.logout()
    assert SHOWN not in client.get("/").content.decode()


def test_what_somebody_has_set_since_is_not_taken_down(client, room, story):
    set_breaking(story, room.home_editor)
    client.force_login(room.section_editor)
    base = version_of(standing())
    set_breaking(story, room.home_editor, "Newer")

    page = unescape(client.post(reverse("desk_end_breaking"), {"base": base}, follow=True).content.decode())

    assert "Nothing was changed: Home_Editor has changed the banner since." in page
    assert str(standing()) == "Newer"


def test_the_screen_says_when_readers_do_not_see_it(client, room, story):
    set_breaking(story, room.section_editor)
    client.force_login(room.section_editor)
    assert "Readers do not see it" not in client.get(SCREEN).content.decode()

    story.unpublish()

    assert "Readers do not see it" in client.get(SCREEN).content.decode()


def test_others_read_whose_it_is_and_take_nothing_down(client, room, story):
    set_breaking(story, room.section_editor)
    client.force_login(room.other_section_editor)

    page = client.get(SCREEN).content.decode()

    assert "Its story is not of your section" in page
    assert reverse("desk_end_breaking") not in page


def test_one_whose_time_is_over_is_none(client, room, story):
    set_breaking(story, room.section_editor)
    BreakingNews.objects.update(until=timezone.now())
    client.force_login(room.section_editor)

    assert standing() is None
    assert "No banner." in client.get(SCREEN).content.decode()
    press(client, story)
    assert standing().story == story
    assert not PageLogEntry.objects.filter(action="fronts.breaking.end").exists()


def test_impossible_words_and_ends_are_refused_past_the_form_too(room, story):
    for wrong in ({"headline": "x" * 121}, {"until": timezone.now() + timedelta(hours=25)}):
        with pytest.raises(ValidationError):
            set_breaking(story, room.admin, **wrong)
    assert standing() is None


# The log


def told(entry) -> str:
    return registry.get_formatter(entry).format_message(entry)


def test_each_change_is_in_the_history_of_its_story(room, stories):
    set_breaking(stories["politics"], room.section_editor, "First")
    set_breaking(stories["business"], room.home_editor)
    end_breaking(room.admin)

    politics, business = (
        [
            (entry.user, told(entry))
            for entry in PageLogEntry.objects.filter(page=story.pk, action__startswith="fronts.breaking").order_by("pk")
        ]
        for story in (stories["politics"], stories["business"])
    )
    assert [user for user, _ in politics] == [room.section_editor, room.home_editor]
    assert politics[0][1].startswith("On the breaking news banner until ")
    assert politics[0][1].endswith("(WAT): “First”")
    assert politics[1][1] == "Off the breaking news banner: “Story of business” took its place"
    assert [user for user, _ in business] == [room.home_editor, room.admin]
    assert business[1][1] == "Taken off the breaking news banner: “Story of business”"
