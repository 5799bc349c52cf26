"""Read what a container stores into the plans that the resolver takes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime

from news.fronts.blocks import MOST_DISCUSSED, MOST_READ
from news.fronts.layouts import DEFAULT
from news.fronts.plans import CardKind, CardPlan, ContainerPlan, Story, SublinkPlan

if TYPE_CHECKING:
    from news.models import Container

READ_WITHIN = timedelta(hours=24)
KINDS = {kind.value: kind for kind in CardKind}


@dataclass(frozen=True)
class Question:
    """Which stories fill slots: published ones that fit everything that is set, best first."""

    sections: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    author: int | None = None
    kind: str = ""
    max_age: timedelta | None = None
    by_readers: bool = False
    by_replies: bool = False  # with `by_readers`: what counts is how many they wrote

    def tags(self) -> list[str]:
        """Return the tags of the lists whose change may be another answer (delivery.tags)."""
        if self.sections:
            return [f"stories-section-{pk}" for pk in self.sections]
        if self.topics:
            return [f"stories-topic-{pk}" for pk in self.topics]
        return [f"stories-author-{self.author}"] if self.author else ["stories"]

    @property
    def read_within(self) -> timedelta:
        """Return how far back reads and replies count where readers decide."""
        return self.max_age or READ_WITHIN


def moment(value: object) -> datetime | None:
    """Return a stored date and time; StreamField stores text, and holds what a form has just read as it is."""
    return value if isinstance(value, datetime) else parse_datetime(str(value or ""))


def listed(rows: Iterable) -> Iterator[Any]:
    """Yield what a list block stores: {"type": "item", "value": …, "id": …}, or bare values from an import."""
    for row in rows or ():
        value = row.get("value", row) if isinstance(row, Mapping) else row
        if value is not None:
            yield value


def card_rows(container: "Container") -> list[dict]:
    """Return the stored cards that are finished, of the kinds that this release knows."""
    return [row for row in container.cards.raw_data if row["type"] in KINDS and is_finished(row)]


def is_finished(row: Mapping) -> bool:
    """Tell whether a card leads somewhere; one in a draft may not yet."""
    value = row["value"]
    return bool(row["type"] != CardKind.LINK.value or (value.get("url") and value.get("headline")))


def sublink_rows(value: Mapping) -> list[tuple[str, Mapping]]:
    """Return the stored sublinks of a card, each with its id."""
    return [
        (row.get("id") or str(place), row.get("value", row)) for place, row in enumerate(value.get("sublinks") or ())
    ]


def filled_in(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what somebody has filled in of a card; an empty field and one that is not stored mean the same."""
    found = {name: found for name, found in value.items() if found and (name, found) != ("boost", DEFAULT)}
    if "sublinks" in found:
        found["sublinks"] = [filled_in(sublink) for _, sublink in sublink_rows(value)]
    return found


def same_cards(one: "Container", other: "Container") -> bool:
    """Tell whether two versions of a container hold the same cards in the same order."""
    cards = [[(row["id"], row["type"], filled_in(row["value"])) for row in each.card_rows()] for each in (one, other)]
    return cards[0] == cards[1]


def story_ids(container: "Container") -> set[int]:
    """Return the stories that editors placed in a container, below headlines included."""
    found = set()
    for row in card_rows(container):
        values = [row["value"], *(sublink for _, sublink in sublink_rows(row["value"]))]
        found |= {value["article"] for value in values if value.get("article")}
    return found


def picture_ids(container: "Container") -> set[int]:
    names = ("picture", "second_picture")
    return {row["value"][name] for row in card_rows(container) for name in names if row["value"].get(name)}


def backfill_question(container: "Container") -> Question | None:
    """Return what fills the free slots of a container; None when they stay free."""
    rows = [row["value"] for row in container.backfill.raw_data if row["type"] == "stories"]
    by_readers = container.shape.by_readers
    if not rows:
        return Question(by_readers=True) if by_readers else None
    value = rows[0]
    return Question(
        sections=tuple(sorted(listed(value.get("sections")))),
        topics=tuple(sorted(listed(value.get("topics")))),
        author=value.get("author"),
        kind=value.get("kind") or "",
        max_age=timedelta(hours=value["max_age"]) if value.get("max_age") else None,
        by_readers=by_readers or value.get("order") in (MOST_READ, MOST_DISCUSSED),
        by_replies=not by_readers and value.get("order") == MOST_DISCUSSED,
    )


def latest_question(value: Mapping) -> Question:
    """Return what a card “latest from” asks for."""
    section, topic = value.get("section"), value.get("topic")
    return Question((section,) if section else (), (topic,) if topic else ())


def questions(container: "Container") -> list[Question]:
    """List what a container asks of the archive."""
    latest = [latest_question(row["value"]) for row in card_rows(container) if KINDS[row["type"]] is CardKind.LATEST]
    backfill = backfill_question(container)
    return [*latest, backfill] if backfill else latest


def container_plan(
    container: "Container", stories: Mapping[int, Story], answers: Mapping[Question, tuple[Story, ...]]
) -> ContainerPlan:
    """Return a container as the resolver takes it. `stories` are those placed, `answers` those that fill slots."""

    def story(value: Mapping) -> Story | None:
        pk = value.get("article")
        return stories.get(pk, Story(pk, exists=False)) if pk else None

    def card(row: dict) -> CardPlan:
        kind, value = KINDS[row["type"]], row["value"]
        latest = kind is CardKind.LATEST
        return CardPlan(
            id=row.get("id") or "",
            kind=kind,
            story=story(value) if kind is CardKind.STORY else None,
            candidates=answers.get(latest_question(value), ()) if latest else (),
            sublinks=tuple(SublinkPlan(name, story(sublink)) for name, sublink in sublink_rows(value)),
            pin_from=moment(value.get("pin_from")),
            pin_until=moment(value.get("pin_until")),
            breaking_until=moment(value.get("breaking_until")),
        )

    backfill = backfill_question(container)
    return ContainerPlan(
        id=container.pk,
        title=container.title,
        max_cards=container.slots,
        cards=tuple(card(row) for row in card_rows(container)),
        candidates=answers.get(backfill, ()) if backfill else (),
        max_age=backfill.max_age if backfill else None,
        allows_repeats=container.allows_repeats,
        is_hidden=container.is_hidden,
        visible_from=container.visible_from,
        visible_until=container.visible_until,
        by_readers=backfill is not None and backfill.by_readers,
        by_replies=backfill is not None and backfill.by_replies,
    )
