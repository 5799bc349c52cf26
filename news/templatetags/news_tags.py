"""Tags by which the templates of lower apps show news."""

from django import template
from django.utils.safestring import SafeString

from core.pagination import paginate
from delivery import tags
from news import faces, navigation
from news.breaking_news import Banner, shown
from news.stories import Slice, author_stories, newest_stories

register = template.Library()


@register.simple_tag
def site_sections() -> list[dict[str, object]]:
    return navigation.site_sections()


@register.simple_tag
def standard_pages() -> list[dict[str, str]]:
    return navigation.standard_pages()


@register.simple_tag
def story_card(story, variant="row", heading="h3", beside=False, fills=False, hurries=False) -> SafeString:
    """Show a story, or a card of a container, by news/includes/article_card.html."""
    return faces.card(story, variant or "row", heading or "h3", bool(beside), bool(fills), bool(hurries))


@register.simple_tag
def breaking_news() -> Banner | None:
    """Return the banner that readers see now."""
    return shown()


@register.simple_tag
def articles_by(profile, page_number=None):
    """Return one page of an author's published stories, newest first."""
    tags.shows(f"stories-author-{profile.pk}")
    return paginate(author_stories(profile), page_number)


@register.simple_tag
def latest_articles(count: int = 5) -> Slice:
    """Return the newest stories, for pages that would otherwise be a dead end."""
    tags.shows("stories")
    return newest_stories(count)
