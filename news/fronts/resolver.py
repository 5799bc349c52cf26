"""Decide what stands where on a front. Pure: the same containers at the same moment give the same front.

Two passes, so that a story an editor placed lower down is not filled in higher up: first all cards of all containers,
then top down the cards “latest from” and what fills the free slots.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from news.fronts.plans import (
    CardKind,
    CardPlan,
    ContainerPlan,
    PlacedCard,
    PlacedContainer,
    Reason,
    Resolution,
    Story,
    Verdict,
)

READ_AGAIN = timedelta(minutes=10)  # how long a front shows what was read most when it was made


def resolve(containers: Sequence[ContainerPlan], now: datetime) -> Resolution:
    """Return the front that these containers make at the moment `now`, with the reason for each story considered."""
    return Resolver(now).resolve(containers)


def next_boundary(containers: Iterable[ContainerPlan], now: datetime) -> datetime | None:
    """Return the next moment at which the same containers may make another front; None when only editors change it."""
    plans = list(containers)
    found = [moment for plan in plans for moment in moments(plan) if moment > now]
    if any(plan.by_readers and container_refusal(plan, now) is None for plan in plans):
        found.append(now + READ_AGAIN)
    return min(found, default=None)


def moments(plan: ContainerPlan) -> list[datetime]:
    """List the moments at which the clock changes what a container shows."""
    if plan.is_hidden:
        return []
    found = [plan.visible_from, plan.visible_until]
    stories: list[Story | None] = list(plan.candidates)
    for card in plan.cards:
        found += [card.pin_from, card.pin_until, card.breaking_until]
        stories += [card.story, *card.candidates, *(sublink.story for sublink in card.sublinks)]
    found += [story.embargo_until for story in stories if story]
    if plan.max_age is not None:
        found += [story.published_at + plan.max_age for story in plan.candidates if story.published_at]
    return [moment for moment in found if moment]


def story_refusal(story: Story | None, now: datetime) -> Verdict | None:
    """Say why readers may not see a story; None when they may."""
    if story is None or not story.exists:
        return Verdict.MISSING
    if story.is_killed:
        return Verdict.KILLED
    if not story.live:
        return Verdict.NOT_LIVE
    if story.is_private:
        return Verdict.PRIVATE
    return Verdict.EMBARGOED if story.embargo_until and story.embargo_until > now else None


def container_refusal(plan: ContainerPlan, now: datetime) -> Verdict | None:
    if plan.is_hidden:
        return Verdict.HIDDEN
    if plan.visible_from and plan.visible_from > now:
        return Verdict.WAITS
    return Verdict.OVER if plan.visible_until and plan.visible_until <= now else None


def pin_refusal(card: CardPlan, now: datetime) -> Verdict | None:
    if card.pin_from and card.pin_from > now:
        return Verdict.PIN_WAITS
    return Verdict.PIN_OVER if card.pin_until and card.pin_until <= now else None


class Filling:
    """A container while it is being filled; it never shows a story twice itself."""

    def __init__(self, plan: ContainerPlan) -> None:
        self.placed = PlacedContainer(plan)
        self.inside: set[int] = set()

    @property
    def plan(self) -> ContainerPlan:
        return self.placed.plan

    @property
    def is_full(self) -> bool:
        return len(self.placed.cards) >= self.plan.max_cards


class Resolver:
    """One resolution: what has been placed so far, and why."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.places: dict[int, str] = {}  # the container in which a story stands
        self.reasons: list[Reason] = []

    def resolve(self, containers: Sequence[ContainerPlan]) -> Resolution:
        fillings = [Filling(plan) for plan in containers if self.is_open(plan)]
        for filling in fillings:
            self.place_cards(filling)
        # Below other headlines only what has no card of its own.
        for filling in fillings:
            self.place_sublinks(filling)
        for filling in fillings:
            self.place_latest(filling)
            self.fill_up(filling)
        return Resolution([filling.placed for filling in fillings if filling.placed.cards], self.reasons)

    def is_open(self, plan: ContainerPlan) -> bool:
        verdict = container_refusal(plan, self.now)
        if verdict:
            for card in plan.cards:
                self.say(plan, card.id, card.story, verdict)
        return verdict is None

    def place_cards(self, filling: Filling) -> None:
        for card in filling.plan.cards:
            verdict = pin_refusal(card, self.now)
            if verdict is None and card.kind is CardKind.STORY:
                verdict = story_refusal(card.story, self.now) or self.repetition(filling, card.story)
            if verdict is None and filling.is_full:
                verdict = Verdict.NO_ROOM
            if verdict is None:
                self.place(filling, card)
            if verdict or card.kind is not CardKind.LATEST:
                story = card.story if card.kind is CardKind.STORY else None
                self.say(filling.plan, card.id, story, verdict or Verdict.PINNED)

    def place(self, filling: Filling, card: CardPlan) -> None:
        is_breaking = card.breaking_until is not None and card.breaking_until > self.now
        story = card.story if card.kind is CardKind.STORY else None
        filling.placed.cards.append(PlacedCard(card, story, is_breaking=is_breaking))
        if story:
            self.take(filling, story)

    def place_sublinks(self, filling: Filling) -> None:
        for placed in filling.placed.cards:
            if placed.plan is None or placed.plan.kind is CardKind.LATEST:
                continue
            for sublink in placed.plan.sublinks:
                if sublink.story is None:
                    placed.sublinks.append(sublink)
                    continue
                verdict = story_refusal(sublink.story, self.now) or self.repetition(filling, sublink.story)
                if verdict is None:
                    placed.sublinks.append(sublink)
                    self.take(filling, sublink.story)
                self.say(filling.plan, sublink.id, sublink.story, verdict or Verdict.SUBLINK)

    def place_latest(self, filling: Filling) -> None:
        """Fill the cards “latest from”; one without a story gives its slot back."""
        for placed in list(filling.placed.cards):
            card = placed.plan
            if card is None or card.kind is not CardKind.LATEST:
                continue
            placed.story = next((story for story in card.candidates if self.accepts(filling, card.id, story)), None)
            if placed.story is None:
                filling.placed.cards.remove(placed)
                self.say(filling.plan, card.id, None, Verdict.NOTHING_NEW)
                continue
            self.take(filling, placed.story)
            self.say(filling.plan, card.id, placed.story, Verdict.LATEST)

    def accepts(self, filling: Filling, card_id: str, story: Story) -> bool:
        verdict = story_refusal(story, self.now) or self.repetition(filling, story)
        if verdict:
            self.say(filling.plan, card_id, story, verdict)
        return verdict is None

    def fill_up(self, filling: Filling) -> None:
        for story in filling.plan.candidates:
            verdict = (
                story_refusal(story, self.now)
                or self.age_refusal(filling.plan, story)
                or self.repetition(filling, story)
                or (Verdict.NO_ROOM if filling.is_full else None)
            )
            if verdict is None:
                filling.placed.cards.append(PlacedCard(None, story))
                self.take(filling, story)
            by_readers = Verdict.MOST_DISCUSSED if filling.plan.by_replies else Verdict.MOST_READ
            self.say(filling.plan, "", story, verdict or (by_readers if story.reads else Verdict.FILLED))

    def age_refusal(self, plan: ContainerPlan, story: Story) -> Verdict | None:
        if plan.max_age is None or story.published_at is None:
            return None
        return Verdict.TOO_OLD if story.published_at + plan.max_age <= self.now else None

    def repetition(self, filling: Filling, story: Story | None) -> Verdict | None:
        if story is None:
            return None
        if story.pk in filling.inside:
            return Verdict.REPEATED
        return Verdict.REPEATED if story.pk in self.places and not filling.plan.allows_repeats else None

    def take(self, filling: Filling, story: Story) -> None:
        filling.inside.add(story.pk)
        if not filling.plan.allows_repeats:
            self.places[story.pk] = filling.plan.title

    def say(self, plan: ContainerPlan, card_id: str, story: Story | None, verdict: Verdict) -> None:
        where = self.places.get(story.pk, plan.title) if story and verdict is Verdict.REPEATED else ""
        self.reasons.append(Reason(plan.id, card_id, story, verdict, where))
