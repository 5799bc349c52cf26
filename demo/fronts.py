"""Curate the demo newsroom's home page and two of its sections."""

from uuid import uuid4

from demo.content import read_list
from news.models import Article, Container, HomePage, Placement, Section

OWN_FIELDS = ("title", "show_title", "link", "description", "layout", "max_cards", "allows_repeats")


def load_fronts(home: HomePage, sections: dict[str, Section], stories: dict[str, Article]) -> int:
    """Add the containers of demo/content/fronts.toml to a newsroom that has none; return how many were added."""
    if Container.objects.exists():
        return 0
    made = {row["key"]: add_container(row, sections, stories) for row in read_list("container", "front")}
    Placement.objects.bulk_create(
        Placement(front=sections[row["page"]] if row["page"] else home, container=made[key], sort_order=place)
        for row in read_list("front")
        for place, key in enumerate(row["containers"])
    )
    return len(made)


def add_container(row: dict, sections: dict[str, Section], stories: dict[str, Article]) -> Container:
    fill = row.get("fill")
    container = Container.objects.create(
        section=sections[row["section"]] if row.get("section") else None,
        live=False,
        cards=[stored(card(entry, sections, stories)) for entry in row.get("cards", [])],
        backfill=[] if fill is None else [stored(("stories", rule(fill, sections)))],
        **{name: row[name] for name in OWN_FIELDS if name in row},
    )
    container.save_revision().publish()
    return container


def card(entry: str | dict, sections: dict[str, Section], stories: dict[str, Article]) -> tuple[str, dict]:
    """Return the kind and the values of a card: the slug of a story, or a table."""
    values: dict = {"story": entry} if isinstance(entry, str) else dict(entry)
    lines = [sublink(line, stories) for line in values.pop("sublinks", [])]
    if lines:
        values["sublinks"] = [{"id": str(uuid4()), "type": "item", "value": line} for line in lines]
    if slug := values.pop("story", None):
        return "article", {"article": stories[slug].pk, **values}
    if path := values.pop("latest", None):
        return "latest", {"section": sections[path].pk, **values}
    return "link", {"url": values.pop("link"), **values}


def sublink(line: dict, stories: dict[str, Article]) -> dict:
    return {"article": stories[line["story"]].pk, "headline": line.get("headline", "")}


def rule(fill: dict, sections: dict[str, Section]) -> dict:
    chosen = [{"id": str(uuid4()), "type": "item", "value": sections[path].pk} for path in fill.get("sections", [])]
    return {"sections": chosen, "kind": fill.get("kind", ""), "max_age": fill.get("max_age")}


def stored(block: tuple[str, dict]) -> dict:
    kind, value = block
    return {"id": str(uuid4()), "type": kind, "value": value}
