"""The body of a story."""

from wagtail import blocks
from wagtail.blocks import PageChooserBlock

from core.blocks import (
    DocumentBlock,
    EmbedStructBlock,
    FactBoxBlock,
    GalleryBlock,
    HeadingBlock,
    ImageBlock,
    ParagraphBlock,
    PullQuoteBlock,
    QuoteBlock,
    StrictStreamBlock,
    TableBlock,
)


class RelatedStoryValue(blocks.StructValue):
    @property
    def published_article(self):
        """The story when readers may open it, else None: a draft's headline must not show through a link."""
        from news.models import Article

        story = self.get("article")
        if getattr(self, "is_loaded", False):  # news.body_loading loads published stories only
            return story
        return Article.objects.published().for_listing().filter(pk=story.pk).first() if story else None


class RelatedStoryBlock(blocks.StructBlock):
    article = PageChooserBlock(page_type="news.Article", label="Story")

    class Meta:
        icon = "link"
        label = "Related story"
        value_class = RelatedStoryValue
        template = "news/blocks/related_story.html"
        preview_template = "news/blocks/related_story_preview.html"
        preview_value: dict[str, object] = {}
        description = "A link to another story, between two paragraphs."


class BodyBlock(StrictStreamBlock):
    paragraph = ParagraphBlock()
    heading = HeadingBlock(max_length=120)
    image = ImageBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    pull_quote = PullQuoteBlock()
    fact_box = FactBoxBlock()
    table = TableBlock()
    embed = EmbedStructBlock()
    related_story = RelatedStoryBlock()
    document = DocumentBlock()

    class Meta:
        template = "news/blocks/body.html"
        max_num = 500
