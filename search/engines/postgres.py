"""The readers' index in a tsvector of PostgreSQL. Needs no extension."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import log

from django.db import connection, transaction

from search import analysis, facet_codes
from search.documents import COLUMNS, Document
from search.engines import PHRASE, PREFERRED, RECENCY, YEAR
from search.limits import EVERY
from search.query import Match, Term

ENTRY = "search_entry"
VOCABULARY = "search_word"
# PostgreSQL knows four weights: A for the headline, B beside it, C for captions and source, D for the body.
LETTERS = dict(zip(COLUMNS, "ABBBBCCD", strict=True))
WEIGHTS = "'{0.1, 0.2, 0.45, 1.0}'"  # of D, C, B, A
# The words arrive folded and stemmed (search/analysis.py): “simple” takes them as they are.
VECTOR = " || ".join(f"setweight(to_tsvector('simple', %s), '{LETTERS[column]}')" for column in COLUMNS)
MARKS = "array_to_tsvector(%s)"  # whole marks, as they are; without a place in the text, so that none is a neighbour
LENGTH = 1  # ts_rank divides by 1 + log(length)
ORDERS = {"newest": "published DESC", "oldest": "published ASC"}
# Ranking reads a story's whole vector. Of a word that stands everywhere, this many stories are ranked: those with
# it in the headline, and the newest.
CANDIDATES = 1_000


def write(documents: Sequence[Document]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {ENTRY} (article_id, published, visible_from, digest, facets, headline, beginnings, vector) "  # noqa: S608
            f"VALUES (%s, %s, %s, %s, %s, to_tsvector('simple', %s), to_tsvector('simple', %s), {VECTOR} || {MARKS}) "
            "ON CONFLICT (article_id) DO UPDATE SET published = excluded.published, "
            "visible_from = excluded.visible_from, digest = excluded.digest, facets = excluded.facets, "
            "headline = excluded.headline, beginnings = excluded.beginnings, vector = excluded.vector",
            list(map(values, documents)),
        )


def values(row: Document) -> list:
    return [
        *(row.article_id, row.published, row.visible_from, row.digest, facet_codes.write(row.facets)),
        *(row.columns[0], row.headline, *row.columns, list(row.marks)),
    ]


def remember(words: Sequence[str]) -> None:
    """Add those of the words that are new to the vocabulary."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {VOCABULARY} (word) SELECT word FROM unnest(%s::text[]) AS word "  # noqa: S608
            f"WHERE word NOT IN (SELECT word FROM {VOCABULARY} WHERE word = ANY(%s)) ON CONFLICT DO NOTHING",
            [list(words), list(words)],
        )


@contextmanager
def lookup() -> Iterator:
    """Open a cursor that reads the GIN index, also for a word in half of the stories.

    The planner prefers to read all rows then, not knowing that each match unpacks a whole story: 80 ms in place of 3.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor


def count(match: Match, now: int) -> int:
    hits, params = matching(match, now)
    with lookup() as cursor:
        cursor.execute(f"SELECT count(*) {hits}", params)
        return cursor.fetchone()[0]


def facets(match: Match, now: int) -> Counter[str]:
    """Count the matches by each value of each facet."""
    hits, params = matching(match, now)
    with lookup() as cursor:
        cursor.execute(f"SELECT string_agg(facets, '') {hits}", params)
        return facet_codes.count(cursor.fetchone()[0])


def rank(
    match: Match, now: int, start: int, stop: int, by: str = "relevance", total: int = 0
) -> list[tuple[int, float]]:
    """Return (article id, score) of the best matches, best first. However many match, CANDIDATES are ranked."""
    hits, params = matching(match, now)
    places = [max(0, stop - start), start]
    with lookup() as cursor:
        if by != "relevance":
            words, first_params = tsquery(Match(match.preferred)) if match.preferred else ("", [])
            first = f"(vector @@ ({words})) DESC, " if words else ""
            cursor.execute(
                f"SELECT article_id, 0.0 {hits} ORDER BY {first}{ORDERS[by]}, article_id DESC LIMIT %s OFFSET %s",
                [*params, *first_params, *places],
            )
            return cursor.fetchall()
        score, score_params = relevance(match, cursor)
        words, word_params = tsquery(match)
        limit = max(CANDIDATES, stop)
        cursor.execute(
            f"WITH candidates AS ("  # noqa: S608
            f"(SELECT article_id {hits} ORDER BY published DESC LIMIT %s) UNION "
            f"(SELECT article_id {hits} AND headline @@ ({words}) ORDER BY published DESC LIMIT %s)) "
            f"SELECT article_id, ({score})::float8 "
            f"* (1.0 + {RECENCY} / (1.0 + greatest(0, %s - published) / {YEAR})) AS score "
            f"FROM {ENTRY} JOIN candidates USING (article_id) "
            f"ORDER BY score DESC, published DESC, article_id DESC LIMIT %s OFFSET %s",
            [*params, limit, *params, *word_params, limit, *score_params, now, *places],
        )
        return [(article_id, float(score)) for article_id, score in cursor.fetchall()]


def matching(match: Match, now: int) -> tuple[str, list]:
    """Return SQL for the matches that readers may see now, and its parameters."""
    words, word_params = tsquery(match)
    marks, mark_params = marked(match)
    hits = f"FROM {ENTRY} WHERE vector @@ ({words}{marks}) AND visible_from <= %s"
    params: list = [*word_params, *mark_params, now]
    for condition, moment in (("published >= %s", match.limits.since), ("published < %s", match.limits.until)):
        if moment is not None:
            hits += f" AND {condition}"
            params.append(moment)
    return hits, params


def marked(match: Match) -> tuple[str, list[str]]:
    """Return SQL that narrows a tsquery to the limits' marks, and its parameters."""
    sql = " && %s::tsquery" * len(match.limits.marks)
    params = list(map(quoted, match.limits.marks))
    for group in match.limits.none_of:
        sql += f" && !!({' && '.join(['%s::tsquery'] * len(group))})"
        params += map(quoted, group)
    return sql, params


