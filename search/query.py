"""Read what a reader typed: words, "exact phrases", -unwanted words, prefi*. Anything else is harmless."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search import analysis

LONGEST_QUERY = 200  # characters that are considered
MOST_WORDS = 20
MOST_FOR_ALL_BUT_ONE = 8  # beyond that the combinations cost more than they find
SHORTEST_PREFIX = 3

# Words stay joined, and then must follow each other, in “co-operative” and “1,000”, but not in “NEAR(fuel,price)”.
PIECE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"()\[\]{}<>:;=|!?]+))')
COMMA = re.compile(r"(?<!\d),|,(?!\d)")
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("–—−", "-"))
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True)
class Term:
    """One word, or words that must follow each other. A prefix stands for every word that begins with it."""

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(analysis.term(word) for word in self.words)


@dataclass(frozen=True)
class Query:
    """`wanted` terms must all stand in a story; `idle` ones (stop words) only count when there is nothing else."""

    text: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    idle: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.required)

    @property
    def required(self) -> tuple[Term, ...]:
        return self.wanted or self.idle


@dataclass(frozen=True)
class Match:
    """What an engine looks for: all terms of any one group, and none of the unwanted."""

    any_of: tuple[tuple[Term, ...], ...]
    none_of: tuple[Term, ...] = ()

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
    room = MOST_WORDS
    for part, term in pieces(text):
        if room <= 0:
            break
        term = replace(term, words=term.words[:room])
        if term not in kept[part]:
            kept[part][term] = None
            room -= len(term.words)
    return Query(text, *(tuple(terms) for terms in kept.values()))


def pieces(text: str) -> Iterator[tuple[str, Term]]:
    at = 0
    text = COMMA.sub(" ", text.translate(QUOTES))
    while match := PIECE.search(text, at):
        at = match.end()
        typed = match["word"] if match["word"] is not None else match["phrase"]
        words = tuple(analysis.words(typed))
        if not words:
            continue
        is_prefix = bool(match["word"]) and typed.endswith("*") and len(words) == 1 and len(words[0]) >= SHORTEST_PREFIX
        if match["minus"]:
            yield "unwanted", Term(words, is_prefix)
        elif match["word"] and not is_prefix and analysis.is_stopword(typed):
            yield "idle", Term(words)
        else:
            yield "wanted", Term(words, is_prefix)


def attempts(query: Query) -> Iterator[tuple[str, Match]]:
    """Yield what to look for, strictest first: all words, the last one as a beginning, all but one, any."""
    required, unwanted = query.required, query.unwanted
    if not required:
        return
    yield "", Match((required,), unwanted)
    last = required[-1]
    if len(last.words) == 1 and not last.is_prefix and len(last.words[0]) >= SHORTEST_PREFIX:
        yield "prefix", Match(((*required[:-1], replace(last, is_prefix=True)),), unwanted)
    if 3 <= len(required) <= MOST_FOR_ALL_BUT_ONE:
        all_but_one = tuple((*required[:place], *required[place + 1 :]) for place in range(len(required)))
        yield "most", Match(all_but_one, unwanted)
    if len(required) >= 2:
        yield "any", Match(tuple((term,) for term in required), unwanted)
