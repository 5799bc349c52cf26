"""The readers' index in SQLite's FTS5."""

import json
import zlib
from collections import Counter
from collections.abc import Sequence

from django.db import connection

from search import analysis, facet_codes
from search.documents import COLUMNS, Document
from search.engines import MANY, PHRASE, PREFERRED, RANKED, RECENCY, WEIGHTS, YEAR
from search.limits import EVERY
from search.query import Match, Term

TABLE = "search_entry_fts"
ENTRY = "search_entry"
WORDS = "search_words"
REMOVED = "search_removed"
VOCABULARY = "search_word"
HEADLINE = "search_headline"
# A row's number is its minute and its story, so that FTS5 reads the newest first and stops after a few.
PLACE = "published / 60 * 1073741824 + article_id"
STORY = f"({HEADLINE}.rowid & 1073741823)"
BURIED_ALONG = 50  # removed stories that are cleared away with each write; a private section of thousands need not wait
INDEXED = (*COLUMNS, "marks")
# CROSS JOIN fixes the order: the words first, then each row's entry by its key.
HITS = (
    f"FROM {TABLE} CROSS JOIN {ENTRY} e ON e.article_id = {TABLE}.rowid WHERE {TABLE} MATCH %s AND e.visible_from <= %s"
)
SINCE, UNTIL = " AND e.published >= %s", " AND e.published < %s"
BM25 = f"bm25({TABLE}, {', '.join(str(WEIGHTS[column]) for column in COLUMNS)}, 0.0)"
RELEVANCE = f"-{BM25} * (1.0 + {RECENCY} / (1.0 + max(0, %s - e.published) / {YEAR}))"
# When the story was published before which so many were published after it.
NEWEST = f"SELECT published FROM {ENTRY} ORDER BY published DESC LIMIT 1 OFFSET %s"  # noqa: S608
STANDS_OUT = " ".join(column for column in COLUMNS if WEIGHTS[column] >= WEIGHTS["kicker"])
AMONG = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608 - our own name
ORDERS = {"relevance": "e.published DESC", "newest": "e.published DESC", "oldest": "e.published ASC"}


def write(documents: Sequence[Document]) -> None:
    ids = [row.article_id for row in documents]
    columns = [indexed(row) for row in documents]
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
            f"INSERT INTO {ENTRY} (article_id, published, visible_from, digest, facets) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (article_id) DO UPDATE SET published = excluded.published, "
            "visible_from = excluded.visible_from, digest = excluded.digest, facets = excluded.facets",
            [
                (row.article_id, row.published, row.visible_from, row.digest, facet_codes.write(row.facets))
                for row in documents
            ],
        )
        cursor.executemany(
            f"INSERT INTO {WORDS} (article_id, words) VALUES (%s, %s)",  # noqa: S608
            [(pk, pack(own)) for pk, own in zip(ids, columns, strict=True)],
        )
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, {', '.join(INDEXED)}) VALUES (%s{', %s' * len(INDEXED)})",  # noqa: S608
            [(pk, *own) for pk, own in zip(ids, columns, strict=True)],
        )
        # In their order, and not by a SELECT: for either FTS5 writes out what it has gathered with each row, and merges
        # its index again and again, 200 times as long in a large one.
        cursor.executemany(
            f"INSERT INTO {HEADLINE} (rowid, words) VALUES (%s, %s)",  # noqa: S608
            sorted((place_of(row), row.headline) for row in documents),
        )


def place_of(document: Document) -> int:
    """Return what PLACE is of its entry."""
    # Cut towards zero, as SQLite divides: the stories of before 1970 have negative moments.
    return int(document.published / 60) * 1073741824 + document.article_id


def indexed(document: Document) -> tuple[str, ...]:
    """Return what stands in each of the columns INDEXED."""
    return (*document.columns, " ".join(document.marks))


