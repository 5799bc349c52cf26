"""Make what editors type safe for either database, before Wagtail's query compilers see it."""

import re

from django.db.models import QuerySet
from modelsearch.backends.base import EmptySearchResults
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

LONGEST_QUERY = 400  # characters
MOST_WORDS = 20
MOST_PARTS = 20  # quoted phrases and the words between them
LONGEST_WORD = 64

WORD = re.compile(r"[^\W_]")
NOT_TEXT = re.compile(r"[\x00-\x20\x7f-\xa0\ud800-\udfff\"*\\]+")


class TermsMixin:
    """Answer a search for nothing with nothing, and pass on only words."""

    def _search(self, query_compiler_class, query, model_or_queryset, **kwargs):
        safe = clean(query)
        if safe is None:
            return NothingFound(model_or_queryset)
        return super()._search(query_compiler_class, safe, model_or_queryset, **kwargs)


class NothingFound(EmptySearchResults):
    """Know the model, which the admin's lists ask for and Wagtail's own empty results do not say."""

    def __init__(self, model_or_queryset) -> None:
        super().__init__()
        self.searched = model_or_queryset
        self.model = model_or_queryset.model if isinstance(model_or_queryset, QuerySet) else model_or_queryset

    def _clone(self):
        return type(self)(self.searched)


def words(text: str) -> list[str]:
    """List what contains a letter or a digit, without signs that either database's query language knows."""
    pieces = NOT_TEXT.sub(" ", text[:LONGEST_QUERY]).split()
    return [piece[:LONGEST_WORD] for piece in pieces if WORD.search(piece[:LONGEST_WORD])][:MOST_WORDS]


def clean(query: str | SearchQuery | None) -> str | SearchQuery | None:
    """Return the query with harmless terms, or None when nothing is left to look for."""
    if query is None or isinstance(query, MatchAll):
        return query if query is not None else MatchAll()
    if isinstance(query, str):
        return " ".join(words(query)) or None
    if isinstance(query, PlainText):
        text = " ".join(words(query.query_string))
        return PlainText(text, operator=query.operator) if text else None
    if isinstance(query, Phrase | Fuzzy):
        text = " ".join(words(query.query_string))
        return type(query)(text) if text else None
    if isinstance(query, And | Or):
        parts = [part for part in map(clean, flatten(query)[:MOST_PARTS]) if part is not None]
        if len(parts) < 2:
            return parts[0] if parts else None
        return type(query)(parts)
    if isinstance(query, Not):
        inner = clean(query.subquery)
        return MatchAll() if inner is None else Not(inner)
    if isinstance(query, Boost):
        return clean(query.subquery)
    return query


def flatten(query: And | Or) -> list[SearchQuery]:
    """List the parts of nested Ands (or Ors) without recursion: a query of 5,000 quotes nests that deep."""
    parts: list[SearchQuery] = []
    waiting = list(reversed(query.subqueries))
    while waiting and len(parts) <= MOST_PARTS:
        part = waiting.pop()
        if type(part) is type(query):
            waiting.extend(reversed(part.subqueries))
        else:
            parts.append(part)
    return parts
