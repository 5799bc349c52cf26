"""The form of one card: what an editor writes in the place of the story's own words and picture."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

from core.clocks import zone_help
from core.models import Picture
from desk.fronts.board.cards import BoardCard
from news.forms import SectionChoiceField
from news.fronts.blocks import CROPS, StoryCardBlock
from news.fronts.layouts import BOOSTS, DEFAULT, LEAD, OPINION, PACKAGE, Layout
from news.fronts.reading import moment
from news.models import Container, Section, Topic

CARDS = Container.cards.field.stream_block
BYLINES = StoryCardBlock().child_blocks["byline"].field.choices
MINUTES = "%Y-%m-%dT%H:%M"  # as a field of type datetime-local writes it
TIMES = ("pin_from", "pin_until", "breaking_until")
CHOSEN = ("picture", "second_picture", "section", "topic")


class MomentField(forms.DateTimeField):
    def __init__(self, label: str, help_text: str = "") -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES)
        super().__init__(
            label=label, help_text=help_text, required=False, widget=widget, input_formats=[MINUTES, "%Y-%m-%d %H:%M"]
        )


def words(rows: int, **attrs) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class CardForm(forms.Form):
    """Change one stored card. What is left empty follows the story; value() is what is to be stored."""

    headline = forms.CharField(required=False, max_length=200, widget=words(2))
    kicker = forms.CharField(required=False, max_length=40)
    standfirst = forms.CharField(required=False, max_length=400, widget=words(3))
    picture: forms.Field = forms.ModelChoiceField(Picture.objects.all(), required=False, widget=AdminImageChooser)
    hide_picture = forms.BooleanField(required=False, label="No picture")
    crop = forms.ChoiceField(choices=CROPS, required=False, label="Crop")
    second_picture: forms.Field = forms.ModelChoiceField(
        Picture.objects.all(), required=False, widget=AdminImageChooser, label="Second picture"
    )
    byline = forms.ChoiceField(choices=BYLINES, required=False)
    boost = forms.ChoiceField(required=False)  # those of the layout: fit_layout()
    pin_from = MomentField("Shown from")
    pin_until = MomentField("Shown until")
    breaking_until = MomentField("Breaking until", "Marked as breaking news until then.")

    def __init__(self, card: BoardCard, row: Mapping[str, Any], container: Container, data=None) -> None:
        super().__init__(data, initial=initial(row["value"]), prefix="card", label_suffix="")
        self.row, self.card, self.shape = row, card, container.shape
        if row["type"] == "link":
            self.fields["url"] = forms.CharField(max_length=500, required=False, label="Address")
            self.order_fields(["url"])
        elif row["type"] == "latest":
            self.fields["section"] = SectionChoiceField(Section.objects.published().in_order(), required=False)
            self.fields["topic"] = forms.ModelChoiceField(
                Topic.objects.all(), required=False, widget=AdminSnippetChooser(Topic)
            )
            self.order_fields(["section", "topic"])
        for sublink in card.sublinks:
            self.fields[f"sublink-{sublink.id}"] = forms.CharField(
                required=False,
                max_length=120,
                label="Line below",
                initial=stored_sublinks(row["value"]).get(sublink.id, {}).get("headline", ""),
                widget=words(1, placeholder=sublink.story.headline if sublink.story else ""),
            )
        self.fit_layout(container.shape, container.show_picture)
        self.inherit()

    def fit_layout(self, shape: Layout, shows_pictures: bool) -> None:
        """Leave out what the layout does not show."""
        self.fields["headline"].widget.attrs["data-recommended"] = shape.headline
        sizes = [choice for choice in BOOSTS if choice[0] in shape.boosts]
        if len(sizes) == 1:
            del self.fields["boost"]
        else:
            self.fields["boost"] = forms.ChoiceField(choices=sizes, required=False, label="Size")
        if shape not in (LEAD, PACKAGE):
            del self.fields["second_picture"]
        if shape is OPINION:
            del self.fields["byline"]
        self.fields["pin_from"].help_text = zone_help()

    def inherit(self) -> None:
        """Show what stands there as long as a field is empty."""
        story = self.card.story
        if story is None:
            return
        for name in ("headline", "kicker", "standfirst"):
            self.fields[name].widget.attrs["placeholder"] = getattr(story, name)

    def words(self) -> Iterator:
        return self.named("url", "section", "topic", "headline", "kicker", "standfirst")

    def sublinks(self) -> Iterator:
        return self.named(*(name for name in self.fields if name.startswith("sublink-")))

    def look(self) -> Iterator:
        return self.named("picture", "hide_picture", "crop", "second_picture", "byline", "boost")

    def times(self) -> Iterator:
        return self.named(*TIMES)

    def named(self, *names: str) -> Iterator:
        return (self[name] for name in names if name in self.fields)

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.check_block()
        return cleaned

    def check_block(self) -> None:
        """Have the card's own block say what is wrong, as Wagtail's form of the container does."""
        try:
            CARDS.clean_deferred(CARDS.to_python([{**self.row, "value": self.value()}]))
        except ValidationError as error:
            for name, found in field_errors(error):
                self.add_error(name if name in self.fields else None, found)

    def value(self) -> dict[str, Any]:
        """Return the card's value with what the form says in it; what the form does not show stays as it was."""
        value = dict(self.row["value"])
        for name, found in self.cleaned_data.items():
            if name.startswith("sublink-"):
                continue
            if name in CHOSEN:
                value[name] = found.pk if found else None
            elif name in TIMES:
                value[name] = found.isoformat() if found else None
            else:
                value[name] = found
        value["sublinks"] = [self.sublink(row) for row in value.get("sublinks") or ()]
        return value

    def sublink(self, row: Mapping) -> dict:
        headline = self.cleaned_data.get(f"sublink-{row.get('id')}", row.get("value", row).get("headline", ""))
        return {**row, "value": {**row.get("value", row), "headline": headline}}


def initial(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form begins with."""
    times: dict[str, datetime | None] = {name: moment(value.get(name)) for name in TIMES}
    return {"boost": DEFAULT, **value, **times}


def stored_sublinks(value: Mapping[str, Any]) -> dict[str, Mapping]:
    return {row.get("id", ""): row.get("value", row) for row in value.get("sublinks") or ()}


def field_errors(error: ValidationError) -> Iterator[tuple[str | None, ValidationError | str]]:
    """Yield what a stream of one card says is wrong with it: the field and the message."""
    inner = getattr(error, "block_errors", None) or {}
    found = list(inner.values()) if isinstance(inner, dict) else list(inner)
    for child in filter(None, found):
        named = getattr(child, "block_errors", None)
        if not named:
            yield None, child.messages[0] if child.messages else "This card cannot be saved."
            continue
        for name, message in named.items():
            yield name, message.messages[0] if message.messages else "This cannot be saved."
