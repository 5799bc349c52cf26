"""Let words stand for each other, as editors have said they do."""

from django.core.cache import cache
from django.db import transaction

from search.query import Query

CACHE_KEY = "search.synonyms"
CACHE_SECONDS = 300

Groups = tuple[tuple[tuple[str, ...], ...], ...]


def widen(query: Query) -> Query:
    return query


def groups() -> Groups:
    """Return the groups of synonyms, each synonym as its folded words, in one query at most."""
    return cache.get_or_set(CACHE_KEY, load, CACHE_SECONDS) or ()


def load() -> Groups:
    from search.models import SynonymGroup

    return tuple(group.synonyms for group in SynonymGroup.objects.all())


def forget(**kwargs) -> None:
    """Drop the kept groups once the change is committed."""
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))