def remember(words: Sequence[str]) -> None:
    """Add those of the words that are new to the vocabulary."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR IGNORE INTO {VOCABULARY} (word) SELECT value FROM json_each(%s)",  # noqa: S608
            [json.dumps(words)],
        )


def pack(columns: Sequence[str]) -> bytes:
    return zlib.compress("\n".join(columns).encode(), 4)


def unpack(words: bytes) -> list[str]:
    return zlib.decompress(words).decode().split("\n")


def forget(cursor, article_ids: Sequence[int]) -> None:
    """Take words out of FTS5, which keeps no copy and must be told exactly the words that it was given."""
    marks = ", ".join(["%s"] * len(article_ids))
    cursor.execute(f"SELECT article_id, words FROM {WORDS} WHERE article_id IN ({marks})", article_ids)  # noqa: S608
    rows = cursor.fetchall()
    if rows:
        cursor.executemany(
            f"INSERT INTO {TABLE} ({TABLE}, rowid, {', '.join(INDEXED)}) "  # noqa: S608
            f"VALUES ('delete', %s{', %s' * len(INDEXED)})",
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
    hits, params = matching(match, now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {hits}", params)
        return cursor.fetchone()[0]


def facets(match: Match, now: int) -> Counter[str]:
    """Count the matches by each value of each facet."""
    hits, params = matching(match, now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT group_concat(e.facets, '') {hits}", params)
        return facet_codes.count(cursor.fetchone()[0])


def rank(
    match: Match, now: int, start: int, stop: int, by: str = "relevance", total: int = 0
) -> list[tuple[int, float]]:
    """Return (article id, score) of the best matches, best first."""
    hits, params = matching(match, now)
    score, score_params = relevance(match, now) if by == "relevance" else is_preferred(match)
    order = f"score DESC, {ORDERS[by]}, {TABLE}.rowid DESC LIMIT %s OFFSET %s"
    places = [max(0, stop - start), start]
    with connection.cursor() as cursor:

        def best(score: str, score_params: list, among: str = "", among_params: Sequence = ()) -> list:
            cursor.execute(
                f"SELECT {TABLE}.rowid, {score} AS score {hits}{among} ORDER BY {order}",
                [*score_params, *params, *among_params, *places],
            )
            return cursor.fetchall()

        if by != "relevance" or total <= MANY or len(match.any_of) != 1:
            return best(score, score_params)
        some, some_params = ranked(cursor, match, total)
        found = best(score, score_params, f" AND ({some})", some_params)
        if len(found) == places[0]:
            return found
        return best(f"CASE WHEN {some} THEN {score} ELSE 0.0 END", [*some_params, *score_params])


def relevance(match: Match, now: int) -> tuple[str, list]:
    """Return SQL that scores a match, and its parameters."""
    score = RELEVANCE
    params: list = [now]
    first = []
    if match.phrase:
        first.append((PHRASE, f'headline : "{" ".join(match.phrase)}"'))
    if match.preferred:
        first.append((PREFERRED, either(match.preferred)))
    for factor, among in first:
        score += f" * CASE WHEN {TABLE}.rowid IN ({AMONG}) THEN {factor} ELSE 1.0 END"
        params.append(among)
    return score, params


def ranked(cursor, match: Match, total: int) -> tuple[str, list]:
    """Return SQL that tells which of `total` matches are ranked by their words, and its parameters (RANKED)."""
    words = f"({{{STANDS_OUT}}} : ({' OR '.join(map(operand, match.terms))}))"
    words = " AND ".join([words, *map(quoted, match.limits.marks)])
    # The sign keeps FTS5 from looking for each of them alone, which takes fifty times as long.
    stands_out = f"+{TABLE}.rowid IN ({AMONG})"
    cursor.execute(f"SELECT count(*) FROM ({AMONG} LIMIT %s)", [words, RANKED])  # noqa: S608
    if cursor.fetchone()[0] == RANKED:
        return stands_out, [words]
    return f"e.published >= %s OR {stands_out}", [newest(cursor, total), words]


def newest(cursor, total: int) -> int:
    """Return since when about RANKED stories were published of the `total` that match."""
    cursor.execute(f"SELECT count(*) FROM {ENTRY}")  # noqa: S608
    stories = cursor.fetchone()[0]
    cursor.execute(NEWEST, [min(stories - 1, stories * RANKED // total)])
    return cursor.fetchone()[0]


def is_preferred(match: Match) -> tuple[str, list]:
    """Return SQL that is 1 for the stories that come first whatever the order, else 0, and its parameters."""
    if not match.preferred:
        return "0.0", []
    return f"{TABLE}.rowid IN ({AMONG})", [either(match.preferred)]


def matching(match: Match, now: int) -> tuple[str, list]:
    """Return SQL for the matches that readers may see now, and its parameters."""
    since, until = match.limits.since, match.limits.until
    hits = HITS + (SINCE if since is not None else "") + (UNTIL if until is not None else "")
    return hits, [expression(match), now, *(moment for moment in (since, until) if moment is not None)]


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
    wanted = [f"({either(match.any_of)})" if match.any_of else quoted(EVERY), *map(quoted, match.limits.marks)]
    unwanted = [
        *map(operand, match.none_of),
        *(f"({' AND '.join(map(quoted, group))})" for group in match.limits.none_of),
    ]
    found = " AND ".join(wanted)
    return f"({found}) NOT ({' OR '.join(unwanted)})" if unwanted else found


def either(groups: tuple[tuple[Term, ...], ...]) -> str:
    return " OR ".join(f"({' AND '.join(map(operand, group))})" for group in groups)


def operand(term: Term) -> str:
    spellings = [quoted(" ".join(stems)) for stems in term.spellings]
    if term.is_prefix:
        spellings.append(f'"{term.words[0]}" *')
    return spellings[0] if len(spellings) == 1 else f"({' OR '.join(spellings)})"


def quoted(words: str) -> str:
    return f'"{words}"'
