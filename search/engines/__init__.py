"""How each database keeps and finds the words. tests/search/test_contract.py says what both must do alike.

An engine is a module with `write(documents)`, `remember(words)`, `count(match, now)`, `facets(match, now)`,
`rank(match, now, start, stop, by, total)` where `total` stories match, `tidy()`, and `headlines(words, now, limit)` for
suggestions: the ids of stories that have all words in their headline, the last as a beginning; those that have it whole
come first, then the newest.
Deleting an `Entry` is enough to take a story out: on SQLite a trigger hands its words to the next write to clear away.
"""

import time
from types import ModuleType

from django.db import connection

# What a word weighs by where it stands, in the order of search.documents.COLUMNS.
WEIGHTS = {
    "headline": 10.0,
    "kicker": 3.0,
    "standfirst": 4.0,
    "topics": 5.0,
    "byline": 5.0,
    "captions": 1.5,
    "source": 2.0,
    "body": 1.0,
}
# A story of today counts up to this much more than an old one: it decides between equals and buries no better match.
RECENCY = 0.35
YEAR = 31_557_600.0  # seconds
# Stories with the typed words in their headline, one after the other, come first; then those with all preferred words.
PHRASE = 100.0
PREFERRED = 10.0
# Of more matches than MANY, some are ranked by their words: all with a word of the query in headline, kicker,
# standfirst, topics or byline, by how it stands there; when these are fewer than RANKED, about as many of the newest as
# well, by how it stands anywhere. The others follow, the newest first.
MANY = 2_000
RANKED = 300


def now() -> int:
    """Return the moment in whole seconds since 1970, as engines take it."""
    return int(time.time())


def engine() -> ModuleType:
    if connection.vendor == "postgresql":
        from search.engines import postgres

        return postgres
    from search.engines import sqlite

    return sqlite
