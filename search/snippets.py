"""Show why a story was found: its words marked in the headline and in a piece of its text, safely escaped."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from search import analysis
from search.query import Query, Term

SNIPPET = 220  # characters
READ = 60_000  # characters of a text that are looked through
ELLIPSIS = "…"

LETTER = f"[^\\W_{analysis.UNSPACED}]"
MARK = "[\u0300-\u036f]"
APOSTROPHE = "['’]"
INITIALS = "(?<![^\\W_])(?:[A-Za-z]\\.){2,}"
# A word as it is written: with its apostrophes, combining marks and the dots of initials, or one unspaced character.
WRITTEN = re.compile(f"[{analysis.UNSPACED}]|{INITIALS}|{LETTER}(?:{LETTER}|{MARK}|{APOSTROPHE}(?={LETTER}))*")
# Where a word may stand that is folded to other letters than are written there: letters beyond ASCII, an apostrophe
# before two letters (“Sa’adu”, not “Sa’s”), dots between initials. Punctuation is beyond ASCII as well, and common.
PUNCTUATION = "\xa0«»·°£–—‘’“”„†•…€₦′″"
BEYOND_ASCII = re.compile(f"[^\x00-\x7f{PUNCTUATION}]+")
JOINED = [re.compile(pattern) for pattern in (r"'[^\W_]{2}", r"’[^\W_]{2}", r"\.[^\W\d_]\.")]
UNSPACED = re.compile(f"[{analysis.UNSPACED}]")


class Marker:
    """Know the words of a query, and mark them."""

    def __init__(self, query: Query, looked_for: Iterable[Term] = ()) -> None:
        """`looked_for` are the terms of the match, which a relaxed one widens to beginnings and other spellings."""
        terms = (*query.required, *looked_for)
        self.stems = {stem for term in terms for stems in term.spellings for stem in stems}
        self.prefixes = tuple(term.words[0] for term in terms if term.is_prefix)
        # What was folded away may stand within a beginning that was typed: the last letter is left to a closer look.
        beginnings = {*map(analysis.language.terms.beginning, self.stems), *(word[:-1] for word in self.prefixes)}
        self.beginnings = [one for one in beginnings if not any(one.startswith(other) for other in beginnings - {one})]
        self.seen: dict[str, str | None] = {}

    def stem_of(self, written: str) -> str | None:
        """Return the stem by which a written word belongs to the query, or None."""
        for word in analysis.words(written):
            stem = analysis.term(word)
            if stem in self.stems or (self.prefixes and word.startswith(self.prefixes)):
                return stem
        return None

    def spots(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, stem) of every word of the query in `text`."""
        end = 0
        for start in self.starts(text):
            if start >= end and (match := WRITTEN.match(text, start)):
                written, end = match.group(), match.end()
                if written not in self.seen:
                    self.seen[written] = self.stem_of(written)
                if stem := self.seen[written]:
                    yield start, end, stem

    def starts(self, text: str) -> Iterable[int]:
        """Return where words stand that may belong to the query: they are few, and a closer look at all takes long."""
        lower = text.lower()
        runs = [] if text.isascii() else list(BEYOND_ASCII.finditer(text))
        if len(lower) != len(text) or any(UNSPACED.search(run.group()) for run in runs):
            return (match.start() for match in WRITTEN.finditer(text))
        found = set()
        for beginning in self.beginnings:
            at = lower.find(beginning)
            while at >= 0:
                found.add(at)
                at = lower.find(beginning, at + 1)
        found = {at for at in found if at == start_of_word(text, at)}
        for run in runs:
            places = [run.start()] if run.group().isalpha() else range(*run.span())
            found |= {start_of_word(text, at) for at in places}
        for pattern in JOINED:
            for match in pattern.finditer(text):
                found |= {start_of_word(text, match.start()), match.start() + 1}
        return sorted(found)

    def mark(self, text: str) -> SafeString:
        return self.marked(text, 0, len(text), self.spots(text))

    def marked(self, text: str, start: int, end: int, spots) -> SafeString:
        parts = []
        at = start
        for first, last, _ in spots:
            if first < at or last > end:
                continue
            parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
            at = last
        parts.append(escape(text[at:end]))
        return mark_safe("".join(parts).replace("</mark><mark>", ""))

    def snippet(self, standfirst: str, read_body: Callable[[], str]) -> SafeString:
        """Return the standfirst when it holds every word, else the piece of the body that holds most of them."""
        in_standfirst = list(self.spots(standfirst))
        known = {stem for _, _, stem in in_standfirst}
        if standfirst and known >= self.stems:
            return self.marked(standfirst, 0, len(standfirst), in_standfirst)
        body = read_body()
        text = body[:READ]
        spots = list(self.spots(text))
        if not spots or len({stem for _, _, stem in spots}) <= len(known):
            return self.marked(standfirst or text[:SNIPPET], 0, len(standfirst or text[:SNIPPET]), in_standfirst)
        start, end = best_window(text, spots)
        marked = self.marked(text, start, end, [spot for spot in spots if start <= spot[0] and spot[1] <= end])
        return mark_safe(f"{ELLIPSIS if start else ''}{marked}{ELLIPSIS if end < len(body) else ''}")


def start_of_word(text: str, at: int) -> int:
    """Return where the word begins that has the character at `at`."""
    start = at
    while start and (in_word(text[start - 1]) or (start > 1 and text[start - 1] in "'’" and in_word(text[start - 2]))):
        start -= 1
    while start < at and not text[start].isalnum():
        start += 1
    return start


def in_word(character: str) -> bool:
    return character.isalnum() or "\u0300" <= character <= "\u036f"


def best_window(text: str, spots: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Find the SNIPPET characters with the most different words of the query, and cut between words."""
    best, best_at, last = (0, 0), 0, 0
    counts: dict[str, int] = {}
    for first, (start, _, stem) in enumerate(spots):
        while last < len(spots) and (last <= first or spots[last][1] - start <= SNIPPET * 3 // 4):
            counts[spots[last][2]] = counts.get(spots[last][2], 0) + 1
            last += 1
        value = (len(counts), sum(counts.values()))
        if value > best:
            best, best_at = value, start
        counts[stem] -= 1
        if not counts[stem]:
            del counts[stem]
    start = max(0, best_at - SNIPPET // 5)
    sentence = max(text.rfind(". ", start, best_at) + 2, text.rfind("\n", start, best_at) + 1)
    if sentence > start + 1:
        start = sentence
    elif start:
        blank = text.find(" ", start, best_at)
        start = blank + 1 if blank >= 0 else best_at
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        blank = text.rfind(" ", best_at + 1, end + 1)
        end = blank if blank > best_at + SNIPPET // 4 else end
    return start, end
