from django.http import Http404
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from core.jsonld import website
from core.pages import ReaderPageMixin
from news import navigation
from news.fronts.automatic import home_front
from news.fronts.cards import front_of


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
        """Find a section or a story by its address in one query, where walking down the tree takes two a level."""
        from news.models.tombstone import Tombstone

        url_path = self.url_path + "/".join([*path_components, ""])
        if path_components:
            page = section_at(url_path, path_components) or story_at(url_path, path_components[-1])
            if page is not None:
                return RouteResult(page)
        try:
            return super().route(request, path_components)
        except Http404:
            tombstone = Tombstone.objects.at(url_path).select_related("article").first()
            if tombstone is None:
                raise
            return RouteResult(tombstone.article)

    @property
    def head_title(self) -> str:
        # Empty: the head then says the site's name and its line.
        return self.seo_title

    def structured_data(self, site_settings) -> list[dict[str, object]]:
        return [website(site_settings)]

    def get_context(self, request, *args, **kwargs):
        curated = front_of(self)
        front = {"curated": curated} if curated else {"front": home_front(self)}
        return {**super().get_context(request, *args, **kwargs), **front}


def section_at(url_path: str, path_components: list[str]) -> Page | None:
    from news.models.section import Section

    path = navigation.section_path("/" + "/".join([*path_components, ""]))
    # What is kept may be a moment old: the address has to be the section's still.
    return Section.objects.live().filter(path=path, url_path=url_path).with_privacy().first() if path else None


def story_at(url_path: str, slug: str) -> Page | None:
    from news.models.article import Article

    # The address itself has no index; the slug has.
    return Article.objects.live().filter(slug=slug, url_path=url_path).for_article_page().first()
