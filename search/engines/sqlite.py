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
SQL = tuple[str, list]  # with its parameters
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
    with connection.cursor() as cursor:
        return count_hits(cursor, matching(match, now))


def count_hits(cursor, hits: SQL) -> int:
    cursor.execute(f"SELECT count(*) {hits[0]}", hits[1])
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
    score = relevance(match, now) if by == "relevance" else is_preferred(match)
    with connection.cursor() as cursor:
        if by != "relevance" or total <= MANY or len(match.any_of) != 1:
            return best(cursor, matching(match, now), score, by, start, stop)
        ranked, others = parted(cursor, match, now, total)
        found = best(cursor, ranked, score, by, start, stop)
        if len(found) < stop - start:
            before = start + len(found) if found else count_hits(cursor, ranked)
            found += best(cursor, others, ("0.0", []), by, max(start, before) - before, stop - before)
        return found


def best(cursor, hits: SQL, score: SQL, by: str, start: int, stop: int) -> list[tuple[int, float]]:
    cursor.execute(
        f"SELECT {TABLE}.rowid, {score[0]} AS score {hits[0]} "
        f"ORDER BY score DESC, {ORDERS[by]}, {TABLE}.rowid DESC LIMIT %s OFFSET %s",
        [*score[1], *hits[1], max(0, stop - start), start],
    )
    return cursor.fetchall()


def parted(cursor, match: Match, now: int, total: int) -> tuple[SQL, SQL]:
    """Return those of `total` matches that are ranked by their words (RANKED), and the others."""
    about = about_it(match)
    hits, params = matching(match, now, about)
    cursor.execute(f"SELECT count(*) FROM (SELECT 1 {hits} LIMIT %s)", [*params, RANKED])  # noqa: S608
    if cursor.fetchone()[0] == RANKED:
        return (hits, params), matching(match, now, f"({expression(match)}) NOT {stands_out(match)}")
    # The sign keeps FTS5 from looking for each of them alone, which takes fifty times as long.
    some, some_params = f"(e.published >= %s OR +{TABLE}.rowid IN ({AMONG}))", [newest(cursor, total), about]
    hits, params = matching(match, now)
    return (f"{hits} AND {some}", [*params, *some_params]), (f"{hits} AND NOT {some}", [*params, *some_params])


def relevance(match: Match, now: int) -> SQL:
    """Return what scores a match."""
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


def newest(cursor, total: int) -> int:
    """Return since when about RANKED stories were published of the `total` that match."""
    cursor.execute(f"SELECT count(*) FROM {ENTRY}")  # noqa: S608
    stories = cursor.fetchone()[0]
    cursor.execute(NEWEST, [min(stories - 1, stories * RANKED // total)])
    return cursor.fetchone()[0]


def is_preferred(match: Match) -> SQL:
    """Return what is 1 for the stories that come first whatever the order, else 0."""
    if not match.preferred:
        return "0.0", []
    return f"{TABLE}.rowid IN ({AMONG})", [either(match.preferred)]


def matching(match: Match, now: int, words: str = "") -> SQL:
    """Return the matches that readers may see now, or those of them that have `words`, in FTS5's language."""
    since, until = match.limits.since, match.limits.until
    hits = HITS + (SINCE if since is not None else "") + (UNTIL if until is not None else "")
    return hits, [words or expression(match), now, *(moment for moment in (since, until) if moment is not None)]


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
    return within(match, f"({either(match.any_of)})" if match.any_of else quoted(EVERY))


def about_it(match: Match) -> str:
    """Write which stories are about the only group of a match: one of its words stands out in them."""
    (terms,) = match.any_of
    # A word that stands out is not looked for a second time: scoring would take as long as of all matches.
    return within(match, *([f"({either(match.any_of)})"] if len(terms) > 1 else []), stands_out(match))


def stands_out(match: Match) -> str:
    return f"({{{STANDS_OUT}}} : ({' OR '.join(map(operand, match.terms))}))"


def within(match: Match, *wanted: str) -> str:
    """Write that all of these are wanted, with what the match does not want and its limits."""
    found = " AND ".join([*wanted, *map(quoted, match.limits.marks)])
    unwanted = [
        *map(operand, match.none_of),
        *(f"({' AND '.join(map(quoted, group))})" for group in match.limits.none_of),
    ]
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
