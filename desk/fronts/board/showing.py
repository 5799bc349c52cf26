"""What the board of a front shows: its containers with their cards, what fills the free slots, and what to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from desk.fronts.board import warnings
from desk.fronts.board.cards import BoardCard, Loaded
from desk.fronts.board.stories import Story
from desk.fronts.launching import version_of
from desk.fronts.permissions import can_arrange, can_curate
from desk.people import name_of
from news.fronts.layouts import Layout
from news.fronts.loading import draft_of, plans_of
from news.fronts.plans import SHOWN, PlacedContainer
from news.fronts.reading import filled_in
from news.fronts.resolver import resolve
from news.models import Container, Placement

DRAFT, LIVE = "draft", "live"


@dataclass
class BoardContainer:
    container: Container
    draft: Container
    version: str
    may_curate: bool
    cards: list[BoardCard] = field(default_factory=list)
    filled: list[Story] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    locked_by: str = ""
    is_locked: bool = False
    edited_by: str = ""
    also_on: list[str] = field(default_factory=list)
    scheduled_for: datetime | None = None
    has_later_draft: bool = False  # than the one that is scheduled
    is_first: bool = False
    is_last: bool = False

    @property
    def shape(self) -> Layout:
        return self.draft.shape

    @property
    def may_change(self) -> bool:
        return self.may_curate and not self.is_locked

    @property
    def state(self) -> str:
        return state_of(self.container)

    @property
    def has_draft(self) -> bool:
        return self.container.has_unpublished_changes or not self.container.live

    @property
    def shown(self) -> int:
        return sum(card.is_shown for card in self.cards) + len(self.filled)


class FrontBoard:
    """One front as `user` works on it, in a fixed number of queries however many containers and cards it has."""

    def __init__(self, front: Page, user, version: str = DRAFT, now: datetime | None = None) -> None:
        self.front, self.user, self.now = front, user, now or timezone.now()
        self.is_live = version == LIVE
        rows = Container.objects.on_front(front).select_related(
            "section", "latest_revision__user", "live_revision__user", "locked_by"
        )
        self.rows = [row for row in rows if row.live or not self.is_live]
        self.versions = [row if self.is_live else draft_of(row) for row in self.rows]
        plans = plans_of(self.versions, self.now)
        self.plans = {plan.id: plan for plan in plans}
        self.resolution = resolve(plans, self.now)
        self.may_arrange = can_arrange(user, front)

    def containers(self) -> list[BoardContainer]:
        loaded = Loaded(self.versions, self.resolution, self.user)
        elsewhere = other_fronts(self.rows, self.front)
        schedule = schedules(self.rows)
        placed = {found.plan.id: found for found in self.resolution.containers}
        found = [
            self.container(row, version, placed.get(row.pk), loaded)
            for row, version in zip(self.rows, self.versions, strict=True)
        ]
        for place, entry in enumerate(found):
            entry.also_on = elsewhere.get(entry.container.pk, [])
            revision, entry.scheduled_for = schedule.get(entry.container.pk, (None, None))
            entry.has_later_draft = revision is not None and revision != entry.container.latest_revision_id
            entry.is_first, entry.is_last = place == 0, place == len(found) - 1
        return found

    def container(
        self, row: Container, draft: Container, placed: PlacedContainer | None, loaded: "Loaded"
    ) -> BoardContainer:
        lock = row.get_lock()
        reasons = {reason.card: reason for reason in self.resolution.reasons if reason.container == row.pk}
        live = {} if self.is_live else {card["id"]: card["value"] for card in row.card_rows()} if row.live else {}
        cards = []
        for stored in draft.card_rows():
            card = loaded.card(stored, draft.shape)
            reason = reasons.get(card.id)
            card.is_shown = reason is not None and reason.verdict in SHOWN
            if not self.is_live and row.live:
                card.change = change(stored["value"], live.get(card.id))
            card.warnings = warnings.of_card(card, stored["value"], draft, reason)
            for sublink in card.sublinks:
                refused = reasons.get(sublink.id)
                sublink.warning = "" if refused is None or refused.verdict in SHOWN else refused.sentence
            cards.append(card)
        filled = [card.story.pk for card in placed.cards if card.plan is None and card.story] if placed else []
        revision = row.live_revision if self.is_live else row.latest_revision
        entry = BoardContainer(
            container=row,
            draft=draft,
            version=version_of(row),
            may_curate=can_curate(self.user, row) and not self.is_live,
            cards=cards,
            filled=[loaded.stories[pk] for pk in filled if pk in loaded.stories],
            is_locked=bool(lock and lock.for_user(self.user)),
            locked_by=(name_of(row.locked_by) or "somebody") if row.locked else "",
            edited_by=name_of(revision.user) if revision else "",
        )
        entry.warnings = warnings.of_container(entry, self.now)
        return entry


def state_of(row: Container) -> str:
    """Name the version of a container and what else others may do to it, for boards that ask whether it has changed."""
    holder = row.locked_by_id if row.locked else ""
    return f"{version_of(row)}/{row.live}/{row.has_unpublished_changes}/{holder}"


def change(value: Mapping[str, Any], live: Mapping[str, Any] | None) -> str:
    """Say how a card differs from the one that readers see; empty when it does not."""
    if live is None:
        return "New"
    return "" if filled_in(value) == filled_in(live) else "Changed"


def other_fronts(rows: Sequence[Container], front: Page) -> dict[int, list[str]]:
    """Return the titles of the other fronts on which each container stands."""
    found: dict[int, list[str]] = {}
    others = Placement.objects.filter(container__in=rows).exclude(front=front).order_by("front__path")
    for container, title in others.values_list("container", "front__title"):
        found.setdefault(container, []).append(title)
    return found


def schedules(rows: Sequence[Container]) -> dict[int, tuple[int, datetime]]:
    """Return the revision that the clock launches and when, for each container that has one."""
    scheduled = Container.objects.filter(
        pk__in=[row.pk for row in rows], _revisions__approved_go_live_at__isnull=False
    ).values_list("pk", "_revisions__pk", "_revisions__approved_go_live_at")
    return {pk: (revision, at) for pk, revision, at in scheduled if at}
