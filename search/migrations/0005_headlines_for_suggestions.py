"""Keep the words of headlines apart, unstemmed too, for suggestions while a reader types.

The large index is too slow for a beginning such as “co”. The index is empty afterwards; `rebuild_search --missing`
(part of `make run`) fills it.
"""

from django.db import migrations

FORWARDS = [
    "DELETE FROM search_entry",
    # `prefix`: one list for each beginning of up to five letters, so that “co” is looked up like a word.
    # `detail=none`: neither where in the headline a word stands nor how often. The words are kept (60 bytes a story),
    # so that the trigger can take them out.
    """CREATE VIRTUAL TABLE search_headline USING fts5(
        words, prefix='1 2 3 4 5', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0'
    )""",
    # The row's number is search.engines.sqlite.PLACE.
    """CREATE TRIGGER search_headline_removed AFTER DELETE ON search_entry
    BEGIN DELETE FROM search_headline WHERE rowid = OLD.published / 60 * 1073741824 + OLD.article_id; END""",
]
BACKWARDS = [
    "DROP TRIGGER search_headline_removed",
    "DROP TABLE search_headline",
    "DELETE FROM search_entry",
]

POSTGRES_FORWARDS = [
    "DELETE FROM search_entry",
    "ALTER TABLE search_entry ADD COLUMN beginnings tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX search_entry_beginnings ON search_entry USING gin (beginnings)",
]
POSTGRES_BACKWARDS = [
    "DROP INDEX search_entry_beginnings",
    "ALTER TABLE search_entry DROP COLUMN beginnings",
    "DELETE FROM search_entry",
]


def run(sqlite, postgres):
    def execute(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgres}[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return execute


class Migration(migrations.Migration):
    dependencies = [("search", "0003_marks")]

    operations = [migrations.RunPython(run(FORWARDS, POSTGRES_FORWARDS), run(BACKWARDS, POSTGRES_BACKWARDS))]
