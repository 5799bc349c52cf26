"""Sitemaps hold stories by thousands of their numbers (news.sitemaps): those of one test are to stand in one file."""

from django.db import connection

NEARLY_FULL = """SELECT setval('wagtailcore_page_id_seq', (last_value / 1000 + 1) * 1000) FROM wagtailcore_page_id_seq
    WHERE last_value %% 1000 > 700"""


def begin_thousand() -> None:
    """On PostgreSQL, whose numbers go on from test to test, begin the next thousand when this one is nearly full."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(NEARLY_FULL, [])
