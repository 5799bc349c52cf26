"""What editors put into a container: cards, and the rule that fills its free slots."""

import re
from uuid import uuid4

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks import StrictStreamBlock
from news.fronts.addresses import validate_address
from news.fronts.layouts import BOOSTS, DEFAULT, HARD_CAP

INHERITS = "Empty: the story’s own, also when that changes."
CROPS = [("", "Centre"), ("top", "Top"), ("bottom", "Bottom"), ("left", "Left"), ("right", "Right")]
AS_CONTAINER, SHOW, HIDE = "", "show", "hide"
LOOK = ("Words and picture", ("kicker", "standfirst", "picture", "crop", "hide_picture", "second_picture", "byline"))
TIME = ("Size and time", ("boost", "pin_from", "pin_until", "breaking_until"))
NEWEST, MOST_READ, MOST_DISCUSSED = "newest", "most_read", "most_discussed"
CARD_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
SUBLINKS = 4
LATEST_CARDS = 5  # each asks the archive a question of its own


def layout_with(*parts) -> blocks.BlockGroup:
    """Lay out a card's form: names of fields as they are, groups of them folded."""
    return blocks.BlockGroup(
        [
            part if isinstance(part, str) else blocks.BlockGroup(list(part[1]), heading=part[0], classname="collapsed")
            for part in parts
        ]
    )


def kinds() -> list[tuple[str, str]]:
    from news.models import Article

    return Article.Kind.choices


def check_window(value, start: str, end: str, what: str) -> None:
    """Refuse a window that ends before it begins."""
    if value.get(start) and value.get(end) and value[end] <= value[start]:
        error = ValidationError(f"{what} would end before it begins.")
        raise blocks.StructBlockValidationError(block_errors={end: error})


