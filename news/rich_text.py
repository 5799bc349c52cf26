"""Links in running text to pages of the site."""

from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from core.querysets import PublicPageQuerySet
from delivery import tags


class PublishedPageLinkHandler(PageLinkHandler):
    """Link to what readers may open, in one query; a draft's address would tell its headline before its time."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        from news.models import Article

        ids = {attrs["id"] for attrs in attrs_list if str(attrs.get("id", "")).isdecimal()}
        # Those that may not be opened, too: they may later.
        tags.shows(*(f"page-{pk}" for pk in ids))
        waiting = Article.objects.filter(embargo_until__gt=timezone.now()).values("pk")
        public = PublicPageQuerySet(Page).published().filter(pk__in=ids).exclude(pk__in=waiting)
        by_id = {str(page.pk): page for page in public}
        return [by_id.get(str(attrs.get("id"))) for attrs in attrs_list]


def register(features) -> None:
    features.register_link_type(PublishedPageLinkHandler)
