"""Containers that fill themselves with what readers reply to most."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.fronts.cards import front_of
from news.fronts.loading import containers_of, plans_of
from news.fronts.plans import Verdict
from news.fronts.resolver import READ_AGAIN, next_boundary
from tests import factories
from tests.news.fronts.test_most_read import shown, story

pytestmark = pytest.mark.django_db


def discussed(headline: str, replies: int, hours_ago: float = 1, **fields):
    made = story(headline, hours_ago=30, **fields)
    for _ in range(replies):
        factories.reply(made, created_at=timezone.now() - timedelta(hours=hours_ago))
    return made


def fill(**values) -> dict:
    return {"fill": {"order": "most_discussed", **values}}


def test_most_discussed_come_first_then_the_newest():
    discussed("Some", 2)
    discussed("Many", 4)
    story("New", hours_ago=1)
    factories.container(**fill())

    assert shown() == ["Many", "Some", "New"]


@pytest.mark.parametrize("fields", [{"state": "waiting"}, {"state": "spam"}, {"erased_at": timezone.now()}])
def test_what_readers_do_not_see_does_not_count(fields):
    quiet = story("Quiet", hours_ago=9)
    for _ in range(5):
        factories.reply(quiet, **fields)
    discussed("Loud", 1)
    factories.container(**fill(), max_cards=1)

    assert shown() == ["Loud"]


def test_replies_count_for_a_day_or_within_the_age_that_is_set():
    discussed("Yesterday", 9, hours_ago=25)
    discussed("Today", 1)
    one = factories.container(**fill(), max_cards=1)
    assert shown() == ["Today"]

    one.backfill = factories.backfill(order="most_discussed", max_age=48)
    one.save()
    assert shown() == ["Yesterday"]


def test_reads_do_not_count_and_the_layout_most_read_keeps_to_them():
    read = story("Read", reads=50, hours_ago=2)
    discussed("Discussed", 2)
    factories.container(**fill(), max_cards=1)
    assert shown() == ["Discussed"]

    factories.container(layout="most_read", **fill(), max_cards=1, allows_repeats=True)
    assert shown() == ["Discussed", read.title]


def test_unpublished_stories_stay_away_however_discussed():
    discussed("Embargoed", 9, embargo_until=timezone.now() + timedelta(hours=1))
    discussed("Open", 1)
    factories.container(**fill(), max_cards=1)

    assert shown() == ["Open"]


def test_front_says_why_and_is_made_anew_after_a_while():
    discussed("Discussed", 1)
    factories.container(**fill(), max_cards=1)
    front = front_of(factories.home())

    assert Verdict.MOST_DISCUSSED in [reason.verdict for reason in front.resolution.reasons]
    assert "Filled in: the most discussed that fits." in [reason.sentence for reason in front.resolution.reasons]
    now = timezone.now()
    assert next_boundary(plans_of(containers_of(factories.home()), now), now) == now + READ_AGAIN
