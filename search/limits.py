"""What narrows a search besides its words: marks that stand in a story's row, and the time of its publication.

Marks begin with a sign that no reader can search for. A value of a facet is marked by its letter and key: s12 is the
section with the id 12. The words that author:, section: and topic: look for are marked by field and stem.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from search import analysis

FACET = "\ue000"
FIELD = "\ue001"
LETTERS = {"author": "a", "section": "s", "topic": "t"}
KIND = "k"  # begins a value of the facet of which every story has exactly one
EVERY = f"{FACET}all"  # stands in every row: what is looked for where no word is
NOTHING = f"{FACET}none"  # stands in no row
DATE = re.compile(r"((?:19|20|21)\d\d)(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)
DAY_FIRST = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-]((?:19|20|21)\d\d)", re.ASCII)  # as Nigerians write it


@dataclass(frozen=True)
class Limits:
    """`marks` must all stand in a story's row, and of each group of `none_of` not all.

    `since` and `until` are seconds since 1970; a story published at `since` counts, one published at `until` does not.
    """

    marks: tuple[str, ...] = ()
    none_of: tuple[tuple[str, ...], ...] = ()
    since: int | None = None
    until: int | None = None

    def __bool__(self) -> bool:
        return self != NO_LIMITS

    def narrowed(self, other: "Limits") -> "Limits":
        """Return what satisfies both."""
        return Limits(
            tuple(dict.fromkeys((*self.marks, *other.marks))),
            tuple(dict.fromkeys((*self.none_of, *other.none_of))),
            max((moment for moment in (self.since, other.since) if moment is not None), default=None),
            min((moment for moment in (self.until, other.until) if moment is not None), default=None),
        )


NO_LIMITS = Limits()


def facet_mark(letter: str, key: object) -> str:
    return f"{FACET}{letter}{key}"


def field_marks(field: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the marks of folded words that stand in the names of a story's authors, sections or topics."""
    return tuple(dict.fromkeys(f"{FIELD}{LETTERS[field]}{analysis.term(word)}" for word in words))


def moment(typed: str) -> int | None:
    """Return the first second of a day, month or year such as 2025-03-01, 1/3/2025, 2025-03 or 2025; else None."""
    typed = typed.strip()
    if match := DATE.fullmatch(typed):
        parts = match.groups()
    elif match := DAY_FIRST.fullmatch(typed):
        parts = match.groups()[::-1]
    else:
        return None
    try:
        year, month, day = (int(part or 1) for part in parts)
        return int(timezone.make_aware(datetime(year, month, day)).timestamp())
    except ValueError:  # the 31st of June
        return None
