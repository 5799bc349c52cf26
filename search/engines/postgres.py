"""The readers' index in a tsvector of PostgreSQL. Needs no extension."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import log

from django.db import connection, transaction

from search import analysis
from search.documents import COLUMNS, Document
from search.engines import RECENCY, YEAR
from search.query import Match, Term

ENTRY = "search_entry"
# PostgreSQL knows four weights: A for the headline, B beside it, C for captions and source, D for the body.
LETTERS = dict(zip(COLUMNS, "ABBBBCCD", strict=True))
WEIGHTS = "'{0.1, 0.2, 0.45, 1.0}'"  # of D, C, B, A
# The words arrive folded and stemmed (search/analysis.py): “simple” takes them as they are.
VECTOR = " || ".join(f"setweight(to_tsvector('simple', %s), '{LETTERS[column]}')" for column in COLUMNS)
LENGTH = 1  # ts_rank divides by 1 + log(length)
ORDERS = {"newest": "published DESC", "oldest": "published ASC"}
# Ranking reads a story's whole vector. Of a word that stands everywhere, this many stories are ranked: those with
# it in the headline, and the newest.
CANDIDATES = 1_000


def write(documents: Sequence[Document]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {ENTRY} (article_id, published, visible_from, digest, headline, beginnings, vector) "  # noqa: S608
            f"VALUES (%s, %s, %s, %s, to_tsvector('simple', %s), to_tsvector('simple', %s), {VECTOR}) "
            "ON CONFLICT (article_id) DO UPDATE SET published = excluded.published, "
            "visible_from = excluded.visible_from, digest = excluded.digest, "
            "headline = excluded.headline, beginnings = excluded.beginnings, vector = excluded.vector",
            [
                (
                    *(row.article_id, row.published, row.visible_from, row.digest),
                    *(row.columns[0], row.headline, *row.columns),
                )
                for row in documents
            ],
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
    query, params = tsquery(match)
    with lookup() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {ENTRY} WHERE vector @@ ({query}) AND visible_from <= %s",  # noqa: S608
            [*params, now],
        )
        return cursor.fetchone()[0]


def rank(match: Match, now: int, start: int, stop: int, by: str = "relevance") -> list[tuple[int, float]]:
    """Return (article id, score) of the best matches, best first."""
    query, params = tsquery(match)
    matches = f"FROM {ENTRY} WHERE vector @@ ({query}) AND visible_from <= %s"
    with lookup() as cursor:
        if by != "relevance":
            cursor.execute(
                f"SELECT article_id, 0.0 {matches} ORDER BY {ORDERS[by]}, article_id DESC LIMIT %s OFFSET %s",
                [*params, now, max(0, stop - start), start],
            )
            return cursor.fetchall()
        score, score_params = relevance(match, cursor)
        limit = max(CANDIDATES, stop)
        cursor.execute(
            f"WITH candidates AS ("  # noqa: S608
            f"(SELECT article_id {matches} ORDER BY published DESC LIMIT %s) UNION "
            f"(SELECT article_id {matches} AND headline @@ ({query}) ORDER BY published DESC LIMIT %s)) "
            f"SELECT article_id, ({score})::float8 "
            f"* (1.0 + {RECENCY} / (1.0 + greatest(0, %s - published) / {YEAR})) AS score "
            f"FROM {ENTRY} JOIN candidates USING (article_id) "
            f"ORDER BY score DESC, published DESC, article_id DESC LIMIT %s OFFSET %s",
            [
                *(*params, now, limit, *params, now, *params, limit),
                *(*score_params, now, max(0, stop - start), start),
            ],
        )
        return [(article_id, float(score)) for article_id, score in cursor.fetchall()]


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
    return sql, [value for _, values in parts for value in values]


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
    wanted = f"({' || '.join(groups)})"
    if not match.none_of:
        return wanted, params
    unwanted = " || ".join([write_term(term) for term in match.none_of])
    return f"{wanted} && !!({unwanted})", params


def operand(term: Term) -> tuple[str, list[str]]:
    # to_tsquery reads the same “simple” words as to_tsvector; terms hold letters and digits only.
    text = f"{term.words[0]}:* | {term.stems[0]}" if term.is_prefix else " <-> ".join(term.stems)
    return "to_tsquery('simple', %s)", [text]
