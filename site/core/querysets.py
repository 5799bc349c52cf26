from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet


def is_in_private_branch() -> Exists:
    restrictions = PageViewRestriction.objects.annotate(branch=Substr(OuterRef("path"), 1, Length("page__path")))
    return Exists(restrictions.filter(branch=F("page__path")))


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
