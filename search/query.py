"""Read what a reader typed: words, "exact phrases", -unwanted words, prefi*, author:name. Anything else is harmless."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search import analysis
from search.limits import NO_LIMITS, Limits, field_marks, moment

LONGEST_QUERY = 200  # characters that are considered
MOST_WORDS = 20
MOST_FOR_ALL_BUT_ONE = 8  # beyond that the combinations cost more than they find
SHORTEST_PREFIX = 3

# Words stay joined, and then must follow each other, in “co-operative” and “1,000”, but not in “NEAR(fuel,price)”.
PIECE = re.compile(
    r'(?P<minus>-?)(?:(?P<field>author|section|topic|before|after):(?=["\w]))?'
    r'(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"()\[\]{}<>:;=|!?]+))',
    re.IGNORECASE,
)
COMMA = re.compile(r"(?<!\d),|,(?!\d)")
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("–—−", "-"))
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True)
class Term:
    """One word, or words that must follow each other. A prefix stands for every word that begins with it.

    `others` may stand in its place: synonyms, or the nearest words when nobody writes this one.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    others: tuple[tuple[str, ...], ...] = ()

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(analysis.term(word) for word in self.words)

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The stems of the words, and of each of the others."""
        return tuple(tuple(analysis.term(word) for word in words) for words in (self.words, *self.others))


@dataclass(frozen=True)
class Query:
    """`wanted` terms must all stand in a story; `idle` ones (stop words) only count when there is nothing else."""

    text: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    idle: tuple[Term, ...] = ()
    limits: Limits = NO_LIMITS
    phrase: tuple[str, ...] = ()
    no_dates: tuple[str, ...] = ()  # what stands after before: or after: and is no date
    named: tuple[tuple[str, str], ...] = ()  # field and word of author:, section: and topic:, those with “-” left out

    def __bool__(self) -> bool:
        return bool(self.required or self.limits or self.unwanted)

    @property
    def required(self) -> tuple[Term, ...]:
        return self.wanted or self.idle


@dataclass(frozen=True)
class Match:
    """What an engine looks for: all terms of any one group, none of the unwanted, within the limits.

    No group at all stands for every story. Stories with `phrase` (stems) in the headline come first, then those that
    have all terms of any group of `preferred`.
    """

    any_of: tuple[tuple[Term, ...], ...]
    none_of: tuple[Term, ...] = ()
    limits: Limits = NO_LIMITS
    phrase: tuple[str, ...] = ()
    preferred: tuple[tuple[Term, ...], ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(term for group in self.any_of for term in group))


def clean(text: str) -> str:
    """Return what of a typed query is considered and shown again."""
    return UNPRINTABLE.sub(" ", text[: LONGEST_QUERY * 4]).strip()[:LONGEST_QUERY].strip()


def parse(text: str) -> Query:
    """Read a query. Never raises; at most MOST_WORDS words of LONGEST_QUERY characters count."""
    text = clean(text)
    kept: dict[str, dict[Term, None]] = {"wanted": {}, "unwanted": {}, "idle": {}}
    limits = NO_LIMITS
    typed: list[str] = []
    room = MOST_WORDS
    for part, found in pieces(text):
        if room <= 0:
            break
        if isinstance(found, Limits):
            limits = limits.narrowed(found)
            room -= 1
            continue
        term = replace(found, words=found.words[:room])
        if term not in kept[part]:
            kept[part][term] = None
            room -= len(term.words)
            if part != "unwanted" and not term.is_prefix:
                typed += term.words
    phrase = tuple(analysis.term(word) for word in typed) if len(typed) > 1 else ()
    wanted, unwanted, idle = (tuple(kept[part]) for part in ("wanted", "unwanted", "idle"))
    return Query(text, wanted, unwanted, idle, limits, phrase, not_dates(text), names_in(text))


def names_in(text: str) -> tuple[tuple[str, str], ...]:
    found = PIECE.finditer(COMMA.sub(" ", text.translate(QUOTES)))
    asked = [match for match in found if match["field"] and not match["minus"] and not is_of_a_day(match["field"])]
    words = [
        (match["field"].lower(), word) for match in asked for word in analysis.words(match["word"] or match["phrase"])
    ]
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def not_dates(text: str) -> tuple[str, ...]:
    typed = (match["word"] or match["phrase"] for match in PIECE.finditer(text) if is_of_a_day(match["field"]))
    return tuple(word for word in typed if moment(word) is None)


def is_of_a_day(field: str | None) -> bool:
    return (field or "").lower() in ("before", "after")


def pieces(text: str) -> Iterator[tuple[str, Term | Limits]]:
    at = 0
    text = COMMA.sub(" ", text.translate(QUOTES))
    while match := PIECE.search(text, at):
        typed = match["word"] if match["word"] is not None else match["phrase"]
        words = tuple(analysis.words(typed))
        limits = limits_of(match["field"], typed, words, bool(match["minus"]))
        if match["field"] and not limits:
            # Not a date, or no words: “before:Christmas” is two words, as anybody would type them.
            at = match.start("field") + len(match["field"])
            words, typed = tuple(analysis.words(match["field"])), match["field"]
        else:
            at = match.end()
        if limits:
            yield "limits", limits
            continue
        if not words:
            continue
        is_prefix = bool(match["word"]) and typed.endswith("*") and len(words) == 1 and len(words[0]) >= SHORTEST_PREFIX
        if match["minus"]:
            yield "unwanted", Term(words, is_prefix)
        elif match["word"] and not is_prefix and analysis.is_stopword(typed):
            yield "idle", Term(words)
        else:
            yield "wanted", Term(words, is_prefix)


def limits_of(field: str | None, typed: str, words: tuple[str, ...], is_unwanted: bool) -> Limits | None:
    """Return what an operator such as author:name or before:2025-03 asks for; None when it is none."""
    if not field or not words:
        return None
    field = field.lower()
    if is_of_a_day(field):
        found = moment(typed)
        if found is None:
            return None
        return Limits(until=found) if (field == "before") != is_unwanted else Limits(since=found)
    marks = field_marks(field, words)
    return Limits(none_of=(marks,)) if is_unwanted else Limits(marks=marks)
