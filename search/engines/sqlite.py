"""The readers' index in SQLite's FTS5."""

import zlib
from collections.abc import Sequence

from django.db import connection

from search import analysis
from search.documents import COLUMNS, Document
from search.engines import RECENCY, WEIGHTS, YEAR
from search.query import Match, Term

TABLE = "search_entry_fts"
ENTRY = "search_entry"
WORDS = "search_words"
REMOVED = "search_removed"
HEADLINE = "search_headline"
# A row's number is its minute and its story, so that FTS5 reads the newest first and stops after a few.
PLACE = "published / 60 * 1073741824 + article_id"
STORY = f"({HEADLINE}.rowid & 1073741823)"
BURIED_ALONG = 50  # removed stories that are cleared away with each write; a private section of thousands need not wait
# CROSS JOIN fixes the order: the words first, then each row's entry by its key.
HITS = (
    f"FROM {TABLE} CROSS JOIN {ENTRY} e ON e.article_id = {TABLE}.rowid WHERE {TABLE} MATCH %s AND e.visible_from <= %s"
)
BM25 = f"bm25({TABLE}, {', '.join(str(WEIGHTS[column]) for column in COLUMNS)})"
RELEVANCE = f"-{BM25} * (1.0 + {RECENCY} / (1.0 + max(0, %s - e.published) / {YEAR}))"
ORDERS = {"newest": "e.published DESC", "oldest": "e.published ASC"}


def write(documents: Sequence[Document]) -> None:
    ids = [row.article_id for row in documents]
    with connection.cursor() as cursor:
        forget(cursor, ids)
        bury(cursor, BURIED_ALONG)
        marks = ", ".join(["%s"] * len(ids))
        cursor.execute(
            f"DELETE FROM {HEADLINE} WHERE rowid IN "  # noqa: S608
            f"(SELECT {PLACE} FROM {ENTRY} WHERE article_id IN ({marks}))",
            ids,
        )
        cursor.executemany(
            f"INSERT INTO {ENTRY} (article_id, published, visible_from, digest) VALUES (%s, %s, %s, %s) "  # noqa: S608
            "ON CONFLICT (article_id) DO UPDATE SET published = excluded.published, "
            "visible_from = excluded.visible_from, digest = excluded.digest",
            [(row.article_id, row.published, row.visible_from, row.digest) for row in documents],
        )
        cursor.executemany(
            f"INSERT INTO {WORDS} (article_id, words) VALUES (%s, %s)",  # noqa: S608
            [(row.article_id, pack(row.columns)) for row in documents],
        )
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, {', '.join(COLUMNS)}) VALUES (%s{', %s' * len(COLUMNS)})",  # noqa: S608
            [(row.article_id, *row.columns) for row in documents],
        )
        cursor.executemany(
            f"INSERT INTO {HEADLINE} (rowid, words) SELECT {PLACE}, %s FROM {ENTRY} WHERE article_id = %s",  # noqa: S608
            [(row.headline, row.article_id) for row in documents],
        )


def pack(columns: Sequence[str]) -> bytes:
    return zlib.compress("\n".join(columns).encode(), 1)


def unpack(words: bytes) -> list[str]:
    return zlib.decompress(words).decode().split("\n")


def forget(cursor, article_ids: Sequence[int]) -> None:
    """Take words out of FTS5, which keeps no copy and must be told exactly the words that it was given."""
    marks = ", ".join(["%s"] * len(article_ids))
    cursor.execute(f"SELECT article_id, words FROM {WORDS} WHERE article_id IN ({marks})", article_ids)  # noqa: S608
    rows = cursor.fetchall()
    if rows:
        cursor.executemany(
            f"INSERT INTO {TABLE} ({TABLE}, rowid, {', '.join(COLUMNS)}) "  # noqa: S608
            f"VALUES ('delete', %s{', %s' * len(COLUMNS)})",
            [(article_id, *unpack(words)) for article_id, words in rows],
        )
        for table in (WORDS, REMOVED):
            cursor.execute(f"DELETE FROM {table} WHERE article_id IN ({marks})", article_ids)  # noqa: S608


def bury(cursor, most: int) -> int:
    """Clear away the words of removed stories, which are found no more since their entries went. Return how many."""
    cursor.execute(f"SELECT article_id FROM {REMOVED} LIMIT %s", [most])  # noqa: S608
    ids = [row[0] for row in cursor.fetchall()]
    if ids:
        forget(cursor, ids)
    return len(ids)


def count(match: Match, now: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {HITS}", [expression(match), now])
        return cursor.fetchone()[0]


def rank(match: Match, now: int, start: int, stop: int, by: str = "relevance") -> list[tuple[int, float]]:
    """Return (article id, score) of the best matches, best first."""
    score, params = (RELEVANCE, [now]) if by == "relevance" else ("0.0", [])
    order = "score DESC, e.published DESC" if by == "relevance" else ORDERS[by]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {TABLE}.rowid, {score} AS score {HITS} ORDER BY {order}, {TABLE}.rowid DESC LIMIT %s OFFSET %s",
            [*params, expression(match), now, max(0, stop - start), start],
        )
        return cursor.fetchall()


def headlines(words: Sequence[str], now: int, limit: int) -> list[int]:
    """Return the stories with all words in their headline, the last one as a beginning."""
    finished = [f'"{analysis.term(word)}"' for word in words[:-1]]
    part = (
        f"SELECT * FROM (SELECT e.article_id, {{whole}} AS whole, {HEADLINE}.rowid AS place "  # noqa: S608
        f"FROM {HEADLINE} CROSS JOIN {ENTRY} e ON e.article_id = {STORY} "
        f"WHERE {HEADLINE} MATCH %s AND e.visible_from <= %s ORDER BY {HEADLINE}.rowid DESC LIMIT %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT article_id FROM ({part.format(whole=1)} UNION ALL {part.format(whole=0)}) "  # noqa: S608
            "GROUP BY article_id ORDER BY max(whole) DESC, max(place) DESC LIMIT %s",
            [
                *(" AND ".join([*finished, f'"{analysis.term(words[-1])}"']), now, limit),
                *(" AND ".join([*finished, f'"{words[-1]}" *']), now, limit),
                limit,
            ],
        )
        return [row[0] for row in cursor.fetchall()]


def tidy() -> None:
    """Clear away what was removed, and merge the index into one piece, so that lookups read less."""
    with connection.cursor() as cursor:
        while bury(cursor, 500):
            pass
        for table in (TABLE, HEADLINE):
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608


def expression(match: Match) -> str:
    """Write a match in FTS5's language. Terms hold letters and digits only, so nothing needs escaping."""
    wanted = " OR ".join(f"({' AND '.join(map(operand, group))})" for group in match.any_of)
    if not match.none_of:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(operand, match.none_of))})"


def operand(term: Term) -> str:
    if term.is_prefix:
        return f'("{term.words[0]}" * OR "{term.stems[0]}")'
    return f'"{" ".join(term.stems)}"'
