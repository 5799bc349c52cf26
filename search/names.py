"""The names of sections, topics and authors, looked up by the beginnings of their words.

Each process keeps them in memory. What is kept only says which names to look at: who may see them is asked of the
tables, each time (search.suggestions).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count

from delivery.keeping import Kept
from delivery.purging import purge
from news.models import ArticleTopic, Byline, Section, Topic
from people.models import AuthorProfile
from search import analysis

SECONDS = 1_800  # after which they are read again all the same: how often each is used changes
AFTER = "\U0010ffff"  # sorts behind every letter


class Names:
    """Know the words of all names; built once, then only read."""

    def __init__(self, rows: Iterable[tuple[str, int, str, int]] = ()) -> None:
        """Take rows of (kind, primary key, name, how many stories bear it)."""
        # What most stories bear comes first, so that a name's place here is its rank.
        ranked = sorted(rows, key=lambda row: (-row[3], row[1]))
        self.keys = [(kind, pk) for kind, pk, _, _ in ranked]
        folded = [analysis.words(name) for _, _, name, _ in ranked]
        self.names = [" ".join(words) for words in folded]
        self.places_of: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.names):
            self.places_of[name].append(place)
        found = sorted((word, place) for place, words in enumerate(folded) for word in set(words))
        self.words = [word for word, _ in found]
        self.places = [place for _, place in found]

    def beginning_with(self, words: Sequence[str], most: int) -> dict[str, list[int]]:
        """Return the primary keys by kind, at most `most` each, of names with a word that begins with each of `words`.

        First come those that begin as was typed, then those that most stories bear.
        """
        places = set.intersection(*(self.with_beginning(word) for word in set(words)))
        typed = " ".join(words)
        by_kind: dict[str, list[int]] = defaultdict(list)
        for place in sorted(places, key=lambda place: (not self.names[place].startswith(typed), place)):
            kind, pk = self.keys[place]
            if len(by_kind[kind]) < most:
                by_kind[kind].append(pk)
        return by_kind

    def exactly(self, kind: str, words: Sequence[str]) -> list[int]:
        """Return the primary keys of a kind's names that consist of `words`, those that most stories bear first."""
        keys = (self.keys[place] for place in self.places_of.get(" ".join(words), ()))
        return [pk for other, pk in keys if other == kind]

    def words_of(self, kind: str) -> set[str]:
        """Return the words of a kind's names."""
        return {word for word, place in zip(self.words, self.places, strict=True) if self.keys[place][0] == kind}

    def with_beginning(self, word: str) -> set[int]:
        return set(self.places[bisect_left(self.words, word) : bisect_left(self.words, word + AFTER)])


def names() -> Names:
    """Return the names as they are: read when one changed, in five queries, otherwise from memory."""
    return kept.get()


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
    purge("names", are_shown=False)


kept = Kept(lambda: Names(read()), "names", is_shown=False, seconds=SECONDS)
