"""Load everything the bodies of stories point to at once: pictures, documents, other stories, links in the text.

Blocks load by themselves, but kind by kind and paragraph by paragraph; this takes the same few queries for one
story of any length, and for the fifty of a feed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.safestring import mark_safe
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from core.models import Picture
from core.rich_text import expand_all

CHOOSERS = {"image": "image", "document": "document", "related_story": "article"}


class LinkedText(RichText):
    """A rich text whose links have been looked up."""

    def __init__(self, source: str, html: str) -> None:
        super().__init__(source)
        self.html = html

    def __html__(self) -> str:
        return mark_safe(self.html)


def picture_values(block: dict) -> Iterator[dict]:
    """Yield the stored values of the pictures in a stored block."""
    if block["type"] == "image":
        yield block["value"]
    elif block["type"] == "gallery":
        # A list block stores {"type": "item", "value": …, "id": …}; what was imported may hold bare values.
        yield from (row.get("value", row) for row in block["value"].get("images", []))


def rich_sources(block: dict) -> Iterator[str]:
    if block["type"] == "paragraph":
        yield block["value"] or ""
    elif block["type"] == "fact_box":
        yield block["value"].get("body") or ""


def chosen(blocks: Iterable[dict], kind: str) -> set[int]:
    """Return the ids that the chooser blocks of a kind hold."""
    return {
        block["value"][CHOOSERS[kind]]
        for block in blocks
        if block["type"] == kind and block["value"].get(CHOOSERS[kind])
    }


class Loaded:
    """What some stored blocks point to."""

    def __init__(self, blocks: list[dict]) -> None:
        self.picture_ids = {value["image"] for block in blocks for value in picture_values(block) if value.get("image")}
        document_ids = chosen(blocks, "document")
        self.story_ids = chosen(blocks, "related_story")
        self.pictures: Mapping[Any, Picture] = {}  # the caller loads them with its own (core.renditions.load_pictures)
        self.documents = get_document_model().objects.in_bulk(document_ids) if document_ids else {}
        self.stories: dict[int, Any] = {}  # only what readers may open; the caller loads them with its own
        sources = sorted({source for block in blocks for source in rich_sources(block)})
        self.html = dict(zip(sources, expand_all(sources), strict=True))

    def place_in(self, body) -> None:
        """Put what was loaded into the blocks of a body, so that showing them asks nothing more."""
        for place, stored in enumerate(list(body.raw_data)):
            kind, value = stored["type"], stored["value"]
            block = body.stream_block.child_blocks.get(kind)
            if kind == "paragraph":
                native = LinkedText(value or "", self.html[value or ""])
            elif kind == "fact_box":
                native = block.to_python(value)
                native["body"] = LinkedText(value.get("body") or "", self.html[value.get("body") or ""])
            elif kind == "gallery":
                rows = list(picture_values(stored))
                native = block.to_python({**value, "images": [{**row, "image": None} for row in rows]})
                for item, row in zip(native["images"], rows, strict=True):
                    item["image"] = self.pictures.get(row.get("image"))
            elif kind in CHOOSERS:
                name = CHOOSERS[kind]
                found = {"image": self.pictures, "document": self.documents, "related_story": self.stories}[kind]
                native = block.to_python({**value, name: None})
                native[name] = found.get(value.get(name))
                native.is_loaded = True
            else:
                continue
            body[place] = (kind, native, stored.get("id"))
