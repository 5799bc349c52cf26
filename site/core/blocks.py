"""Blocks of a story's body that know no editorial noun. One class, one template, one preview value."""

from django.core.exceptions import BadRequest, ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException
from wagtail.images.blocks import ImageChooserBlock

from core.rich_text import BODY_FEATURES, INLINE_FEATURES

TEXT_LIMIT = 100_000  # characters of one text block
NUL = "\0"  # PostgreSQL's jsonb refuses it
QUOTATION_MARKS = '“”„"«»'


class StrictStreamBlock(blocks.StreamBlock):
    """Answer 400 to fields no editor sends, where Wagtail's own block raises an error that becomes a 500."""

    def value_from_datadict(self, data, files, prefix):
        if any(NUL in data[name] for name in data if name.startswith(f"{prefix}-") and name.endswith("-id")):
            raise BadRequest(f"“{prefix}” has an impossible block id.")
        try:
            return super().value_from_datadict(data, files, prefix)
        except (LookupError, ValueError, TypeError, RecursionError) as error:
            raise BadRequest(f"“{prefix}” cannot be read: {type(error).__name__}.") from error


class LinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=60)
    url = blocks.URLBlock(max_length=500)

    class Meta:
        icon = "link"
        template = "core/blocks/link.html"
        preview_value = {"label": "Pulse on Mastodon", "url": "https://social.example/@pulse"}


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(**{"features": BODY_FEATURES, "max_length": TEXT_LIMIT, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "core/blocks/paragraph.html"
        preview_value = "<p>The ferry left Ikorodu at ten past six, with eleven passengers and a goat.</p>"
        description = "Running text. Paste whole passages here: paragraphs, lists and links are kept."


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = "Subheading"
        template = "core/blocks/heading.html"
        preview_value = "What changes on Monday"
        description = "Divides a long story. Two to six words."


class ImageValue(blocks.StructValue):
    @property
    def credit_text(self) -> str:
        image = self.get("image")
        return self.get("credit") or (image.credit if image else "")

    @property
    def alt_text(self) -> str:
        image = self.get("image")
        return self.get("alt") or (image.default_alt_text if image else "")


class CaptionedImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="Picture")
    alt = blocks.CharBlock(
        required=False, max_length=255, label="Alt text", help_text="Empty: the alt text kept with the picture."
    )
    caption = blocks.CharBlock(required=False, max_length=400)
    credit = blocks.CharBlock(required=False, max_length=200, help_text="Empty: the credit kept with the picture.")

    class Meta:
        icon = "image"
        value_class = ImageValue
        template = "core/blocks/captioned_image.html"
        preview_value = {"caption": "Night ferry at the Ikorodu jetty.", "credit": "Illustration: Pulse"}


class ImageBlock(CaptionedImageBlock):
    width = blocks.ChoiceBlock(
        choices=[("normal", "As wide as the text"), ("wide", "Wider than the text")], default="normal"
    )

    class Meta:
        icon = "image"
        label = "Picture"
        value_class = ImageValue
        template = "core/blocks/image.html"
        preview_value = {
            "caption": "Night ferry at the Ikorodu jetty.",
            "credit": "Illustration: Pulse",
            "width": "normal",
        }
        description = "One picture with its caption and credit."


class GalleryBlock(blocks.StructBlock):
    caption = blocks.CharBlock(required=False, max_length=400)
    images = blocks.ListBlock(CaptionedImageBlock(), min_num=2, max_num=30, label="Pictures")

    class Meta:
        icon = "image"
        label = "Gallery"
        template = "core/blocks/gallery.html"
        preview_value = {"caption": "The first week of the night service.", "images": []}
        description = "Two or more pictures that belong together."


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=2_000, rows=3)
    attribution = blocks.CharBlock(required=False, max_length=200, help_text="Who said it, and what they are.")

    class Meta:
        icon = "openquote"
        label = "Quotation"
        template = "core/blocks/quote.html"
        preview_value = {"text": "We have waited for this boat for nine years.", "attribution": "Bisi Alao, trader"}
        description = "Someone's own words, longer than a sentence."


class PullQuoteValue(blocks.StructValue):
    @property
    def bare_text(self) -> str:
        """Return the line without the quotation marks that the page sets around it."""
        text = self["text"].strip()
        return text[1:-1] if text[:1] in QUOTATION_MARKS and text[-1:] in QUOTATION_MARKS else text


class PullQuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=300, rows=2, help_text="Without quotation marks: the page sets them.")

    class Meta:
        icon = "openquote"
        label = "Pull quote"
        template = "core/blocks/pull_quote.html"
        value_class = PullQuoteValue
        preview_value = {"text": "Eleven passengers and a goat."}
        description = "A striking line repeated from the story, set large."


class FactBoxBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=100)
    body = blocks.RichTextBlock(features=[*INLINE_FEATURES, "ul", "ol"], max_length=10_000)

    class Meta:
        icon = "info-circle"
        label = "Fact box"
        template = "core/blocks/fact_box.html"
        preview_value = {"title": "The service in figures", "body": "<ul><li>4 boats</li><li>₦800 a crossing</li></ul>"}
        description = "Background or figures beside the story."


class FigureTableBlock(TypedTableBlock):
    def clean(self, value):
        # Cells are checked by their blocks, the headings by nobody.
        if value and any(NUL in (column["heading"] or "") for column in value.columns):
            raise TypedTableBlockValidationError(non_block_errors=["Null characters are not allowed in a heading."])
        return super().clean(value)


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=200, help_text="What the table shows. Read aloud before the cells.")
    table = FigureTableBlock(
        [("text", blocks.CharBlock(max_length=500, required=False)), ("number", blocks.FloatBlock(required=False))]
    )

    class Meta:
        icon = "table"
        label = "Table"
        template = "core/blocks/table.html"
        preview_value = {"caption": "Passengers a night"}
        description = "Figures in rows and columns."


class SafeEmbedBlock(EmbedBlock):
    """Check while the editor is still there that the address can be embedded, and say so in words."""

    def clean(self, value):
        value = super().clean(value)
        if value:
            try:
                get_embed(value.url)
            except EmbedException as error:
                raise ValidationError(
                    "This address cannot be embedded. Check it in a browser, or link to it in the text instead."
                ) from error
        return value


class EmbedStructBlock(blocks.StructBlock):
    url = SafeEmbedBlock(label="Address", help_text="Of a video, a recording or a post: YouTube, Vimeo, SoundCloud.")
    caption = blocks.CharBlock(required=False, max_length=400)

    class Meta:
        icon = "media"
        label = "Embed"
        template = "core/blocks/embed.html"
        preview_value = {"caption": "The first crossing, filmed from the jetty."}
        description = "A video or recording from another site."


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    label = blocks.CharBlock(required=False, max_length=120, help_text="Empty: the document's title.")

    class Meta:
        icon = "doc-full"
        label = "Document"
        template = "core/blocks/document.html"
        preview_value = {"label": "The commission's report (PDF)"}
        description = "A file readers can download."
