"""Where stories stand, in the words of indexes that hold all a list asks: none gets slower with the archive.

An index serves an expression only when both are written the same, to the letter.
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, CharField, Func

TOP_DEPTH = 3  # of the sections right below the home page


class TopPath(Func):
    """The path of the top section above the page with a path."""

    template = "SUBSTR(%(expressions)s, 1, 12)"
    output_field = CharField()


class SubsectionPath(Func):
    """The path of the subsection above the page with a path, or of the page itself in a top section."""

    template = "SUBSTR(%(expressions)s, 1, 16)"
    output_field = CharField()


class ParentPath(Func):
    """The path of the page above the one with a path: in treebeard's materialised path it is 4 characters shorter."""

    template = "SUBSTR(%(expressions)s, 1, LENGTH(%(expressions)s) - 4)"
    output_field = CharField()


PATHS = {TOP_DEPTH: TopPath, TOP_DEPTH + 1: SubsectionPath}


class UnderEmbargo(Func):
    """Whether a story, given its id, may not be seen yet at a moment: looked for among the few that may not."""

    template = "%(expressions)s)"
    arg_joiner = " IN (SELECT page_ptr_id FROM news_article WHERE embargo_until > "
    output_field = BooleanField()


INDEXED = "first_published_at, id, live, content_type_id, path"
INDEXES = {
    "news_stories_of_top_section": TopPath,
    "news_stories_of_subsection": SubsectionPath,
    "news_stories_beside": ParentPath,
}


def ensure_indexes(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """After each migrate, make the indexes that are missing.

    No migration of ours could: the table is Wagtail's, and where SQLite has it made anew for a change of Wagtail's, it
    has only the indexes that Wagtail knows.
    """
    with connections[using].cursor() as cursor:
        if "wagtailcore_page" not in connections[using].introspection.table_names(cursor):
            return
        for name, place in INDEXES.items():
            expression = place.template % {"expressions": "path"}
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON wagtailcore_page (({expression}), {INDEXED})")
