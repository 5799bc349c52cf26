"""A resolved front as templates show it: cards with their own words, or the story's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from news import navigation
from news.fronts.blocks import HIDE, SHOW
from news.fronts.layouts import DEFAULT, FOUR, LEAD, MEGA, OPINION, PACKAGE, THREE
from news.fronts.loading import containers_of, plans_of
from news.fronts.plans import CardKind, PlacedCard, PlacedContainer, Resolution, Story
from news.fronts.reading import card_rows, picture_ids, sublink_rows
from news.fronts.resolver import resolve
from news.listed import show_pictures_of

BIG = 3  # big stories in a package
PICTURED = {layout.key for layout in (LEAD, PACKAGE, THREE, FOUR)}  # the first picture is as wide as a phone


@dataclass
class Sublink:
    url: str
    headline: str


@dataclass
class Card:
    """What news/includes/article_card.html shows; the names are those of a story, so that one template serves both."""

    url: str
    headline: str
    kicker_text: str = ""
    standfirst: str = ""
    kind: str = ""
    lead_image: Any = None
    second_picture: Any = None
    crop: str = ""
    shows_picture: bool = True
    byline_rows: list = field(default_factory=list)
    section_title: str = ""
    published_at: datetime | None = None
    is_breaking: bool = False
    boost: str = DEFAULT
    sublinks: list[Sublink] = field(default_factory=list)
    story: int | None = None

    @property
    def hides_picture(self) -> bool:
        return not self.shows_picture


@dataclass
class ShownContainer:
    """One container as readers see it."""

    id: int
    title: str
    shows_title: bool
    url: str
    description: str
    layout: str
    cards: list[Card]
    hurries: bool = False  # whether readers see its largest picture before any other

    @property
    def template(self) -> str:
        return f"news/layouts/{self.layout}.html"

    @property
    def count(self) -> int:
        return len(self.cards)

    @property
    def splash(self) -> Card:
        """The largest card: the first that is set to the largest size, else the first."""
        return next((card for card in self.cards if card.boost == MEGA), self.cards[0])

    @property
    def others(self) -> list[Card]:
        return [card for card in self.cards if card is not self.splash]

    @property
    def beside(self) -> list[Card]:
        """The stories beside the splash of a lead: all, or the first two when they are many."""
        return self.others[:2] if len(self.others) > 3 else self.others

    @property
    def below(self) -> list[Card]:
        return self.others[len(self.beside) :]

    @property
    def has_large_picture(self) -> bool:
        return self.layout in PICTURED and bool(self.splash.lead_image)

    @property
    def has_pictures(self) -> bool:
        return any(card.shows_picture for card in self.cards)

    @property
    def big(self) -> list[Card]:
        """The big stories of a package: those set to be larger, else the next two."""
        larger = [card for card in self.others if card.boost != DEFAULT]
        return larger[:BIG] or self.others[:2]

    @property
    def rest(self) -> list[Card]:
        return [card for card in self.others if card not in self.big]


@dataclass
class Front:
    """A front with what decided it, so that the desk can say why."""

    containers: list[ShownContainer]
    resolution: Resolution
    beside: list = field(default_factory=list)  # the stories that the page lists below it

    def __bool__(self) -> bool:
        return bool(self.containers)

    def stories(self) -> set[int]:
        """Return the stories that stand on it."""
        return self.resolution.standing()


def front_of(page: Page, now: datetime | None = None) -> Front:
    """Return what readers see on a front; empty when nothing has been launched on it."""
    return show(containers_of(page), now)


def show(containers: Sequence, now: datetime | None = None, beside: Iterable[int] = ()) -> Front:
    """Resolve containers and load what their cards show, in a fixed number of queries.

    `beside` are stories that the page shows outside its containers, loaded together with theirs.
    """
    now = now or timezone.now()
    if not containers:
        return Front([], Resolution())
    return show_resolved(containers, resolve(plans_of(containers, now), now), beside=beside)


def show_resolved(
    containers: Sequence, resolution: Resolution, *, beside: Iterable[int] = (), stories=None, otherwise: str = ""
) -> Front:
    """Load what the cards of a resolved front show.

    `stories` are those that may be shown, the published ones by default. In the place of any other stands the line
    `otherwise`, or nothing.
    """
    by_id = {container.pk: container for container in containers}
    listed = list(beside)
    standing = [by_id[placed.plan.id] for placed in resolution.containers]
    loaded = Loaded(standing, resolution, listed, stories, otherwise)
    every = [loaded.container(by_id[placed.plan.id], placed) for placed in resolution.containers]
    shown = [container for container in every if container.cards]
    if first := next((container for container in shown if container.has_large_picture), None):
        first.hurries = True
    others = [loaded.stories[pk] for pk in listed if pk in loaded.stories]
    return Front(shown, resolution, others)


class Loaded:
    """The stories and pictures of a front."""

    def __init__(
        self, containers: Sequence, resolution: Resolution, beside: Iterable[int], stories, otherwise: str
    ) -> None:
        from news.models import Article

        self.otherwise = otherwise
        placed = [card for row in resolution.containers for card in row.cards]
        ids = {*beside, *(card.story.pk for card in placed if card.story)}
        ids |= {sublink.story.pk for card in placed for sublink in card.sublinks if sublink.story}
        # Asked once more: what has been taken down since the plans were made must not show.
        shown = Article.objects.published() if stories is None else stories
        found = shown.filter(pk__in=ids).order_by().for_front() if ids else ()
        self.stories = {story.pk: story for story in found}
        opinion = {row.plan.id for row in resolution.containers} & {c.pk for c in containers if c.shape is OPINION}
        names = [
            name
            for placed_container in resolution.containers
            if placed_container.plan.id in opinion
            for card in placed_container.cards
            if card.story and card.story.pk in self.stories
            for name in self.stories[card.story.pk].byline_rows
        ]
        self.pictures: Mapping[Any, Any] = show_pictures_of(
            self.stories.values(), names, set[int]().union(*map(picture_ids, containers))
        )

    def container(self, container, placed: PlacedContainer) -> ShownContainer:
        values = {row.get("id") or "": row["value"] for row in card_rows(container)}
        cards = [self.card(container, card, values.get(card.plan.id, {}) if card.plan else {}) for card in placed.cards]
        return ShownContainer(
            id=container.pk,
            title=container.title,
            shows_title=container.show_title,
            url=container.link or section_url(container.section),
            description=container.description,
            layout=container.shape.key,
            cards=[card for card in cards if card is not None],
        )

    def card(self, container, placed: PlacedCard, value: Mapping) -> Card | None:
        if placed.plan is not None and placed.plan.kind is CardKind.LINK:
            card = Card(url=value["url"], headline=value["headline"])
        else:
            story = self.stories.get(placed.story.pk) if placed.story else None
            if story is None:
                return self.stand_in(container, placed.story, value) if placed.story and self.otherwise else None
            card = Card(
                url=story.url,
                headline=story.headline,
                kicker_text=story.kicker_text,
                standfirst=story.standfirst,
                kind=story.kind,
                lead_image=story.lead_image,
                byline_rows=story.byline_rows,
                section_title=story.section_title,
                published_at=story.published_at,
                story=story.pk,
            )
        self.override(card, value)
        self.follow(card, container, value.get("byline"))
        card.boost = container.shape.boost(value.get("boost") or DEFAULT)
        card.is_breaking = placed.is_breaking
        names = {sublink.id for sublink in placed.sublinks}
        found = [self.sublink(row) for name, row in sublink_rows(value) if name in names]
        card.sublinks = [sublink for sublink in found if sublink]
        return card

    def stand_in(self, container, story: Story, value: Mapping) -> Card:
        """Keep the place of a story that may not be shown, with nothing of it: the editors' own words are about it."""
        boost = container.shape.boost(value.get("boost") or DEFAULT)
        return Card(url="", headline=self.otherwise, shows_picture=False, boost=boost, story=story.pk)

    def override(self, card: Card, value: Mapping) -> None:
        """Put an editor's words and pictures in the place of the story's; what is empty follows the story."""
        card.headline = value.get("headline") or card.headline
        card.kicker_text = value.get("kicker") or card.kicker_text
        card.standfirst = value.get("standfirst") or card.standfirst
        card.lead_image = self.pictures.get(value.get("picture")) or card.lead_image
        card.second_picture = self.pictures.get(value.get("second_picture"))
        card.crop = value.get("crop") or ""
        card.shows_picture = not value.get("hide_picture")

    def follow(self, card: Card, container, byline: str | None) -> None:
        """Leave out what the container does not show."""
        if not container.show_kicker:
            card.kicker_text = ""
        if not container.show_age:
            card.published_at = None
        if container.shape is not OPINION and (byline == HIDE or (byline != SHOW and not container.show_byline)):
            card.byline_rows = []
        card.shows_picture = card.shows_picture and container.show_picture
        if card.hides_picture:
            card.lead_image = card.second_picture = None
        if container.shape not in (LEAD, PACKAGE):
            card.second_picture = None

    def sublink(self, row: Mapping) -> Sublink | None:
        if row.get("url"):
            return Sublink(row["url"], row.get("headline") or row["url"])
        story = self.stories.get(row.get("article"))
        if story is None:
            return Sublink("", self.otherwise) if self.otherwise else None
        return Sublink(story.url, row.get("headline") or story.headline)


def section_url(section) -> str:
    """Return the address of a section that readers may open; empty for any other."""
    entry = navigation.kept().get("by_path", {}).get(section.path) if section else None
    return entry["url"] if entry else ""
