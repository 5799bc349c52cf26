"""Keep the values of facets as codes, which are counted faster. Readers have a complete index meanwhile.

The codes are those of search.facet_codes when this was written. Backwards, the index is empty afterwards;
`rebuild_search --missing` (part of `make run`) fills it.
"""

from functools import lru_cache
from zlib import crc32

from django.db import connection, migrations, models

AT_ONCE = 5_000
LETTERS, TOGETHER = "satyk", 5


def write_codes(apps, schema_editor):
    entries = apps.get_model("search", "Entry").objects.order_by("pk")
    last = 0
    while rows := list(entries.filter(pk__gt=last).values_list("pk", "facets")[:AT_ONCE]):
        codes = [("".join(map(codes_of, facets.split())), pk) for pk, facets in rows]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE search_entry SET facets = %s WHERE article_id = %s", codes)
        last = rows[-1][0]


@lru_cache(maxsize=50_000)
def codes_of(piece: str) -> str:
    """Return the codes of “a3”, of “s12/y2025/knews”, or of that with more sections or none."""
    values = piece.split("/")
    if len(values) < 3:
        return "".join(code(key_of(value), LETTERS.index(value[0])) for value in values)
    section, *others, year, kind = map(key_of, values)
    together = code((section * 10_000 + year) * 1_000 + kind, TOGETHER)
    return together + "".join(code(key, LETTERS.index("s")) for key in others)


def key_of(value: str) -> int:
    return crc32(value[1:].encode()) % 1_000 if value[0] == "k" else int(value[1:])


def code(key: int, sort: int) -> str:
    number = key * 6 + sort
    return "".join(chr(ord("!") + number // 94**place % 94) for place in range(8))


def empty(apps, schema_editor):
    apps.get_model("search", "Entry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0006_facets_joined")]

    operations = [
        migrations.AlterField(
            "entry", "facets", models.TextField(help_text="The codes of its values of facets (search.facet_codes).")
        ),
        migrations.RunPython(write_codes, empty),
    ]
