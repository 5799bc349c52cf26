"""Find the words of the site that are nearest to one that no story has."""

from collections.abc import Collection, Iterable, Sequence
from threading import Lock

from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search import analysis
from search.engines import engine
from search.models import Word

SHORTEST = 4  # letters; every shorter word is near to too many others
SHORTEST_KNOWN = 3
LONG = 8  # letters, from which two may be wrong
CANDIDATES = 8
ANOTHER_WORD = 3  # unlikeliness of a wrong first letter: “prawn” is not “drawn”


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


def begins_a_word(beginning: str) -> bool:
    """Tell whether a word of the site begins so."""
    return any(word.startswith(beginning) for word in vocabulary.read())


def nearest(word: str, among: Collection[str] = ()) -> Sequence[tuple[str, ...]]:
    """Return the words that were most likely meant by a misspelt one; two words when it is two written as one.

    They are words of the site, or those `among` which it must be.
    A letter too many, too few, wrong or swapped with the next counts one (optimal string alignment). People rarely
    mistake the first letter, and leave letters out or double them more often than they take another (Pollock and
    Zamora, “Automatic spelling correction in scientific and scholarly text”, 1984).
    """
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return []
    known = list(among) or vocabulary.read()
    most = 2 if len(word) >= LONG else 1
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES * 4)
    near = [(*unlikeliness(word, other, distance), other) for other, distance, _ in found if distance]
    near = [row for row in near if row[1] < ANOTHER_WORD]
    if near:
        best = min(near)[:2]
        return [(row[-1],) for row in sorted(near) if row[:2] == best][:CANDIDATES]
    return list(halves(word, set(known)))


def unlikeliness(word: str, other: str, distance: int) -> tuple[int, int]:
    """Return how far two words are from each other, and how rare such a mistake is."""
    if other[0] == word[0]:
        return distance, len(other) == len(word) and sorted(other) != sorted(word)
    return distance, ANOTHER_WORD if len(other) == len(word) else 2


def halves(word: str, known: set[str]) -> Iterable[tuple[str, str]]:
    for cut in range(SHORTEST_KNOWN, len(word) - SHORTEST_KNOWN + 1):
        if word[:cut] in known and word[cut:] in known:
            yield word[:cut], word[cut:]


def remember(words: Iterable[str]) -> None:
    """Add words of stories to the vocabulary."""
    engine().remember(
        sorted(word for word in words if SHORTEST_KNOWN <= len(word) <= analysis.LONGEST_TERM and word.isalpha())
    )
