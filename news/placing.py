"""Where stories stand, in the words of indexes that hold all a list asks: none gets slower with the archive.

An index serves an expression only when both are written the same, to the letter.
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, CharField, Func, IntegerField
from django.db.models.lookups import StartsWith
from wagtail.models import Page

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


class Below(StartsWith):
    """Whether a path begins with that of a page, asked so that SQLite answers from the index of paths.

    Its LIKE takes capitals for small letters and reads every page of the site, which the admin has it do for each row
    of a list: 20 ms each at 100,000 stories. Below the home page is everything, so there that is left as it is: SQLite
    would expect few and sort them all.
    """

    def as_sqlite(self, compiler, connection):
        if not self.rhs_is_direct_value() or len(self.rhs) < TOP_DEPTH * Page.steplen:
            return self.as_sql(compiler, connection)
        path, params = self.process_lhs(compiler, connection)
        after = chr(ord(Page.alphabet[-1]) + 1)
        return f"({path} >= %s AND {path} < %s)", [*params, self.rhs, *params, f"{self.rhs}{after}"]


def find_pages_by_path() -> None:
    Page._meta.get_field("path").register_lookup(Below)


class FilePart(Func):
    """The number of the sitemap's file that a page with a number is in (news.sitemaps)."""

    template = "(%(expressions)s / 1000)"
    output_field = IntegerField()


INDEXED = "first_published_at, id, live, content_type_id, path"
INDEXES = {
    name: f"wagtailcore_page (({place.template % {'expressions': column}}), {INDEXED})"
    for name, place, column in (
        ("news_stories_of_top_section", TopPath, "path"),
        ("news_stories_of_subsection", SubsectionPath, "path"),
        ("news_stories_beside", ParentPath, "path"),
        ("news_stories_of_file", FilePart, "id"),
    )
} | {
    "news_updates_of_file": "news_article ((page_ptr_id / 1000), updated_at)",
    # Hardly any page is an alias. By the index that Wagtail has, SQLite expects all pages to be, and reads them all
    # whenever one is published.
    "news_aliases": "wagtailcore_page (alias_of_id) WHERE alias_of_id IS NOT NULL",
}


def ensure_indexes(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """After each migrate, make the indexes that are missing.

    No migration of ours could: most are on a table of Wagtail's, and where SQLite has that made anew for a change of
    Wagtail's, it has only the indexes that Wagtail knows.
    """
    with connections[using].cursor() as cursor:
        if not {"wagtailcore_page", "news_article"} <= set(connections[using].introspection.table_names(cursor)):
            return
        for name, place in INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {place}")
