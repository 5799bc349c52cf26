"""Let SQLite keep a story's words once, compressed, beside their index: 1.1 x the text on disk in place of 1.6 x.

PostgreSQL moves the words out of the rows, so that counting and sorting the matches reads little.
The index is empty afterwards; `rebuild_search` (part of `make run`) fills it.
"""

from django.db import migrations

COLUMNS = "headline, kicker, standfirst, topics, byline, captions, source, body"

FORWARDS = [
    "DROP TRIGGER search_entry_deleted",
    "DROP TABLE search_entry_fts",
    "DELETE FROM search_entry",
    # FTS5 keeps no copy of the words (content=''), search_words keeps a compressed one: to take a row out, FTS5 must be
    # told the words that were put in. They arrive folded and stemmed (search/analysis.py): the tokenizer only splits.
    f"CREATE VIRTUAL TABLE search_entry_fts USING fts5({COLUMNS}, content='', tokenize='unicode61 remove_diacritics 0')",
    # Up to 32 MB of new words are collected before they are written out: fewer pieces to merge, a fifth faster.
    "INSERT INTO search_entry_fts (search_entry_fts, rank) VALUES ('hashsize', 33554432)",
    # A table of their own: every lookup joins search_entry, whose rows must stay small.
    "CREATE TABLE search_words (article_id INTEGER PRIMARY KEY, words BLOB NOT NULL)",
    "CREATE TABLE search_removed (article_id INTEGER PRIMARY KEY)",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry
    BEGIN INSERT OR IGNORE INTO search_removed VALUES (OLD.article_id); END""",
]
BACKWARDS = [
    "DROP TRIGGER search_entry_removed",
    "DROP TABLE search_removed",
    "DROP TABLE search_words",
    "DROP TABLE search_entry_fts",
    "DELETE FROM search_entry",
    f"CREATE VIRTUAL TABLE search_entry_fts USING fts5({COLUMNS}, tokenize='unicode61 remove_diacritics 0')",
    """CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry
    BEGIN DELETE FROM search_entry_fts WHERE rowid = OLD.article_id; END""",
]


POSTGRES_FORWARDS = [
    "DELETE FROM search_entry",
    "ALTER TABLE search_entry SET (toast_tuple_target = 128)",
    # Asking `vector` for a word of the headline (word:A) would unpack every story that has the word anywhere.
    "ALTER TABLE search_entry ADD COLUMN headline tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX search_entry_headline ON search_entry USING gin (headline)",
]
POSTGRES_BACKWARDS = [
    "DROP INDEX search_entry_headline",
    "ALTER TABLE search_entry DROP COLUMN headline",
    "ALTER TABLE search_entry RESET (toast_tuple_target)",
]


def run(sqlite, postgres):
    def execute(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgres}[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return execute


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(run(FORWARDS, POSTGRES_FORWARDS), run(BACKWARDS, POSTGRES_BACKWARDS))]
