"""Let words stand for each other, as editors have said they do."""

from dataclasses import replace

from delivery.keeping import Kept
from delivery.purging import purge
from search import analysis
from search.query import Query, Term

Groups = tuple[tuple[tuple[str, ...], ...], ...]


def widen(query: Query) -> Query:
    """Let each word, or several one after the other, stand for what editors have said means the same."""
    known = {stems_of(words): group for group in groups() for words in group}
    if not known:
        return query
    longest = max(map(len, known))
    terms: list[Term] = []
    at = 0
    while at < len(query.wanted):
        for size in range(min(longest, len(query.wanted) - at), 0, -1):
            part = query.wanted[at : at + size]
            words = tuple(term.words[0] for term in part)
            # Words in quotation marks, and beginnings, are meant as they are.
            if all(len(term.words) == 1 and not term.is_prefix for term in part) and stems_of(words) in known:
                terms.append(Term(words, others=others(known[stems_of(words)], words)))
                at += size
                break
        else:
            terms.append(query.wanted[at])
            at += 1
    return replace(query, wanted=tuple(dict.fromkeys(terms)))


def stems_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stems of words, without those that a query would leave out."""
    kept = [word for word in words if not analysis.is_stopword(word)] or words
    return tuple(map(analysis.term, kept))


def others(group: tuple[tuple[str, ...], ...], words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(other for other in group if stems_of(other) != stems_of(words))


def groups() -> Groups:
    """Return the groups of synonyms, each synonym as its folded words, from memory: every search looks at them."""
    return kept.get()


def load() -> Groups:
    from search.models import SynonymGroup

    return tuple(group.synonyms for group in SynonymGroup.objects.all())


def forget(**kwargs) -> None:
    """Have every process read the groups again."""
    purge("synonyms", are_shown=False)


kept = Kept(load, "synonyms", is_shown=False)
