"""Cards that have been written once are kept by everything they show: the same words make the same card.

Nothing has to be forgotten when a story, a name, a picture or a section changes: the card it then asks for is another.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from core.renditions import ShownPicture, shown_picture

TEMPLATE = "news/includes/article_card.html"
KEPT = 2_000  # cards of one process, 2 kB each: those of all fronts and of the newest pages of lists


class FaceName(NamedTuple):
    name: str


class FaceSublink(NamedTuple):
    url: str
    headline: str


class Face(NamedTuple):
    """All that the card's template may read of a story, or of a card of a container; the names are those of both."""

    url: str
    headline: str
    kicker_text: str
    standfirst: str
    kind: str
    section_title: str
    published_at: datetime | None
    lead_image: ShownPicture | None
    second_picture: ShownPicture | None
    portrait: ShownPicture | None
    crop: str
    hides_picture: bool
    is_breaking: bool
    byline_rows: tuple[FaceName, ...]
    sublinks: tuple[FaceSublink, ...]


def face(story: Any, variant: str) -> Face:
    """Return what a card shows of `story`: a ListedStory, an Article or a news.fronts.cards.Card."""
    # "related" shows no names: such stories are loaded without them (ArticleQuerySet.for_card).
    names = story.byline_rows if variant != "related" else ()
    return Face(
        story.url or "",
        story.headline,
        story.kicker_text or "",
        story.standfirst,
        story.kind,
        story.section_title or "",
        story.published_at,
        shown_picture(story.lead_image),
        shown_picture(story.second_picture),
        shown_picture(names[0].portrait) if names and variant == "opinion" else None,
        story.crop,
        story.hides_picture,
        story.is_breaking,
        tuple([FaceName(row.name) for row in names]),
        face_sublinks(story.sublinks),
    )


def face_sublinks(sublinks: Iterable) -> tuple[FaceSublink, ...]:
    return tuple([FaceSublink(line.url, line.headline) for line in sublinks])


def card(story: Any, variant: str, heading: str, beside: bool, fills: bool, hurries: bool) -> SafeString:
    """Return the HTML of a story's card (news/includes/article_card.html says what the other values mean)."""
    # Times are written by the clock, and months in the language, of whoever looks: an editor's preview may have others.
    looks = (get_current_timezone_name(), get_language())
    return written(face(story, variant), variant, heading, beside, fills, hurries, looks)


@lru_cache(maxsize=KEPT)
def written(
    shown: Face, variant: str, heading: str, beside: bool, fills: bool, hurries: bool, looks: tuple[str, str | None]
) -> SafeString:
    context: dict[str, object] = {"article": shown, "variant": variant, "heading": heading}
    context |= {"beside": beside, "fills": fills, "hurries": hurries}
    return mark_safe(get_template(TEMPLATE).render(context))
