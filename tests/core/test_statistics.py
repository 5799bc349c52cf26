import pytest
from django.db import connection

from core.statistics import renew_statistics
from tests.factories import article

pytestmark = pytest.mark.django_db


def test_sqlite_knows_how_large_tables_are_afterwards():
    renew_statistics()
    renew_statistics()  # as it does each day

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT tbl, count(*) FROM sqlite_stat1 WHERE idx IS NULL GROUP BY tbl")
            noted = dict(cursor.fetchall())
        assert noted["news_correction"] == 1
        assert not [table for table in noted if "fts" in table]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads sqlite_stat1; PostgreSQL counts by itself")
def test_table_without_an_index_is_not_taken_for_empty_once_it_holds_something():
    def noted() -> bool:
        renew_statistics()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'search_words'")
            return bool(cursor.fetchone()[0])

    assert noted()
    article("Zeppelin lands")
    assert not noted()
