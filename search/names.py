"""The names of sections, topics and authors, looked up by the beginnings of their words.

Each process keeps them in memory; a stamp in the cache tells all of them when a name has changed. What is kept only
says which names to look at: who may see them is asked of the tables, each time (search.suggestions).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count

from news.models import ArticleTopic, Byline, Section, Topic
from people.models import AuthorProfile
from search import analysis

STAMP = "search.names"
SECONDS = 300  # after which names are read again: a change without a signal is noticed, and how much each is used
AFTER = "\U0010ffff"  # sorts behind every letter

Key = tuple[str, int]  # the kind of a name, and the primary key of what bears it


class Names:
    """Know the words of all names; built once, then only read."""

    def __init__(self, rows: Iterable[tuple[str, int, str, int]]) -> None:
        """Take rows of (kind, primary key, name, how many stories bear it)."""
        found: list[tuple[str, Key]] = []
        self.rank: dict[Key, tuple] = {}
        for kind, pk, name, used in rows:
            words = analysis.words(name)
            self.rank[kind, pk] = (" ".join(words), -used, pk)
            found += [(word, (kind, pk)) for word in set(words)]
        found.sort()
        self.words = [word for word, _ in found]
        self.keys = [key for _, key in found]

    def beginning_with(self, words: Sequence[str]) -> dict[str, list[int]]:
        """Return the primary keys by kind of the names that have a word beginning with each of `words`, best first.

        Best is what begins as was typed, then what most stories bear.
        """
        every = [self.with_beginning(word) for word in set(words)]
        typed = " ".join(words)
        by_kind = defaultdict(list)
        for key in sorted(set.intersection(*every), key=lambda key: self.order(key, typed)):
            by_kind[key[0]].append(key[1])
        return by_kind

    def with_beginning(self, word: str) -> set[Key]:
        return set(self.keys[bisect_left(self.words, word) : bisect_left(self.words, word + AFTER)])

    def order(self, key: Key, typed: str) -> tuple:
        name, *rest = self.rank[key]
        return (not name.startswith(typed), *rest)


class Kept:
    """What this process last read, and the stamp under which it did."""

    stamp: str | None = None
    names = Names(())


def names() -> Names:
    """Return the names as they are: read when one changed, in five queries, otherwise from memory."""
    stamp = cache.get(STAMP)
    if stamp is None:
        # `add`: when several processes find no stamp, all take the first one's.
        cache.add(STAMP, str(uuid4()), SECONDS)
        stamp = cache.get(STAMP)
    if stamp is None or stamp != Kept.stamp:
        Kept.names = Names(read())
        Kept.stamp = stamp
    return Kept.names


def read() -> Iterable[tuple[str, int, str, int]]:
    used = dict(ArticleTopic.objects.order_by().values_list("tag").annotate(Count("pk")))
    for pk, name in Topic.objects.order_by().values_list("pk", "name"):
        yield "topic", pk, name, used.get(pk, 0)
    used = dict(Byline.objects.order_by().values_list("author").annotate(Count("pk")))
    for pk, name in AuthorProfile.objects.live().order_by().values_list("pk", "title"):
        yield "author", pk, name, used.get(pk, 0)
    for pk, name in Section.objects.live().order_by().values_list("pk", "title"):
        yield "section", pk, name, 0


def forget(**kwargs) -> None:
    """Have every process read the names again; connected to everything that changes one."""
    cache.delete(STAMP)
    transaction.on_commit(lambda: cache.delete(STAMP))
