"""Read stories as the index keeps them: set-based, straight from the tables, without building page objects."""

import html
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import blake2b

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page

from core.prepared import Prepared
from news.models import Article, ArticleTopic, Byline, Section
from search import analysis, languages
from search.limits import EVERY, FACET, field_marks

COLUMNS = ("headline", "kicker", "standfirst", "topics", "byline", "captions", "source", "body")
# PostgreSQL refuses a vector over 1 MB; 300 kB is the length of a short novel.
LONGEST_BODY = 300_000
LONGEST_FIELD = 20_000
AT_ONCE = 500  # stories read in one go

BLOCK_TAG = re.compile(r"</?(?:p|br|li|ul|ol|h[1-6]|hr|div|blockquote|tr|td|th|table)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
PROSE = frozenset(("text", "title", "body", "attribution", "label"))
CAPTIONS = frozenset(("caption",))


@dataclass(frozen=True)
class Document:
    """One story in the index: `columns` are terms separated by blanks, in the order of COLUMNS.

    `facets` are its values of facets (“s12”, “a3”, “t9”, “y2025”, “knews”); `fields` the marks that author:, section:
    and topic: look for; `words` its folded words, unstemmed; `headline` those that suggestions look for.
    """

    article_id: int
    published: int
    visible_from: int
    columns: tuple[str, ...]
    facets: tuple[str, ...]
    fields: tuple[str, ...]
    words: frozenset[str]
    headline: str

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """Everything that limits look for (search.limits)."""
        return (EVERY, *(f"{FACET}{value}" for value in self.facets), *self.fields)

    @cached_property
    def digest(self) -> int:
        everything = "\n".join(
            (
                *(str(analysis.VERSION), analysis.language.name, str(self.published), str(self.visible_from)),
                *(*self.columns, *self.marks, self.headline),
            )
        )
        return int.from_bytes(blake2b(everything.encode(), digest_size=8).digest(), "big", signed=True)


def read(article_ids: Collection[int]) -> list[Document]:
    """Read those of the stories that are live and in no private branch, at most AT_ONCE of them, in four queries.

    A story under embargo is read as well, with the moment from which it may be found: no signal tells when
    an embargo ends. Every lookup compares that moment with the clock.
    """
    analysis.language.use(languages.current())
    ids = sorted(article_ids)
    rows = stories.rows(ids)
    found = [row["pk"] for row in rows]
    sections = read_sections({row["path"] for row in rows})
    topics = gather((row["story"], row["name"], row["key"]) for row in topic_rows.rows(found))
    bylines = gather((row["story"], row["name"] or row["guest_name"], row["key"]) for row in byline_rows.rows(found))
    documents = []
    term = analysis.language.terms.__getitem__
    for row in sorted(rows, key=lambda row: row["pk"]):
        pk, path, headline = row["pk"], row["path"], row["title"]
        captions, body = body_texts(row["raw_body"])
        parts = [sections[above] for above in paths_above(path) if above in sections]
        columns = (
            headline,
            f"{row['kicker']} {parts[-1][0] if parts else ''} {row['dateline']}",
            row["standfirst"],
            " / ".join(name for name, _ in topics[pk]),
            " / ".join(name for name, _ in bylines[pk]),
            " ".join([row["lead_image_caption"], *captions])[:LONGEST_FIELD],
            row["source_name"],
            body,
        )
        published = seconds(row["first_published_at"] or row["last_published_at"])
        facets = (
            *(f"s{key}" for _, key in parts),
            *(f"a{key}" for key in dict.fromkeys(key for _, key in bylines[pk] if key)),
            *(f"t{key}" for _, key in topics[pk]),
            f"y{year_of(published)}",
            f"k{row['kind']}",
        )
        fields = {
            mark
            for field, names in (("section", parts), ("author", bylines[pk]), ("topic", topics[pk]))
            for name, _ in names
            for mark in name_marks(field, name, analysis.language.name)
        }
        words = [analysis.words(column) for column in columns]
        documents.append(
            Document(
                *(pk, published, seconds(row["embargo_until"])),
                tuple(" ".join(map(term, column)) for column in words),
                facets,
                tuple(sorted(fields)),
                frozenset().union(*words),
                " ".join(beginnings(headline)),
            )
        )
    return documents


def ask_for_stories(ids: Sequence[int]) -> QuerySet:
    rows = Article.objects.filter(pk__in=ids).live().public().annotate(raw_body=Cast("body", TextField())).order_by()
    return rows.values(
        *("pk", "path", "title", "kicker", "standfirst", "lead_image_caption", "source_name", "raw_body"),
        *("first_published_at", "last_published_at", "embargo_until", "kind", "dateline"),
    )


def ask_for_topics(ids: Sequence[int]) -> QuerySet:
    rows = ArticleTopic.objects.filter(content_object__in=ids).order_by()
    return rows.values(story=F("content_object_id"), name=F("tag__name"), key=F("tag_id"))


def ask_for_bylines(ids: Sequence[int]) -> QuerySet:
    rows = Byline.objects.filter(article__in=ids).order_by()
    return rows.values("guest_name", story=F("article_id"), name=F("author__title"), key=F("author_id"))


stories = Prepared(ask_for_stories, AT_ONCE)
topic_rows = Prepared(ask_for_topics, AT_ONCE)
byline_rows = Prepared(ask_for_bylines, AT_ONCE)


@lru_cache(maxsize=20_000)  # the same few thousand names in all stories
def name_marks(field: str, name: str, language: str) -> tuple[str, ...]:
    """Return the marks of a name; `language` is the one that cuts off its endings."""
    return field_marks(field, tuple(analysis.words(name)))


def year_of(moment: int) -> int:
    """Return the year of a moment by the newsroom's clock."""
    return datetime.fromtimestamp(moment, timezone.get_default_timezone()).year


def beginnings(headline: str) -> list[str]:
    """List each word of a headline once, and its stem where that differs.

    An unfinished word is the beginning of a word as written; a finished one may stand there in another form.
    """
    found = [word[: analysis.LONGEST_TERM] for word in analysis.words(headline)]
    return list(dict.fromkeys([*found, *map(analysis.term, found)]))


def seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0


def paths_above(path: str) -> list[str]:
    """List the tree paths of the pages above one, the highest first."""
    return [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]


def read_sections(paths: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return title and id, by path, of the sections and subsections in which stories stand."""
    above = {part for path in {path[: -Page.steplen] for path in paths} for part in [*paths_above(path), path]}
    rows = Section.objects.filter(path__in=above).values_list("path", "title", "pk")
    return {path: (title, pk) for path, title, pk in rows}


def gather(rows: Iterable[tuple[int, str, int | None]]) -> dict[int, list[tuple[str, int | None]]]:
    """Put (story, name, id of what has the name) together by story, in the order of the names."""
    lists = defaultdict(list)
    for story, name, key in sorted(rows, key=lambda row: (row[0], row[1])):
        lists[story].append((name, key))
    return lists


def body_texts(raw: str | None) -> tuple[list[str], str]:
    """Return the captions and the prose of a body, which is read as the JSON it is stored as."""
    captions: list[str] = []
    prose: list[str] = []
    try:
        blocks = json.loads(raw or "[]")
    except ValueError:
        blocks = []
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, dict):
            continue
        value = block.get("value")
        if isinstance(value, str):
            prose.append(plain(value))
        else:
            for is_caption, text in texts(value):
                (captions if is_caption else prose).append(plain(text))
    return captions, "\n".join(filter(None, prose))[:LONGEST_BODY]


def texts(value) -> Iterator[tuple[bool, str]]:
    """Yield (is a caption, text) for what readers read in a block: neither keys, addresses nor choices."""
    if isinstance(value, dict):
        if "columns" in value and "rows" in value:
            yield from cells(value)
            return
        for key, part in value.items():
            if isinstance(part, str):
                if key in CAPTIONS or key in PROSE:
                    yield key in CAPTIONS, part
            else:
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part.get("value") if isinstance(part, dict) and "value" in part else part)


def cells(table: dict) -> Iterator[tuple[bool, str]]:
    for column in table["columns"] or []:
        yield False, str(column.get("heading") or "")
    for row in table["rows"] or []:
        for value in row.get("values") or []:
            if isinstance(value, str | int | float):
                yield False, str(value)


def plain(markup: str) -> str:
    """Return the text of a piece of stored rich text."""
    if "<" in markup:
        markup = TAG.sub("", BLOCK_TAG.sub(" ", markup))
    if "&" in markup:
        markup = html.unescape(markup)
    return markup.strip()
