from functools import cache

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet


@cache  # an expression never changes, and to build this one takes longer than most of the queries that hold it
def is_in_private_branch() -> Exists:
    """Look through the few restrictions for each page.

    Their paths come by a subquery and not by a join: joined, SQLite reads all pages first, for every row.
    """
    root = Subquery(Page.objects.filter(pk=OuterRef("page_id")).values("path")[:1])
    restrictions = PageViewRestriction.objects.annotate(root=root)
    return Exists(restrictions.annotate(branch=Substr(OuterRef("path"), 1, Length("root"))).filter(branch=F("root")))


class PublicPageQuerySet(PageQuerySet):
    """Ask for what readers may see."""

    def public(self):
        """Leave out private branches, as Wagtail's own does, but inside the same statement: no query of its own."""
        return self.exclude(is_in_private_branch())

    def with_privacy(self):
        """Add `is_restricted`: whether the page stands in a private branch."""
        return self.annotate(is_restricted=is_in_private_branch())

    def published(self):
        """Keep what every reader may see: live, and in no private branch."""
        return self.live().public()
