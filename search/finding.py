"""Find stories: all words first, then less and less of what was asked, and say how much less."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from search import analysis, answers, engines, languages, names, spelling, synonyms
from search.engines import engine
from search.limits import NO_LIMITS, Limits, field_marks
from search.query import MOST_FOR_ALL_BUT_ONE, SHORTEST_PREFIX, Match, Query, Term, parse

SORTS = ("relevance", "newest", "oldest")
FEW = 3  # with fewer stories, those that have less of what was asked follow


@dataclass(frozen=True)
class Found:
    """What a query matches.

    `relaxed` says how far it had to be read: "" (all words), "prefix" (the last word as a beginning), "spelling" (other
    words in the place of unknown ones), "most" (all words but one), "any". `exact` is the number of stories with all
    words, which come first; `total` that of all that are listed. `facets` counts the stories by each value of each
    facet, such as “s12” (search.documents.Document), when find() was asked to. `mended` are the misspelt words of names
    after author:, section: and topic:, with what was looked for in their place.
    """

    query: Query
    match: Match | None
    relaxed: str = ""
    total: int = 0
    exact: int = 0
    facets: Counter[str] = field(default_factory=Counter)
    mended: dict[str, str] = field(default_factory=dict)

    def rank(self, start: int, stop: int, by: str = "relevance") -> list[tuple[int, float]]:
        """Return (article id, score) for the places `start` to `stop`, best first."""
        if not self.total or self.match is None:
            return []
        return answers.rank(self.match, start, stop, by, self.total)

    @property
    def corrections(self) -> dict[str, str]:
        """The word that was looked for in the place of each that no story has."""
        if self.match is None or self.relaxed not in ("spelling", "most", "any"):
            return self.mended
        typed = set(self.query.required)
        return self.mended | {
            term.words[0]: " ".join(term.others[-1]) for term in self.match.terms if term not in typed and term.others
        }

    @property
    def name(self) -> str:
        """What the query would be as the name of something: with its spelling mended; "" when it says what not."""
        if not self.query.wanted or self.query.unwanted:
            return ""
        name = self.query.text
        for typed, other in self.corrections.items():
            name = replaced(name, typed, other)
        return name


def replaced(text: str, word: str, other: str) -> str:
    """Return a query with a word, however it was written, replaced."""

    def write(match: re.Match) -> str:
        return other if tuple(analysis.words(match.group())) == (word,) else match.group()

    return re.sub(r"[^\W_](?:['’]?[^\W_])*", write, text)


def find(text: str, limits: Limits = NO_LIMITS, with_facets: bool = False) -> Found:
    """Match all words; when few stories have them all, less and less of them (see Found). `limits` always hold."""
    analysis.language.use(languages.current())
    query = synonyms.widen(parse(text))
    mended = {(kind, word): other for kind, word in query.named if (other := mended_name(kind, word))}
    query = replace(query, limits=with_names(query.limits, mended).narrowed(limits))
    found = Found(query, None, mended={word: other for (_, word), other in mended.items()})
    for relaxed, attempt in attempts(query):
        stricter = found.match.any_of if found.match else ()
        match = replace(attempt, limits=query.limits, phrase=query.phrase, preferred=stricter)
        total, counts = answers.count(match) if with_facets else (engine().count(match, engines.now()), Counter())
        if total > found.total:
            exact = found.exact if relaxed else total
            found = Found(query, match, relaxed, total, exact, counts, found.mended)
        if found.total >= FEW:
            break
    return found


def attempts(query: Query) -> Iterator[tuple[str, Match]]:
    """Yield what to look for, strictest first (see Found)."""
    required, unwanted = query.required, query.unwanted
    if not required:
        if query:
            yield "", Match((), unwanted)
        return
    yield "", Match((required,), unwanted)
    last = required[-1]
    if len(last.words) == 1 and not last.is_prefix and len(last.words[0]) >= SHORTEST_PREFIX:
        yield "prefix", Match(((*required[:-1], replace(last, is_prefix=True)),), unwanted)
    corrected = correct(required)
    if corrected != required:
        required = corrected
        yield "spelling", Match((required,), unwanted)
    if groups := all_but_one(required):
        yield "most", Match(groups, unwanted)
    if len(required) >= 2:
        yield "any", Match(tuple((term,) for term in required), unwanted)


def all_but_one(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], ...]:
    if not 3 <= len(terms) <= MOST_FOR_ALL_BUT_ONE:
        return ()
    return tuple((*terms[:place], *terms[place + 1 :]) for place in range(len(terms)))


def correct(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Let the likeliest word stand in the place of each that no story has: one that stands beside the others."""
    unknown = {term for term in terms if len(term.words) == 1 and not term.is_prefix and not stories_with(term)}
    beside = tuple(term for term in terms if term not in unknown)
    return tuple(replace_by_nearest(term, beside) if term in unknown else term for term in terms)


def replace_by_nearest(term: Term, beside: tuple[Term, ...]) -> Term:
    counts = {words: stories_with(Term(words)) for words in spelling.nearest(term.words[0])}
    found = [words for words, count in counts.items() if count]
    if not found:
        return term
    best = max(found, key=lambda words: (bool(stories_with(Term(words), *beside)), counts[words]))
    return replace(term, others=(*term.others, best))


def mended_name(kind: str, word: str) -> str:
    """Return the likeliest word of an author's, section's or topic's name in the place of one that none has, or ""."""
    if named(kind, word):
        return ""
    near = spelling.nearest(word, names.names().words_of(kind)) or spelling.nearest(word)
    counts = {words[0]: named(kind, words[0]) for words in near if len(words) == 1}
    best = max(counts, key=lambda other: counts[other], default="")
    return best if best and counts[best] else ""


def named(kind: str, word: str) -> int:
    """Return how many stories have a word in the names of their authors, sections or topics."""
    return engine().count(Match((), limits=Limits(marks=field_marks(kind, (word,)))), engines.now())


def with_names(limits: Limits, mended: dict[tuple[str, str], str]) -> Limits:
    """Return limits that look for the mended words of names in the place of the typed ones."""
    others = {field_marks(kind, (word,))[0]: field_marks(kind, (other,))[0] for (kind, word), other in mended.items()}
    return replace(limits, marks=tuple(dict.fromkeys(others.get(mark, mark) for mark in limits.marks)))


def stories_with(*terms: Term) -> int:
    """Return how many stories have all of the terms."""
    return engine().count(Match((terms,)), engines.now())


def rank(query: str, limit: int = 10) -> list[tuple[int, float]]:
    """Return (article id, score) of the `limit` best published stories, best first."""
    return find(query).rank(0, limit)


def count_matches(query: str) -> int:
    """Return how many published stories `rank` would list without a limit."""
    return find(query).total


def count_answers(query: str) -> int:
    """Return how many stories answer a query: not those that only have a part of what was asked."""
    found = find(query)
    return found.exact if found.relaxed in ("most", "any") else found.total
