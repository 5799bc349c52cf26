"""Wagtail's PostgreSQL backend behind a guard: NUL, blanks and endless words raise there, too."""

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

from search.backends.terms import TermsMixin


class SearchBackend(TermsMixin, PostgresSearchBackend):
    pass
