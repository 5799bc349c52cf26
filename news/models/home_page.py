from wagtail.models import Page
from wagtail.url_routing import RouteResult

from core.jsonld import website
from core.pages import ReaderPageMixin
from news.fronts import home_front


class HomePage(ReaderPageMixin, Page):
    """The front page of the paper."""

    promote_panels = ReaderPageMixin.promote_panels
    has_feed = True

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["news.Section", "people.AuthorIndex", "news.CorrectionsPage", "core.StandardPage"]
    max_count = 1
    template = "news/home_page.html"

    class Meta:
        verbose_name = "home page"

    def route(self, request, path_components):
        """Find a story by its address in one query, where walking down the tree takes two a level."""
        from news.models.article import Article

        if path_components:
            url_path = self.url_path + "/".join(path_components) + "/"
            # The address itself has no index; the slug has.
            story = (
                Article.objects.live().filter(slug=path_components[-1], url_path=url_path).for_article_page().first()
            )
            if story is not None:
                return RouteResult(story)
        return super().route(request, path_components)

    @property
    def head_title(self) -> str:
        # Empty: the head then says the site's name and its line.
        return self.seo_title

    def structured_data(self, site_settings) -> list[dict[str, object]]:
        return [website(site_settings)]

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "front": home_front(self)}
