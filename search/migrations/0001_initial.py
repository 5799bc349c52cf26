import django.db.models.deletion
from django.db import migrations, models

COLUMNS = "headline, kicker, standfirst, topics, byline, captions, source, body"

SQLITE = [
    # The words arrive folded and stemmed (search/analysis.py): the tokenizer only splits them.
    f"CREATE VIRTUAL TABLE search_entry_fts USING fts5({COLUMNS}, tokenize='unicode61 remove_diacritics 0')",
    """CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry
    BEGIN DELETE FROM search_entry_fts WHERE rowid = OLD.article_id; END""",
]
SQLITE_REVERSED = ["DROP TRIGGER IF EXISTS search_entry_deleted", "DROP TABLE IF EXISTS search_entry_fts"]

POSTGRES = [
    "ALTER TABLE search_entry ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
]
POSTGRES_REVERSED = ["DROP INDEX IF EXISTS search_entry_vector", "ALTER TABLE search_entry DROP COLUMN vector"]


def run(sqlite, postgres):
    def statements(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgres}[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return statements


class Migration(migrations.Migration):
    initial = True

    dependencies = [("news", "0003_first_site")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("article", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="news.article")),
                ("published", models.BigIntegerField()),
                ("visible_from", models.BigIntegerField(help_text="The end of the embargo; 0 without one.")),
                ("digest", models.BigIntegerField(help_text="Of everything indexed, so that what did not change is not written.")),
            ],
            options={"verbose_name": "search entry", "verbose_name_plural": "search entries"},
        ),
        migrations.RunPython(run(SQLITE, POSTGRES), run(SQLITE_REVERSED, POSTGRES_REVERSED)),
    ]
