"""What the checklist asks. A machine answers by a pure function of a story: "", or a sentence that says what to do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

from wagtail.rich_text import RichText

from desk.models import Level
from news.body import texts
from news.models import Article

HEADLINE_LIMIT = 110  # characters: Google News cuts a headline off there
HEADLINE_SHORT = 40
WORDS_AT_LEAST = 150
TOPICS_AT_LEAST = 2
PLACEHOLDER = re.compile(r"(?<!\w)(?:(?:TK)+|XXX|(?i:lorem ipsum))(?!\w)")
# Inside a quotation “[…]” is good style: only one that stands alone, in a field or a paragraph, is a gap.
ELLIPSIS = re.compile(r"\s*(\[(?:…|\.\.\.)\])\s*")
ELLIPSIS_PARAGRAPH = re.compile(rf"<(?:p|li)\b[^>]*>{ELLIPSIS.pattern}</")


@dataclass(frozen=True)
class Item:
    """A line of the checklist, answered by `find` or, without it, by a tick."""

    key: str
    title: str
    level: Level
    find: Callable[[Article], str] | None = None
    waiver: str = ""  # what a person ticks instead: “No picture”

    @property
    def by_machine(self) -> bool:
        # Templates cannot ask for `find` itself: they would call it.
        return self.find is not None

    @property
    def waiver_key(self) -> str:
        return f"no-{self.key}"


# Answered by machine


def standfirst(story: Article) -> str:
    return "" if story.standfirst.strip() else "Write a standfirst, the sentence under the headline."


def byline(story: Article) -> str:
    return "" if any(row.name.strip() for row in story.bylines.all()) else "Say in the byline who wrote the story."


def section(story: Article) -> str:
    # Whatever holds a story is a section (Article.parent_page_types): below the home page it has depth 4 or more.
    return "" if story.depth and story.depth >= 4 else "Move the story into a section."


def picture(story: Article) -> str:
    return "" if story.lead_image_id else "Choose a lead picture, or tick “No picture”."


def picture_text(story: Article) -> str:
    if not story.lead_image_id:
        return ""
    missing = [name for name, text in (("alt text", story.lead_alt), ("a credit", story.lead_credit)) if not text]
    return f"Give the lead picture {' and '.join(missing)}." if missing else ""


def source(story: Article) -> str:
    if not story.is_republication or (story.source_name and story.source_url):
        return ""
    return "The story was published elsewhere first: name the source and its address."


def headline(story: Article) -> str:
    length = len(story.title)
    return f"The headline has {length} characters; {HEADLINE_LIMIT} fit." if length > HEADLINE_LIMIT else ""


def links(story: Article) -> str:
    empty = sum(link.is_empty for source in rich_sources(story) for link in links_in(source))
    return f"{'One link leads' if empty == 1 else f'{empty} links lead'} nowhere or has no words." if empty else ""


def placeholders(story: Article) -> str:
    found = [word for text in everything_written(story) for word in gaps(text)]
    found += [word for source in rich_sources(story) for word in ELLIPSIS_PARAGRAPH.findall(source)]
    return f"Something is still to come: {', '.join(f'“{word}”' for word in dict.fromkeys(found))}." if found else ""


def headline_length(story: Article) -> str:
    length = len(story.title)
    if length >= HEADLINE_SHORT:
        return ""
    return f"The headline has {length} characters; {HEADLINE_SHORT} to {HEADLINE_LIMIT} say more to readers."


def topics(story: Article) -> str:
    return "" if story.topic_rows.count() >= TOPICS_AT_LEAST else "Add two topics or more: readers follow them."


def related(story: Article) -> str:
    linked = bool(story.related_rows.all()) or any(block.block_type == "related_story" for block in story.body)
    return "" if linked else "Pick a related story."


def meta_description(story: Article) -> str:
    return "" if story.search_description.strip() else "Write a description for search engines."


def length(story: Article) -> str:
    words = story.word_count
    return "" if words >= WORDS_AT_LEAST else f"The text has {words} words; {WORDS_AT_LEAST} make a story."


def headings(story: Article) -> str:
    kinds = [block.block_type for block in story.body]
    if any(pair == ("heading", "heading") for pair in pairwise(kinds)):
        return "Two subheadings follow each other: put text between them."
    return "The text ends with a subheading." if kinds[-1:] == ["heading"] else ""


def body_pictures(story: Article) -> str:
    lacking = sum(not (value.alt_text and value.credit_text) for value in pictures_in(story))
    return f"{'One picture' if lacking == 1 else f'{lacking} pictures'} in the text without alt text or credit." * bool(
        lacking
    )


ITEMS = (
    Item("standfirst", "Standfirst", Level.REQUIRED, standfirst),
    Item("byline", "Byline", Level.REQUIRED, byline),
    Item("section", "Section", Level.REQUIRED, section),
    Item("picture", "Lead picture", Level.REQUIRED, picture, waiver="No picture"),
    Item("picture_text", "Alt text and credit of the lead picture", Level.REQUIRED, picture_text),
    Item("source", "Source of a republication", Level.REQUIRED, source),
    Item("headline", "Headline fits", Level.REQUIRED, headline),
    Item("links", "No empty links", Level.REQUIRED, links),
    Item("placeholders", "No placeholders", Level.REQUIRED, placeholders),
    Item("facts", "Names and figures checked", Level.RECOMMENDED),
    Item("headline_length", "Headline says enough", Level.RECOMMENDED, headline_length),
    Item("topics", "Two topics", Level.RECOMMENDED, topics),
    Item("related", "Related story", Level.RECOMMENDED, related),
    Item("meta_description", "Description for search engines", Level.RECOMMENDED, meta_description),
    Item("length", "Length", Level.RECOMMENDED, length),
    Item("headings", "Subheadings", Level.RECOMMENDED, headings),
    Item("body_pictures", "Pictures in the text", Level.RECOMMENDED, body_pictures),
    Item("legal", "Legal risk considered", Level.OFF),
)


# What the machine looks at


class Link:
    def __init__(self, attributes: dict[str, str | None]) -> None:
        # A link to a page or a document holds its id, any other its address.
        self.leads = bool(attributes.get("id") or (attributes.get("href") or "").strip().strip("#"))
        self.words = ""

    @property
    def is_empty(self) -> bool:
        return not (self.leads and self.words.strip())


class LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []
        self.open = False

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(Link(dict(attrs)))
            self.open = True

    def handle_endtag(self, tag):
        self.open = self.open and tag != "a"

    def handle_data(self, data):
        if self.open:
            self.found[-1].words += data


def links_in(source: str) -> list[Link]:
    reader = LinkReader()
    reader.feed(source)
    reader.close()
    return reader.found


def rich_sources(story: Article) -> Iterator[str]:
    """Yield the stored HTML of each rich text in the body."""
    for block in story.body:
        value = block.value.get("body") if hasattr(block.value, "get") else block.value
        if isinstance(value, RichText):
            yield value.source


def pictures_in(story: Article) -> Iterator:
    """Yield the picture values in the body, those of galleries as well."""
    for block in story.body:
        if block.block_type == "image":
            yield block.value
        elif block.block_type == "gallery":
            yield from block.value["images"]


def everything_written(story: Article) -> Iterator[str]:
    """Yield every text readers will see: headline, standfirst, body, captions."""
    yield from (story.title, story.kicker, story.standfirst, story.lead_image_caption)
    yield from texts(story.body)
    for block in story.body:
        if block.block_type == "gallery":
            yield from (value.get("caption") or "" for value in block.value["images"])


def gaps(text: str) -> Iterator[str]:
    yield from PLACEHOLDER.findall(text)
    if alone := ELLIPSIS.fullmatch(text):
        yield alone[1]
