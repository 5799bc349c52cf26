"""Queries that each page asks with another number, composed once.

Django takes ten times longer to compose a query than SQLite takes to answer one that finds a few rows by an index.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

ANY = 2_147_483_629  # stands for the number while the query is composed; no record has it


class Statement:
    """A query for rows that belong to one record: `compose(number)` returns it, a queryset of values_list()."""

    def __init__(self, compose: Callable[[int], QuerySet]) -> None:
        self.compose = compose

    def rows(self, number: int) -> list[Sequence[Any]]:
        """Return the rows that belong to the record with this number."""
        compiler, sql, parameters = self.composed
        with connection.cursor() as cursor:
            cursor.execute(sql, [number if parameter == ANY else parameter for parameter in parameters])
            found = cursor.fetchall()
        return list(compiler.results_iter([found], tuple_expected=True))  # values as Django's fields have them

    @cached_property
    def composed(self) -> tuple[SQLCompiler, str, tuple]:
        compiler = self.compose(ANY).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        return compiler, sql, tuple(parameters)