def relevance(match: Match, cursor) -> tuple[str, list]:
    """Return SQL that adds up each term's rank times its rarity (as BM25 does; ts_rank alone knows no rarity)."""
    terms = match.terms
    parts = [operand(term) for term in terms]
    rarity = [1.0] * len(terms)
    if len(terms) > 1:
        counts = ", ".join(f"(SELECT count(*) FROM {ENTRY} WHERE vector @@ ({sql}))" for sql, _ in parts)  # noqa: S608
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {ENTRY}), {counts}",  # noqa: S608
            [value for _, values in parts for value in values],
        )
        stories, *found = cursor.fetchone()
        rarity = [max(0.05, log(1 + (stories - each + 0.5) / (each + 0.5))) for each in found]
    sql = " + ".join(
        f"{weight:.6f} * ts_rank({WEIGHTS}, vector, {part}, {LENGTH})"
        for weight, (part, _) in zip(rarity, parts, strict=True)
    )
    params: list = [value for _, values in parts for value in values]
    sql = f"({sql or '0'})"
    if match.phrase:
        sql += f" * CASE WHEN headline @@ to_tsquery('simple', %s) THEN {PHRASE} ELSE 1 END"
        params.append(" <-> ".join(match.phrase))
    if match.preferred:
        words, values = tsquery(Match(match.preferred))
        sql += f" * CASE WHEN vector @@ ({words}) THEN {PREFERRED} ELSE 1 END"
        params += values
    return sql, params


def headlines(words: Sequence[str], now: int, limit: int) -> list[int]:
    """Return the stories with all words in their headline, the last one as a beginning."""
    finished = [analysis.term(word) for word in words[:-1]]
    part = (
        f"(SELECT article_id, published, {{whole}} AS whole FROM {ENTRY} "  # noqa: S608
        "WHERE beginnings @@ to_tsquery('simple', %s) AND visible_from <= %s "
        "ORDER BY published DESC, article_id DESC LIMIT %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT article_id FROM ({part.format(whole=1)} UNION ALL {part.format(whole=0)}) AS found "  # noqa: S608
            "GROUP BY article_id ORDER BY max(whole) DESC, max(published) DESC, article_id DESC LIMIT %s",
            [
                *(" & ".join([*finished, analysis.term(words[-1])]), now, limit),
                *(" & ".join([*finished, f"{words[-1]}:*"]), now, limit),
                limit,
            ],
        )
        return [row[0] for row in cursor.fetchall()]


def tidy() -> None:
    """Tell the planner how large the index has become."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {ENTRY}")


def tsquery(match: Match) -> tuple[str, list[str]]:
    """Write a match as SQL of the type tsquery; every typed character travels as a parameter."""
    params: list[str] = []

    def write_term(term: Term) -> str:
        sql, values = operand(term)
        params.extend(values)
        return sql

    groups = [f"({' && '.join([write_term(term) for term in group])})" for group in match.any_of]
    wanted = f"({' || '.join(groups)})" if groups else "%s::tsquery"
    if not groups:
        params.append(quoted(EVERY))
    if not match.none_of:
        return wanted, params
    unwanted = " || ".join([write_term(term) for term in match.none_of])
    return f"{wanted} && !!({unwanted})", params


def operand(term: Term) -> tuple[str, list[str]]:
    # to_tsquery reads the same “simple” words as to_tsvector; terms hold letters and digits only.
    spellings = [" <-> ".join(stems) for stems in term.spellings]
    if term.is_prefix:
        spellings.append(f"{term.words[0]}:*")
    return "to_tsquery('simple', %s)", [" | ".join(f"({spelling})" for spelling in spellings)]


def quoted(mark: str) -> str:
    return f"'{mark}'"
