"""Find the words of the site that are nearest to one that no story has."""

from collections.abc import Iterable, Sequence
from threading import Lock

from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search import analysis
from search.engines import engine
from search.models import Word

SHORTEST = 4  # letters; every shorter word is near to too many others
SHORTEST_KNOWN = 3
LONG = 7  # letters, from which two may be wrong
MOST = 2  # words that are looked for in the place of one
CANDIDATES = 8


class Vocabulary:
    """The words of all stories, in memory: comparing one with 50,000 takes some milliseconds.

    Words are only ever added, and none is shown before a story that readers may see was found by it.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.newest: int | None = None
        self.words: list[str] = []

    def read(self) -> list[str]:
        newest = Word.objects.aggregate(newest=Max("pk"))["newest"]
        with self.lock:
            if newest != self.newest:
                self.words = list(Word.objects.values_list("word", flat=True))
                self.newest = newest
            return self.words


vocabulary = Vocabulary()


def nearest(word: str) -> Sequence[tuple[str, ...]]:
    """Return words at the least distance of a misspelt one; two words when it is two written as one.

    A letter too many, too few, wrong or swapped with the next counts one (optimal string alignment).
    """
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return []
    known = vocabulary.read()
    most = 2 if len(word) >= LONG else 1
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES * 4)
    near = [(distance, other[0] != word[0], other) for other, distance, _ in found if distance]
    if near:
        best = min(near)[0]
        return [(other,) for distance, _, other in sorted(near) if distance == best][:CANDIDATES]
    return list(halves(word, set(known)))


def halves(word: str, known: set[str]) -> Iterable[tuple[str, str]]:
    for cut in range(SHORTEST_KNOWN, len(word) - SHORTEST_KNOWN + 1):
        if word[:cut] in known and word[cut:] in known:
            yield word[:cut], word[cut:]


def remember(words: Iterable[str]) -> None:
    """Add words of stories to the vocabulary."""
    engine().remember(
        sorted(word for word in words if SHORTEST_KNOWN <= len(word) <= analysis.LONGEST_TERM and word.isalpha())
    )
