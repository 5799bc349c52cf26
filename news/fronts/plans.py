"""What the resolver is given and what it answers: plain values, no database."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum


@dataclass(frozen=True)
class Story:
    """What decides whether a story may stand on a front."""

    pk: int
    title: str = ""
    exists: bool = True
    live: bool = True
    is_private: bool = False
    is_killed: bool = False
    embargo_until: datetime | None = None
    published_at: datetime | None = None
    reads: int = 0  # or replies, among candidates that readers put in order


class CardKind(Enum):
    STORY = "article"
    LINK = "link"
    LATEST = "latest"


@dataclass(frozen=True)
class SublinkPlan:
    """A line below a card: a story, or a link when `story` is None."""

    id: str
    story: Story | None = None


@dataclass(frozen=True)
class CardPlan:
    """A card as its editors placed it. `candidates` are what a card "latest from" chooses among, best first."""

    id: str
    kind: CardKind
    story: Story | None = None
    candidates: tuple[Story, ...] = ()
    sublinks: tuple[SublinkPlan, ...] = ()
    pin_from: datetime | None = None
    pin_until: datetime | None = None
    breaking_until: datetime | None = None


@dataclass(frozen=True)
class ContainerPlan:
    """A container of a front. `candidates` are what its free slots are filled with, best first."""

    id: int
    title: str = ""
    max_cards: int = 1
    cards: tuple[CardPlan, ...] = ()
    candidates: tuple[Story, ...] = ()
    max_age: timedelta | None = None
    allows_repeats: bool = False
    is_hidden: bool = False
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    by_readers: bool = False
    by_replies: bool = False


class Verdict(Enum):
    """Why a story is where it is, or is not there."""

    PINNED = "An editor placed it here."
    SUBLINK = "It stands below another story’s headline."
    LATEST = "The newest that fits this card."
    FILLED = "Filled in: the newest that fits."
    MOST_READ = "Filled in: the most read that fits."
    MOST_DISCUSSED = "Filled in: the most discussed that fits."
    MISSING = "The story has been deleted."
    KILLED = "The story has been killed."
    NOT_LIVE = "The story is not published."
    PRIVATE = "The story is in a private part of the site."
    EMBARGOED = "The story is under embargo."
    PIN_WAITS = "The time of this card has not come."
    PIN_OVER = "The time of this card is over."
    REPEATED = "It stands elsewhere on this front"
    NO_ROOM = "The container is full."
    TOO_OLD = "The story is older than this container takes."
    NOTHING_NEW = "There is no story for this card that does not stand elsewhere."
    HIDDEN = "The container is hidden."
    WAITS = "The time of the container has not come."
    OVER = "The time of the container is over."


FILLED_IN = frozenset({Verdict.FILLED, Verdict.MOST_READ, Verdict.MOST_DISCUSSED})
SHOWN = frozenset({Verdict.PINNED, Verdict.SUBLINK, Verdict.LATEST}) | FILLED_IN


@dataclass(frozen=True)
class Reason:
    """Why one story, or one card without a story, is shown in a container or not."""

    container: int
    card: str
    story: Story | None
    verdict: Verdict
    where: str = ""  # the container in which it stands instead

    @property
    def is_shown(self) -> bool:
        return self.verdict in SHOWN

    @property
    def sentence(self) -> str:
        if self.verdict is Verdict.REPEATED:
            return f"{self.verdict.value}, in “{self.where}”." if self.where else f"{self.verdict.value}."
        return self.verdict.value


@dataclass
class PlacedCard:
    """A card that is shown. `plan` is None where the container was filled up."""

    plan: CardPlan | None
    story: Story | None
    sublinks: list[SublinkPlan] = field(default_factory=list)
    is_breaking: bool = False


@dataclass
class PlacedContainer:
    plan: ContainerPlan
    cards: list[PlacedCard] = field(default_factory=list)


@dataclass
class Resolution:
    """A front as readers see it: the containers that show something, top down, and the reasons for all others."""

    containers: list[PlacedContainer] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    def story_ids(self) -> list[int]:
        """List the stories that stand on the front, in the order of reading, without those in sublinks."""
        cards = [card for container in self.containers for card in container.cards]
        return list(dict.fromkeys(card.story.pk for card in cards if card.story))

    def standing(self) -> set[int]:
        """Return the stories that stand on the front, those below other headlines included."""
        lines = [line for row in self.containers for card in row.cards for line in card.sublinks]
        return {*self.story_ids(), *(line.story.pk for line in lines if line.story)}
