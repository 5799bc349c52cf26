"""Offer another way to ask when few stories or none were found."""

from collections.abc import Iterator

from search import spelling
from search.facets import Choice, limits
from search.finding import FEW, Found, find, replaced, stories_with
from search.limits import NO_LIMITS
from search.query import Term

MORE = 5  # times as many stories as the typed word has must have another, to be offered in its place
LONG_ENOUGH = 6  # letters of a word that some story has; shorter ones are near to another by chance, as mace to made
WORDS_TRIED = 4


def offer(found: Found, choices: list[Choice]) -> str:
    """Return a query that finds more stories, "" for none. Whatever it says was found in stories readers may see."""
    if found.exact >= FEW:
        return ""
    narrowed = limits(choices) if choices else NO_LIMITS
    for text in others(found):
        other = find(text, narrowed)
        if not other.relaxed and other.total > found.exact:
            return text
    return ""


def others(found: Found) -> Iterator[str]:
    text = found.query.text
    corrected = text
    for term in found.query.required[:WORDS_TRIED]:
        if better := better_word(term, found.corrections):
            corrected = replaced(corrected, term.words[0], better)
    if corrected != text:
        yield corrected
    if '"' in text and len(found.query.required) > 0:
        yield " ".join(text.replace('"', " ").split())


def better_word(term: Term, corrections: dict[str, str]) -> str:
    """Return a word much more stories have than the typed one, "" for none."""
    if len(term.words) > 1 or term.is_prefix:
        return ""
    if known := corrections.get(term.words[0]):
        return known
    own = stories_with(Term(term.words))
    if own >= FEW or (own and len(term.words[0]) < LONG_ENOUGH):
        return ""
    counts = {words: stories_with(Term(words)) for words in spelling.nearest(term.words[0])}
    best = max(counts, key=lambda words: counts[words], default=())
    return " ".join(best) if best and counts[best] > own * MORE else ""
