"""Tags of the search page."""

from django import template
from django.utils.safestring import SafeString

from news.faces import card_by

register = template.Library()


@register.simple_tag
def found_story(story) -> SafeString:
    """Show a story that was found, by search/includes/result.html."""
    return card_by("search/includes/result.html", story, headline=story.highlighted_headline, snippet=story.snippet)
