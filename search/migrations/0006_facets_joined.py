"""Keep together the facets of which every story has one, and find the newest stories by an index.

The index is empty afterwards; `rebuild_search --missing` (part of `make run`) fills it.
"""

from django.db import migrations, models

EMPTY = "DELETE FROM search_entry"


class Migration(migrations.Migration):
    dependencies = [("search", "0005_headlines_for_suggestions")]

    operations = [
        migrations.RunSQL(EMPTY, EMPTY),
        migrations.AlterField(
            "entry", "facets", models.TextField(help_text="Its values of facets, such as “s12/y2025/knews a3 t9”.")
        ),
        migrations.AddIndex("entry", models.Index(fields=["published"], name="search_entry_published")),
    ]
