"""What stands where on a front, for any containers at any moment."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.fronts.plans import CardKind, CardPlan, ContainerPlan, Story, SublinkPlan, Verdict
from news.fronts.resolver import moments, next_boundary, resolve

pytestmark = pytest.mark.once

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

# Any input

times = st.sampled_from([None, None, *(NOW + hours * HOUR for hours in (-3, -1, 0, 1, 3))])
rarely = st.sampled_from([False, False, False, True])
usually = st.sampled_from([True, True, True, False])
# Few stories, so that they meet.
archives = st.tuples(
    *(
        st.builds(
            Story,
            st.just(pk),
            st.just(f"Story {pk}"),
            exists=usually,
            live=usually,
            is_private=rarely,
            is_killed=rarely,
            embargo_until=times,
            published_at=times,
        )
        for pk in range(1, 7)
    )
)


@st.composite
def fronts(draw) -> list[ContainerPlan]:
    stories = st.sampled_from(draw(archives))
    several = st.lists(stories, max_size=5).map(tuple)
    sublinks = st.lists(st.builds(SublinkPlan, st.just("sublink"), st.none() | stories), max_size=2).map(tuple)
    cards = st.builds(
        CardPlan, st.uuids().map(str), st.sampled_from(CardKind), st.none() | stories, several, sublinks,
        times, times, times,
    )  # fmt: skip
    containers = st.builds(
        ContainerPlan, st.just(0), st.just("Container"), st.integers(0, 4), st.lists(cards, max_size=4).map(tuple),
        several, st.sampled_from([None, 2 * HOUR]), rarely, rarely, times, times, rarely,
    )  # fmt: skip
    found = draw(st.lists(containers, min_size=1, max_size=3))
    return [replace(plan, id=number, title=f"Container {number}") for number, plan in enumerate(found)]


anything = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shown(placed) -> list[Story]:
    return [
        story
        for card in placed.cards
        for story in (card.story, *(sublink.story for sublink in card.sublinks))
        if story is not None
    ]


@anything
@given(fronts())
def test_no_story_stands_twice_unless_a_container_opted_out(containers):
    found = resolve(containers, NOW)

    once = Counter(story.pk for placed in found.containers if not placed.plan.allows_repeats for story in shown(placed))
    assert max(once.values(), default=1) == 1
    for placed in found.containers:
        assert max(Counter(story.pk for story in shown(placed)).values(), default=1) == 1


@anything
@given(fronts())
def test_no_container_shows_more_than_its_cap(containers):
    for placed in resolve(containers, NOW).containers:
        assert 0 < len(placed.cards) <= placed.plan.max_cards


@anything
@given(fronts())
def test_only_what_readers_may_see_is_shown(containers):
    for placed in resolve(containers, NOW).containers:
        for story in shown(placed):
            assert (story.exists, story.live, story.is_private, story.is_killed) == (True, True, False, False)
            assert story.embargo_until is None or story.embargo_until <= NOW


@anything
@given(fronts())
def test_placed_cards_keep_their_order_and_stand_before_what_is_filled_in(containers):
    for placed in resolve(containers, NOW).containers:
        order = [placed.plan.cards.index(card.plan) for card in placed.cards if card.plan]
        assert order == sorted(order)
        assert [card.plan is None for card in placed.cards] == sorted(card.plan is None for card in placed.cards)


@anything
@given(fronts())
def test_no_card_is_shown_outside_its_time_and_no_container_either(containers):
    for placed in resolve(containers, NOW).containers:
        assert not placed.plan.is_hidden
        for thing in (placed.plan, *(card.plan for card in placed.cards if card.plan)):
            start, end = (
                (thing.visible_from, thing.visible_until)
                if isinstance(thing, ContainerPlan)
                else (thing.pin_from, thing.pin_until)
            )
            assert start is None or start <= NOW
            assert end is None or end > NOW


@anything
@given(fronts())
def test_no_slot_stays_free_while_a_story_fits(containers):
    found = resolve(containers, NOW)
    full = {placed.plan.id for placed in found.containers if len(placed.cards) == placed.plan.max_cards}
    full |= {plan.id for plan in containers if plan.max_cards == 0}

    for reason in found.reasons:
        if reason.verdict is Verdict.NO_ROOM and not reason.card:
            assert reason.container in full


@anything
@given(fronts())
def test_every_story_considered_has_its_reason(containers):
    found = resolve(containers, NOW)

    said = {(reason.container, reason.card, reason.story.pk) for reason in found.reasons if reason.story}
    for plan in containers:
        for card in plan.cards:
            if card.kind is CardKind.STORY and card.story:
                assert (plan.id, card.id, card.story.pk) in said
    for placed in found.containers:
        here = {
            reason.story.pk
            for reason in found.reasons
            if reason.container == placed.plan.id and reason.is_shown and reason.story
        }
        assert here == {story.pk for story in shown(placed)}
        for story in placed.plan.candidates:
            assert (placed.plan.id, "", story.pk) in said
    assert all(reason.sentence.endswith(".") for reason in found.reasons)


@anything
@given(fronts(), st.floats(0, 0.999))
def test_nothing_changes_before_the_next_boundary(containers, part):
    boundary = next_boundary(containers, NOW)
    later = NOW + (boundary - NOW) * part if boundary else NOW + timedelta(days=400)

    assert picture(resolve(containers, later)) == picture(resolve(containers, NOW))


def picture(found):
    return [
        (placed.plan.id, [(card.plan, card.story, card.sublinks, card.is_breaking) for card in placed.cards])
        for placed in found.containers
    ]


@anything
@given(fronts())
def test_the_same_input_gives_the_same_front(containers):
    assert resolve(containers, NOW) == resolve(containers, NOW)


# Cases with a name

A, B, C, D = (Story(pk, name, published_at=NOW - pk * HOUR) for pk, name in enumerate("ABCD", 1))


def card(story, name: str = "", **fields) -> CardPlan:
    return CardPlan(name or f"card-{story.pk}", CardKind.STORY, story, **fields)


def container(number: int = 1, *cards, fill=(), **fields) -> ContainerPlan:
    return ContainerPlan(
        number, f"Container {number}", **{"max_cards": 2, **fields}, cards=cards, candidates=tuple(fill)
    )


def titles(containers, now=NOW) -> list[str]:
    return [
        "".join(c.story.title if c.story else "-" for c in placed.cards)
        for placed in resolve(containers, now).containers
    ]


def verdicts(containers, number: int) -> dict[str, Verdict]:
    return {r.story.title: r.verdict for r in resolve(containers, NOW).reasons if r.container == number and r.story}


def test_a_story_placed_lower_down_is_not_filled_in_higher_up():
    front = [container(1, fill=[A, B, C]), container(2, card(A), fill=[B, C, D])]

    assert titles(front) == ["BC", "AD"]
    assert verdicts(front, 1)["A"] is Verdict.REPEATED
    (reason,) = [r for r in resolve(front, NOW).reasons if r.container == 1 and r.story == A]
    assert reason.sentence == "It stands elsewhere on this front, in “Container 2”."


def test_a_story_placed_twice_stands_where_it_is_placed_first():
    assert titles([container(1, card(A)), container(2, card(A), fill=[B])]) == ["A", "B"]


def test_a_container_that_opted_out_repeats_and_takes_nothing_away():
    front = [container(1, fill=[A, B], allows_repeats=True), container(2, card(A), fill=[B])]

    assert titles(front) == ["AB", "AB"]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"live": False}, Verdict.NOT_LIVE),
        ({"exists": False}, Verdict.MISSING),
        ({"is_killed": True}, Verdict.KILLED),
        ({"is_private": True}, Verdict.PRIVATE),
        ({"embargo_until": NOW + HOUR}, Verdict.EMBARGOED),
    ],
)
def test_a_card_whose_story_readers_may_not_see_gives_its_slot_back(change, verdict):
    front = [container(1, card(replace(A, **change)), card(B), fill=[C])]

    assert titles(front) == ["BC"]
    assert verdicts(front, 1)["A"] is verdict


def test_a_card_stands_in_its_window_only():
    front = [container(1, card(A, pin_from=NOW, pin_until=NOW + HOUR), fill=[B, C])]

    assert titles(front) == ["AB"]
    assert titles(front, NOW - HOUR / 60) == ["BC"]
    assert titles(front, NOW + HOUR) == ["BC"]
    assert next_boundary(front, NOW - HOUR) == NOW
    assert next_boundary(front, NOW) == NOW + HOUR
    assert next_boundary(front, NOW + HOUR) is None


def test_a_card_that_finds_no_room_leaves_its_story_to_others():
    front = [container(1, card(A), card(B), max_cards=1), container(2, fill=[A, B, C])]

    assert titles(front) == ["A", "BC"]
    assert verdicts(front, 1)["B"] is Verdict.NO_ROOM


def test_a_card_latest_from_shows_the_newest_that_stands_nowhere_else_or_gives_its_slot_back():
    latest = CardPlan("latest", CardKind.LATEST, candidates=(A, B))

    assert titles([container(1, latest, card(A))]) == ["BA"]
    assert titles([container(1, replace(latest, candidates=(A,)), card(A), fill=[C])]) == ["AC"]


def test_a_story_with_a_card_of_its_own_does_not_stand_below_another():
    front = [container(1, card(A, sublinks=(SublinkPlan("s", B), SublinkPlan("l")))), container(2, card(B))]

    (first, second) = resolve(front, NOW).containers
    assert [sublink.id for sublink in first.cards[0].sublinks] == ["l"]
    assert second.cards[0].story == B


def test_old_stories_do_not_fill_in():
    front = [container(1, fill=[A, B, C], max_age=2 * HOUR)]

    assert titles(front) == ["A"]
    assert verdicts(front, 1)["B"] is Verdict.TOO_OLD
    assert next_boundary(front, NOW) == NOW + HOUR


def test_a_hidden_container_keeps_no_story_from_others():
    front = [container(1, card(A), is_hidden=True), container(2, fill=[A])]

    assert titles(front) == ["A"]
    assert verdicts(front, 1)["A"] is Verdict.HIDDEN
    assert moments(front[0]) == []


def test_breaking_ends_by_itself():
    front = [container(1, card(A, breaking_until=NOW + HOUR))]

    assert resolve(front, NOW).containers[0].cards[0].is_breaking
    assert not resolve(front, NOW + HOUR).containers[0].cards[0].is_breaking
    assert next_boundary(front, NOW) == NOW + HOUR
