"""Tags of the search page."""

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from core.renditions import ShownPicture
from core.templatetags.core_tags import responsive_picture

register = template.Library()
SIZES = "(min-width: 50em) 13rem, 26vw"


@register.simple_tag
@lru_cache(maxsize=1_000)
def found_picture(shown: ShownPicture) -> SafeString:
    """Show the picture of a story that was found; the same picture is the same HTML."""
    return mark_safe(get_template("components/picture.html").render(responsive_picture(shown, sizes=SIZES, alt="")))
