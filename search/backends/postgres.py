"""Wagtail's PostgreSQL backend behind a guard: NUL, blanks and endless words raise there, too."""

from modelsearch.backends.database.postgres import postgres

from search.backends.terms import TermsMixin

LONGEST_TEXT = 200_000  # characters of one field


class ObjectIndexer(postgres.ObjectIndexer):
    def prepare_value(self, value):
        # “string is too long for tsvector (max 1048575 bytes)” would undo the saving of a long story.
        return super().prepare_value(value)[:LONGEST_TEXT]


# PostgresIndex takes the class from its module; there is no other place to hand it one.
postgres.ObjectIndexer = ObjectIndexer


class SearchBackend(TermsMixin, postgres.PostgresSearchBackend):
    pass
