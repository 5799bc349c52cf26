"""Let a story's row say what it can be narrowed by: section, author, topic, year and kind; and know the site's words.

SQLite's index gets a column more. The index is empty afterwards; `rebuild_search` (part of `make run`) fills it.
"""

from django.db import migrations, models

# Adding or removing a field makes SQLite write the table anew, which loses its trigger.
TRIGGER = """CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_entry
BEGIN INSERT OR IGNORE INTO search_removed VALUES (OLD.article_id); END"""
COLUMNS = "headline, kicker, standfirst, topics, byline, captions, source, body"


def renewed(columns):
    return [
        "DROP TABLE search_entry_fts",
        f"CREATE VIRTUAL TABLE search_entry_fts USING fts5({columns}, content='', tokenize='unicode61 remove_diacritics 0')",
        "INSERT INTO search_entry_fts (search_entry_fts, rank) VALUES ('hashsize', 33554432)",
        "DELETE FROM search_words",
        "DELETE FROM search_entry",
        "DELETE FROM search_removed",
    ]


def run(sqlite, postgres):
    def execute(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgres}[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return execute


EMPTIED = ["DELETE FROM search_entry"]


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words_kept_once")]

    operations = [
        migrations.RunPython(
            run(renewed(f"{COLUMNS}, marks"), EMPTIED), run([*renewed(COLUMNS), TRIGGER], EMPTIED)
        ),
        migrations.AddField(
            "entry",
            "facets",
            models.TextField(default="", help_text="Its values of facets, such as “s12 a3 t9 y2025 knews”."),
            preserve_default=False,
        ),
        migrations.RunPython(run([TRIGGER], []), migrations.RunPython.noop),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=64, unique=True)),
            ],
        ),
    ]
