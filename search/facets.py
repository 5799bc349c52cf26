"""Narrow results by section, author, topic, year and kind, and say how many stories each choice would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from heapq import nlargest

from django.db.models import F
from django.http import QueryDict
from wagtail.models import Page

from core.prepared import Prepared
from news import navigation
from news.models import Article, Topic
from people.models import AuthorProfile
from search.limits import KIND, NOTHING, Limits, facet_mark

MOST_SHOWN = 10
LONGEST_VALUE = 200
LETTERS = {"section": "s", "author": "a", "topic": "t", "year": "y", "kind": KIND}
LABELS = {"section": "Section", "author": "Author", "topic": "Topic", "year": "Year", "kind": "Kind"}
# A story has several authors and topics, but stands in one section and was published in one year.
MOST_CHOSEN = {"section": 1, "author": 3, "topic": 3, "year": 1, "kind": 1}
TOP_SECTION_DEPTH = 3


@dataclass(frozen=True)
class Choice:
    """One value of a facet: `value` as it stands in the address, `token` as it stands in the index ("" for none)."""

    facet: str
    value: str
    token: str
    label: str
    count: int = 0

    @property
    def facet_label(self) -> str:
        return LABELS[self.facet]


@dataclass(frozen=True)
class Facet:
    key: str
    choices: list[Choice]

    @property
    def label(self) -> str:
        return LABELS[self.key]


def chosen(params: QueryDict) -> list[Choice]:
    """Read what a reader has chosen. An unknown value is kept: it leaves no story, and can be removed."""
    found = []
    for facet, most in MOST_CHOSEN.items():
        values = [value[:LONGEST_VALUE].replace("\x00", "") for value in params.getlist(facet)]
        found += [choose(facet, value) for value in dict.fromkeys(filter(None, values))][:most]
    return found


def choose(facet: str, value: str) -> Choice:
    key = KEYS[facet](value)
    return Choice(facet, value, f"{LETTERS[facet]}{key}" if key is not None else "", value)


def limits(choices: Iterable[Choice]) -> Limits:
    return Limits(marks=tuple(facet_mark("", choice.token) if choice.token else NOTHING for choice in choices))


def section_key(value: str) -> int | None:
    return next((entry["pk"] for entry in sections().values() if entry["url"] == f"/{value}/"), None)


def author_key(value: str) -> int | None:
    return AuthorProfile.objects.published().filter(slug=value).values_list("pk", flat=True).first()


def topic_key(value: str) -> int | None:
    return Topic.objects.filter(slug=value).values_list("pk", flat=True).first()


def year_key(value: str) -> str | None:
    return value if len(value) == 4 and value.isascii() and value.isdigit() else None


def kind_key(value: str) -> str | None:
    return value if value in Article.Kind.values else None


KEYS: Mapping[str, Callable[[str], object]] = {
    "section": section_key,
    "author": author_key,
    "topic": topic_key,
    "year": year_key,
    "kind": kind_key,
}


def sections() -> dict[int, dict]:
    """Return the published sections by their ids."""
    return {entry["pk"]: entry for entry in navigation.kept()["by_path"].values()}


# What may be chosen


def offered(counts: Counter[str], total: int, choices: list[Choice]) -> list[Facet]:
    """List what narrows these results further, in two queries; every name is one that readers can see."""
    taken = {choice.token for choice in choices}
    full = {facet for facet, most in MOST_CHOSEN.items() if sum(c.facet == facet for c in choices) >= most}
    useful: dict[str, dict[str, int]] = {letter: {} for letter in LETTERS.values()}
    for token, count in counts.items():
        if count < total and token not in taken:
            useful[token[0]][token] = count
    found = []
    for facet, letter in LETTERS.items():
        if not useful[letter] or (facet in full and facet != "section"):
            continue
        if rows := OFFERS[facet](useful[letter], choices):
            found.append(Facet(facet, rows))
    return found


def offer_sections(counts: Mapping[str, int], choices: list[Choice]) -> list[Choice]:
    """Offer the top sections; below a chosen one its subsections."""
    known = sections()
    above = next(
        (known.get(int(choice.token[1:])) for choice in choices if choice.facet == "section" and choice.token), None
    )
    if above is None and any(choice.facet == "section" for choice in choices):
        return []
    entries = above["subsections"] if above else [row for row in known.values() if depth_of(row) == TOP_SECTION_DEPTH]
    return [
        Choice("section", entry["url"].strip("/"), token, entry["title"], counts[token])
        for entry in entries
        if (token := f"s{entry['pk']}") in counts
    ]


def depth_of(entry: dict) -> int:
    return len(entry["path"]) // Page.steplen


def offer_authors(counts: Mapping[str, int], choices: list[Choice]) -> list[Choice]:
    return offer_rows("author", seen_authors.rows(commonest(counts)), counts)


def offer_topics(counts: Mapping[str, int], choices: list[Choice]) -> list[Choice]:
    return offer_rows("topic", seen_topics.rows(commonest(counts)), counts)


def offer_rows(facet: str, rows: Iterable[Mapping], counts: Mapping[str, int]) -> list[Choice]:
    found = ((f"{LETTERS[facet]}{row['pk']}", row) for row in rows)
    return by_count(Choice(facet, row["slug"], token, row["name"], counts[token]) for token, row in found)


seen_authors = Prepared(
    lambda keys: AuthorProfile.objects.published().filter(pk__in=keys).order_by().values("pk", "slug", name=F("title")),
    MOST_SHOWN,
)
seen_topics = Prepared(
    lambda keys: Topic.objects.filter(pk__in=keys).in_use().order_by().values("pk", "slug", "name"),
    MOST_SHOWN,
)


def offer_years(counts: Mapping[str, int], choices: list[Choice]) -> list[Choice]:
    rows = [Choice("year", token[1:], token, token[1:], count) for token, count in counts.items()]
    return sorted(rows, key=lambda choice: choice.value, reverse=True)[: 2 * MOST_SHOWN]


def offer_kinds(counts: Mapping[str, int], choices: list[Choice]) -> list[Choice]:
    labels = dict(Article.Kind.choices)
    return by_count(
        Choice("kind", token[1:], token, labels[token[1:]], count)
        for token, count in counts.items()
        if token[1:] in labels
    )


OFFERS: Mapping[str, Callable[[Mapping[str, int], list[Choice]], list[Choice]]] = {
    "section": offer_sections,
    "author": offer_authors,
    "topic": offer_topics,
    "year": offer_years,
    "kind": offer_kinds,
}


def commonest(counts: Mapping[str, int]) -> list[int]:
    return [int(token[1:]) for token in nlargest(MOST_SHOWN, counts, key=counts.__getitem__)]


def by_count(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (-choice.count, choice.label.casefold()))


def named(choices: list[Choice], counts: Mapping[str, int]) -> list[Choice]:
    """Give chosen values their names, but never that of something no visible story has: it may be a draft's secret."""
    own = {choice.token for choice in choices if choice.token in counts}
    found = {f"s{pk}": entry["title"] for pk, entry in sections().items()}
    found |= {f"k{kind}": str(label) for kind, label in Article.Kind.choices}
    for letter, seen in (("a", seen_authors), ("t", seen_topics)):
        rows = seen.rows([int(token[1:]) for token in own if token[0] == letter])
        found |= {f"{letter}{row['pk']}": row["name"] for row in rows}
    return [
        replace(choice, label=found.get(choice.token, choice.value), count=counts.get(choice.token, 0))
        for choice in choices
    ]
