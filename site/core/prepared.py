"""Questions whose SQL is written once: Django takes ten times as long to write a query as the database to answer it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from delivery.keeping import Kept


@dataclass(frozen=True)
class Composed:
    """What of a query can be used again: its SQL, and how its rows are read."""

    sql: str
    params: tuple
    names: tuple[str, ...]
    read: Callable[[Iterable], Iterable[Sequence]]


class Prepared:
    """A question about a few rows that are known by their keys.

    `ask` returns it as a queryset of `values()` or `values_list()`, given keys to look for with `pk__in`; at most
    `most` of them. What is kept is not what was read, and of the clock only what ArticleQuerySet.published() says of
    embargoes: it is written anew when one ends or is another. Where it says nothing of them, `heeds_embargoes` is no:
    then the page that asks does not depend on them either.
    """

    def __init__(self, ask: Callable[[Sequence[int]], QuerySet], most: int = 1, heeds_embargoes: bool = True) -> None:
        names = ("embargoes",) if heeds_embargoes else ()
        # No row has such a key: where they stand among the parameters is where the keys belong.
        self.composed = {
            size: Kept(partial(compose, ask, range(-size, 0)), *names, is_shown=heeds_embargoes) for size in (1, most)
        }
        self.most = most

    def rows(self, keys: Sequence[int]) -> list[dict[str, Any]]:
        """Return the values of the rows with these keys, by their names, in one query; none without keys."""
        composed, rows = self.read(keys)
        return [dict(zip(composed.names, row, strict=True)) for row in rows]

    def lists(self, keys: Sequence[int]) -> list[Sequence[Any]]:
        """Return the values of the rows with these keys, as values_list() has them."""
        return list(self.read(keys)[1])

    def read(self, keys: Sequence[int]) -> tuple[Composed, Iterable[Sequence[Any]]]:
        size = 1 if len(keys) <= 1 else self.most
        composed = self.composed[size].get()
        if not keys:
            return composed, ()
        filled = [*keys, *[keys[0]] * (size - len(keys))]
        params = [filled[param] if type(param) is int and param < 0 else param for param in composed.params]
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, params)
            return composed, composed.read(cursor.fetchall())


def compose(ask: Callable[[Sequence[int]], QuerySet], keys: Sequence[int]) -> Composed:
    query = ask(keys).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])

    def read(rows: Iterable) -> Iterable[Sequence]:
        return compiler.apply_converters(rows, converters) if converters else rows

    return Composed(sql, params, tuple(query.selected or ()), read)