class AddressBlock(blocks.CharBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(**{"max_length": 500, "validators": (validate_address,), **kwargs})


class SublinkBlock(blocks.StructBlock):
    article = blocks.PageChooserBlock(page_type="news.Article", required=False, label="Story")
    url = AddressBlock(required=False, label="Address", help_text="Instead of a story.")
    headline = blocks.CharBlock(required=False, max_length=120, help_text="Empty: the story’s own.")

    class Meta:
        icon = "link"
        label = "Line below"

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return value
        if bool(value["article"]) == bool(value["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"article": ValidationError("Choose a story or write an address, one of the two.")}
            )
        if value["url"] and not value["headline"]:
            raise blocks.StructBlockValidationError(
                block_errors={"headline": ValidationError("Say where the address leads.")}
            )
        return value


class CardBlock(blocks.StructBlock):
    """What every card has: its words and picture, and its time."""

    headline = blocks.CharBlock(required=False, max_length=200, help_text=INHERITS)
    kicker = blocks.CharBlock(required=False, max_length=40, help_text=INHERITS)
    standfirst = blocks.TextBlock(required=False, max_length=400, rows=2, help_text=INHERITS)
    picture = ImageChooserBlock(required=False, help_text=INHERITS)
    hide_picture = blocks.BooleanBlock(required=False, label="No picture")
    crop = blocks.ChoiceBlock(
        CROPS, required=False, default="", label="Crop", help_text="Where it has to be cut to fit."
    )
    second_picture = ImageChooserBlock(required=False, help_text="Beside the first, on the largest cards.")
    byline = blocks.ChoiceBlock(
        [(AS_CONTAINER, "As in the whole container"), (SHOW, "Show"), (HIDE, "Hide")], required=False, default=""
    )
    boost = blocks.ChoiceBlock(BOOSTS, default=DEFAULT, label="Size", help_text="As far as the layout has it.")
    pin_from = blocks.DateTimeBlock(required=False, label="Shown from")
    pin_until = blocks.DateTimeBlock(required=False, label="Shown until")
    breaking_until = blocks.DateTimeBlock(
        required=False, label="Breaking until", help_text="Marked as breaking news until then."
    )

    def clean(self, value):
        value = super().clean(value)
        check_window(value, "pin_from", "pin_until", "The card’s time")
        return value


class StoryCardBlock(CardBlock):
    article = blocks.PageChooserBlock(page_type="news.Article", label="Story")
    sublinks = blocks.ListBlock(SublinkBlock(), default=[], max_num=SUBLINKS, label="Lines below the headline")

    class Meta:
        icon = "doc-full"
        label = "Story"
        label_format = "{article} {headline}"
        form_layout = layout_with("article", "headline", LOOK, "sublinks", TIME)
        preview_value: dict[str, object] = {}
        description = "A story, with its own headline and picture unless you write others."


class LinkCardBlock(CardBlock):
    url = AddressBlock(label="Address")
    headline = blocks.CharBlock(max_length=200)
    kicker = blocks.CharBlock(required=False, max_length=40)
    standfirst = blocks.TextBlock(required=False, max_length=400, rows=2)
    picture = ImageChooserBlock(required=False)
    sublinks = blocks.ListBlock(SublinkBlock(), default=[], max_num=SUBLINKS, label="Lines below the headline")

    class Meta:
        icon = "link"
        form_layout = layout_with("url", "headline", LOOK, "sublinks", TIME)
        label = "Link"
        label_format = "{headline}"
        preview_value = {"url": "/about/", "headline": "How we work"}
        description = "Something that is no story of ours: a page, a form, another site."


class LatestCardBlock(CardBlock):
    section = blocks.PageChooserBlock(page_type="news.Section", required=False)
    topic = SnippetChooserBlock("news.Topic", required=False)

    class Meta:
        icon = "history"
        form_layout = layout_with("section", "topic", "headline", LOOK, TIME)
        label = "Latest from"
        label_format = "Latest from {section} {topic}"
        preview_value: dict[str, object] = {}
        description = "Always the newest story of a section or on a topic."

    def clean(self, value):
        value = super().clean(value)
        if not (value["section"] or value["topic"] or self.is_deferred_validation):
            raise blocks.StructBlockValidationError(
                block_errors={"section": ValidationError("Choose a section, a topic, or both.")}
            )
        return value


class CardsBlock(StrictStreamBlock):
    article = StoryCardBlock()
    link = LinkCardBlock()
    latest = LatestCardBlock()

    class Meta:
        max_num = HARD_CAP
        block_counts = {"latest": {"max_num": LATEST_CARDS}}
        required = False

    def clean(self, value):
        value = super().clean(value)
        seen: set[str] = set()
        for child in value:
            # An id stands for one card: in the history, on the board, among the removed cards.
            if child.id in seen or not CARD_ID.fullmatch(child.id or ""):
                child.id = str(uuid4())
            seen.add(child.id)
        return value


class BackfillBlock(blocks.StructBlock):
    """Which stories fill the slots that no card takes. Everything that is set has to fit."""

    sections = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="news.Section"), default=[], max_num=20, help_text="With their subsections."
    )
    topics = blocks.ListBlock(SnippetChooserBlock("news.Topic"), default=[], max_num=20)
    kind = blocks.ChoiceBlock(required=False, choices=kinds, help_text="Empty: all kinds.")
    author = blocks.PageChooserBlock(page_type="people.AuthorProfile", required=False)
    order = blocks.ChoiceBlock(
        [(NEWEST, "The newest"), (MOST_READ, "The most read"), (MOST_DISCUSSED, "The most discussed")],
        default=NEWEST,
        label="Which come first",
        help_text="Most read, or most replies: in the last 24 hours, or within the age below. After those, the newest.",
    )
    max_age = blocks.IntegerBlock(
        required=False, min_value=1, max_value=24 * 365, label="Not older than", help_text="Hours. Empty: any age."
    )

    class Meta:
        icon = "download"
        label = "Fill free slots with stories"
        preview_value: dict[str, object] = {}
        description = (
            "The newest, most read or most discussed stories, of the sections, topics, kind and author you name."
        )


class BackfillStreamBlock(StrictStreamBlock):
    stories = BackfillBlock()

    class Meta:
        max_num = 1
        required = False
