"""The cards of containers as the board shows them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from core.models import Picture
from desk.fronts.board.stories import Story, stories_by_id, thumbnail
from news.fronts.layouts import BOOSTS, DEFAULT, Layout
from news.fronts.plans import Resolution, Verdict
from news.fronts.reading import moment, picture_ids, story_ids, sublink_rows
from news.models import Container, Section, Topic

SIZES = dict(BOOSTS)
GONE = Story(0, "A story that has been deleted", state="Deleted")


@dataclass
class BoardSublink:
    id: str
    headline: str
    row: str
    story: Story | None = None
    warning: str = ""


@dataclass
class BoardCard:
    """A card as its editor sees it. `row` is what is stored, as JSON."""

    id: str
    kind: str
    headline: str
    row: str
    story: Story | None = None
    kicker: str = ""
    address: str = ""
    thumbnail: str = ""
    own: list[str] = field(default_factory=list)  # what the editor wrote in the place of the story's
    size: str = ""
    pin_from: datetime | None = None
    pin_until: datetime | None = None
    breaking_until: datetime | None = None
    is_shown: bool = True
    change: str = ""  # against what readers see: new, changed
    warnings: list[str] = field(default_factory=list)
    sublinks: list[BoardSublink] = field(default_factory=list)


class Loaded:
    """The stories, pictures, sections and topics that cards name."""

    def __init__(self, containers: Sequence[Container], resolution: Resolution, user) -> None:
        ids = set(resolution.story_ids()).union(*map(story_ids, containers))
        self.stories = stories_by_id(ids, user)
        pictures = set().union(*map(picture_ids, containers))
        self.pictures = Picture.objects.prefetch_related("renditions").in_bulk(pictures) if pictures else {}
        values = [row["value"] for container in containers for row in container.card_rows() if row["type"] == "latest"]
        self.sections = titles(Section, {value.get("section") for value in values}, "title")
        self.topics = titles(Topic, {value.get("topic") for value in values}, "name")
        self.latest = {
            reason.card: reason.story.pk
            for reason in resolution.reasons
            if reason.verdict is Verdict.LATEST and reason.story
        }

    def card(self, row: Mapping[str, Any], shape: Layout) -> BoardCard:
        kind, value = row["type"], row["value"]
        story = None
        if kind == "article":
            story = self.stories.get(value.get("article") or 0, GONE)
        elif kind == "latest":
            story = self.stories.get(self.latest.get(row["id"], 0))
        picture = self.pictures.get(value.get("picture"))
        size = shape.boost(value.get("boost") or DEFAULT)
        names = {"headline": "headline", "kicker": "kicker", "standfirst": "standfirst", "picture": "picture"}
        return BoardCard(
            id=row["id"],
            kind=kind,
            headline=value.get("headline") or (story.headline if story else "") or self.nameless(kind, value),
            row=json.dumps(dict(row), cls=DjangoJSONEncoder),
            story=story,
            kicker=self.label(kind, value, story),
            address=value.get("url") or "",
            thumbnail="" if value.get("hide_picture") else thumbnail(picture) or (story.thumbnail if story else ""),
            own=[word for name, word in names.items() if value.get(name)] if kind != "link" else [],
            size="" if size == DEFAULT else SIZES[size],
            pin_from=moment(value.get("pin_from")),
            pin_until=moment(value.get("pin_until")),
            breaking_until=moment(value.get("breaking_until")),
            sublinks=[self.sublink(name, sublink) for name, sublink in sublink_rows(value)],
        )

    def nameless(self, kind: str, value: Mapping) -> str:
        return self.label(kind, value, None) if kind == "latest" else "A card without a headline"

    def label(self, kind: str, value: Mapping, story: Story | None) -> str:
        if kind == "latest":
            names = [self.sections.get(value.get("section") or 0), self.topics.get(value.get("topic") or 0)]
            return "Latest from " + (" and ".join(filter(None, names)) or "nothing yet")
        return value.get("kicker") or (story.kicker if story else "") or ("Link" if kind == "link" else "")

    def sublink(self, name: str, value: Mapping) -> BoardSublink:
        pk = value.get("article")
        story = self.stories.get(pk, GONE) if pk else None
        headline = value.get("headline") or (story.headline if story else "") or value.get("url") or "An empty line"
        return BoardSublink(
            name, headline, json.dumps({"id": name, "value": dict(value)}, cls=DjangoJSONEncoder), story
        )


def titles(model, ids: set, name: str) -> dict[int, str]:
    wanted = {pk for pk in ids if pk}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", name)) if wanted else {}
