from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet


class PublicPageQuerySet(PageQuerySet):
    """Ask for what readers may see."""

    def public(self):
        """Leave out private branches, as Wagtail's own does, but inside the same statement: no query of its own."""
        restrictions = PageViewRestriction.objects.annotate(
            branch=Substr(OuterRef("path"), 1, Length("page__path"))
        ).filter(branch=F("page__path"))
        return self.exclude(Exists(restrictions))

    def published(self):
        """Keep what every reader may see: live, and in no private branch."""
        return self.live().public()
