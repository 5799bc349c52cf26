"""Containers that readers put in order."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from desk.killing import kill
from news.fronts.cards import front_of
from news.fronts.layouts import CHOICES
from news.fronts.loading import containers_of, plans_of
from news.fronts.resolver import READ_AGAIN, next_boundary
from news.models import Container
from tests import factories

pytestmark = pytest.mark.django_db

ORDERS = [{"layout": "most_read", "fill": None}, {"layout": "most_read", "fill": {}}, {"fill": {"order": "most_read"}}]


def story(headline: str, reads: int = 0, hours_ago: float = 1, read_hours_ago: float = 0, **fields):
    published = timezone.now() - timedelta(hours=hours_ago)
    made = factories.article(headline, **{"first_published_at": published, **fields})
    if reads:
        factories.reads(made, reads, hours_ago=read_hours_ago)
    return made


def shown(now=None) -> list[str]:
    return [card.headline for container in front_of(factories.home(), now).containers for card in container.cards]


@pytest.mark.parametrize("fields", ORDERS)
def test_the_most_read_come_first_then_the_newest(fields):
    for headline, reads, age in [("Old", 9, 400), ("New", 0, 1), ("Newer", 0, 0.5), ("Some", 3, 5), ("Few", 1, 2)]:
        story(headline, reads, age)
    factories.container(**fields)

    assert shown() == ["Old", "Some", "Few", "Newer", "New"]


def test_of_two_read_alike_the_newer_comes_first():
    story("Older", 5, hours_ago=9)
    story("Newer", 5, hours_ago=2)
    factories.container(layout="most_read", max_cards=2)

    assert shown() == ["Newer", "Older"]


def test_what_was_read_in_several_hours_adds_up():
    long_read, peak = story("Long", 4), story("Peak", 6)
    factories.reads(long_read, 4, hours_ago=5)
    factories.reads(peak, 100, hours_ago=30)
    factories.container(layout="most_read")

    assert shown() == ["Long", "Peak"]


@pytest.mark.parametrize(("max_age", "expected"), [(None, ["Today", "Lately"]), (72, ["Lately", "Today"])])
def test_reads_count_for_a_day_or_for_the_age_that_is_set(max_age, expected):
    story("Lately", 50, hours_ago=60, read_hours_ago=48)
    story("Today", 5, hours_ago=3)
    story("Ancient", 0, hours_ago=100)
    factories.container(layout="most_read", fill={"max_age": max_age}, max_cards=2)

    assert shown() == expected


def test_only_stories_that_fit_its_rule():
    section = factories.section("Money")
    story("Elsewhere", 9, parent=factories.section("Sport"))
    story("Inside", 2, parent=section)
    factories.container(layout="most_read", fill={"sections": [section.pk]})

    assert shown() == ["Inside"]


@pytest.mark.parametrize(
    "hide",
    [
        lambda story: story.unpublish(),
        lambda story: kill(story, None, "Untrue"),
        lambda story: PageViewRestriction.objects.create(page=story, restriction_type="login"),
        lambda story: type(story).objects.filter(pk=story.pk).update(embargo_until=timezone.now() + timedelta(1)),
        lambda story: story.delete(),
    ],
)
def test_what_readers_may_not_open_is_not_among_them(hide):
    story("Open", 1)
    hide(story("Hidden", 100))
    factories.container(layout="most_read")

    assert shown() == ["Open"]


def test_a_story_that_stands_elsewhere_leaves_its_place_to_the_next():
    placed = story("Placed", 9)
    story("Next", 5)
    factories.container(cards=[factories.card(placed)])
    factories.container(layout="most_read", max_cards=1)

    assert shown() == ["Placed", "Next"]


def test_what_an_editor_places_stands_above():
    story("Read", 9)
    factories.container(layout="most_read", cards=[factories.card(story("Placed"))])

    assert shown() == ["Placed", "Read"]


def test_any_number_that_stands_elsewhere_leaves_no_slot_free():
    found = [story(f"Story {number}", 50 - number) for number in range(30)]
    factories.container(layout="list", cards=[factories.card(one) for one in found[:10]])
    factories.container(layout="list", fill={"order": "most_read"})
    factories.container(layout="most_read")

    assert shown() == [f"Story {number}" for number in range(30)]


def test_a_rule_that_was_stored_without_an_order_goes_by_what_is_newest():
    story("Read", 9, hours_ago=5)
    story("New")
    container = factories.container(fill={"kind": "news"})

    assert shown() == ["New", "Read"]
    block = container.backfill.stream_block
    assert block.clean(container.backfill)[0].value["order"] == "newest"


@pytest.mark.parametrize("order", ["oldest", "", None])
def test_an_order_that_does_not_exist_is_refused(order):
    container = factories.container(fill={"order": order})

    with pytest.raises(ValidationError):
        container.backfill.stream_block.clean(container.backfill)


def test_the_layout_is_offered():
    assert dict(CHOICES)["most_read"] == "Most read"
    Container(title="Box", layout="most_read").full_clean()


def test_the_reasons_say_who_decided():
    read, unread = story("Read", 9), story("Unread", hours_ago=2)
    placed = story("Placed")
    factories.container(layout="most_read", cards=[factories.card(placed)], max_cards=3)

    reasons = front_of(factories.home()).resolution.reasons
    said = {reason.story.pk: reason.sentence for reason in reasons if reason.is_shown}
    assert said == {
        placed.pk: "An editor placed it here.",
        read.pk: "Filled in: the most read that fits.",
        unread.pk: "Filled in: the newest that fits.",
    }


def test_a_page_with_such_a_container_is_made_again_soon():
    container = factories.container(layout="most_read")
    now = timezone.now()

    def boundary():
        return next_boundary(plans_of(containers_of(factories.home()), now), now)

    assert boundary() == now + READ_AGAIN
    container.is_hidden = True
    container.save()
    assert boundary() is None
    Container.objects.update(layout="list", is_hidden=False)
    assert boundary() is None


def test_a_front_of_the_past_goes_by_what_was_read_then():
    story("Then", 9, hours_ago=90, read_hours_ago=60)
    story("Now", 50, hours_ago=90)
    factories.container(layout="most_read")

    assert shown() == ["Now", "Then"]
    assert shown(timezone.now() - timedelta(hours=48)) == ["Then", "Now"]
