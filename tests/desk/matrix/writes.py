"""See whether a request writes to the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# Who is logged in, and that somebody looks at a page: neither is anybody's work.
NOT_WORK = {"django_session", "wagtailadmin_editingsession", "wagtailusers_userprofile"}


@contextmanager
def written() -> Iterator[set[str]]:
    """Collect the names of the tables that are written to."""
    tables: set[str] = set()

    def look(execute, sql, params, many, context):
        if (found := WRITE.match(sql)) and found[1] not in NOT_WORK:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield tables
