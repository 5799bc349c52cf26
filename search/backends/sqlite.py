"""Wagtail's SQLite backend with one join, words -> index entry -> model, in place of a subquery a row."""

from collections.abc import Sequence

from django.db.models import FloatField
from django.db.models.expressions import RawSQL
from django.db.models.sql.constants import INNER
from modelsearch.backends.database.sqlite.query import AndNot, SQLiteFTSIndexEntry, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import And, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from modelsearch.utils import get_descendants_content_types_pks

from search.backends.terms import TermsMixin, words

WORDS = SQLiteFTSIndexEntry._meta.db_table
ENTRIES = IndexEntry._meta.db_table
HITS = "search_hits"
# What a word weighs in the columns autocomplete, body, title: the order in which Wagtail's migration made them.
BM25 = f"bm25({WORDS}, 2.0, 1.0, 5.0)"
INTEGERS = ("AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "PositiveIntegerField")


class Hits:
    """A derived table of (object_id, score), joined to a queryset's table; stands in for Django's Join.

    Its name in SQL never changes, also when Django relabels the tables of a subquery: there is one in each query.
    """

    table_name = table_alias = HITS
    join_type = INNER
    filtered_relation = None
    nullable = False

    def __init__(self, parent_alias: str, pk_column: str, sql: str, params: list) -> None:
        self.parent_alias = parent_alias
        self.pk_column = pk_column
        self.sql = sql
        self.params = params

    def as_sql(self, compiler, connection):
        parent = compiler.quote_name_unless_alias(self.parent_alias)
        pk = f"{parent}.{connection.ops.quote_name(self.pk_column)}"
        return f"{INNER} ({self.sql}) {HITS} ON ({HITS}.object_id = {pk})", list(self.params)

    def relabeled_clone(self, change_map):
        return Hits(change_map.get(self.parent_alias, self.parent_alias), self.pk_column, self.sql, self.params)

    @property
    def identity(self):
        return self.__class__, self.parent_alias, self.sql, tuple(self.params)

    def __eq__(self, other):
        return isinstance(other, Hits) and self.identity == other.identity

    def __hash__(self):
        return hash(self.identity)

    def demote(self):
        return self

    def promote(self):
        return self


class SearchQueryCompiler(SQLiteSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None):
        query = normalize(self.query)
        if isinstance(query, MatchAll):
            return self.queryset[start:stop]
        negated = isinstance(query, Not)
        expression = self.expression(query.subquery if negated else query)
        if expression is None:  # nothing to look for: all of nothing, or none of it
            return (self.queryset.all() if negated else self.queryset.none())[start:stop]
        sql, params = self.hits(expression)
        if negated:
            queryset = self.queryset.exclude(pk__in=RawSQL(f"SELECT object_id FROM ({sql})", params))  # noqa: S608, S611
            return self.ordered(queryset)[start:stop]
        queryset = self.queryset.all()
        pk = queryset.model._meta.pk
        sql_query = queryset.query
        sql_query.join(Hits(sql_query.get_initial_alias(), pk.column, sql, params))
        score = RawSQL(f"{HITS}.score", [], output_field=FloatField())  # noqa: S611
        if score_field is not None:
            queryset = queryset.annotate(**{score_field: score})
        if self.order_by_relevance:
            return queryset.order_by(score, "-pk")[start:stop]  # bm25 is smallest for the best
        return self.ordered(queryset)[start:stop]

    def ordered(self, queryset):
        # Pages of results must not shift: https://github.com/wagtail/wagtail/issues/3729
        return queryset if queryset.query.order_by else queryset.order_by("-pk")

    def hits(self, expression: str) -> tuple[str, list]:
        """Write the derived table. CROSS JOIN and LIMIT -1 keep SQLite from asking the words once a page."""
        pk = self.queryset.model._meta.pk
        while pk.remote_field:
            pk = pk.target_field
        object_id = "e.object_id"
        if pk.get_internal_type() in INTEGERS:
            object_id = "CAST(e.object_id AS INTEGER)"
        elif pk.get_internal_type() == "UUIDField":
            object_id = "replace(e.object_id, '-', '')"
        types = get_descendants_content_types_pks(self.queryset.model)
        sql = (
            f"SELECT {object_id} AS object_id, {BM25} AS score "  # noqa: S608
            f"FROM {WORDS} CROSS JOIN {ENTRIES} e ON e.id = {WORDS}.rowid "
            f"WHERE {WORDS} MATCH %s AND e.content_type_id IN ({', '.join(['%s'] * len(types))}) LIMIT -1"
        )
        return sql, [f"{{{' '.join(self.columns())}}} : ({expression})", *types]

    def columns(self) -> list[str]:
        if self.fields is None or self.FTS_TABLE_FIELDS == ["autocomplete"]:
            return self.FTS_TABLE_FIELDS
        # Wagtail's index tells titles from everything else, no finer.
        return sorted({"title" if name == "title" else "body" for name in self.fields})

    def expression(self, query: SearchQuery) -> str | None:
        """Write a query in FTS5's language, or None when there is nothing to look for."""
        if isinstance(query, PlainText):
            quoted = [f'"{word}"' for word in words(query.query_string)]
            if quoted and self.LAST_TERM_IS_PREFIX:
                quoted[-1] += " *"
            return self.joined(quoted, "OR" if query.operator.lower() == "or" else "AND")
        if isinstance(query, Phrase):
            found = words(query.query_string)
            return f'"{" ".join(found)}"' if found else None
        if isinstance(query, And | Or):
            parts = [self.expression(part) for part in query.subqueries]
            return self.joined(parts, "AND" if isinstance(query, And) else "OR")
        if isinstance(query, AndNot):
            wanted, unwanted = self.expression(query.subquery_a), self.expression(query.subquery_b)
            return f"({wanted}) NOT ({unwanted})" if wanted and unwanted else wanted
        return None

    @staticmethod
    def joined(parts: Sequence[str | None], operator: str) -> str | None:
        kept = [part for part in parts if part]
        if len(kept) < 2:
            return kept[0] if kept else None
        return "(" + f" {operator} ".join(kept) + ")"


class AutocompleteQueryCompiler(SearchQueryCompiler, SQLiteAutocompleteQueryCompiler):
    pass


class Index(SQLiteIndex):
    def _refresh_title_norms(self, full=False):
        """Do nothing: bm25 knows lengths, and Wagtail's reads every row at every save."""


class SearchBackend(TermsMixin, SQLiteSearchBackend):
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
