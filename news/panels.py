"""Panels grouped as a journalist thinks: story, picture, byline, source, publishing."""

from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from news.comparing import HeadlinePanel, TextPanel, TopicsPanel
from news.widgets import HeadlineInput

STORY = [
    HeadlinePanel(
        "title",
        heading="Headline",
        widget=HeadlineInput,
        placeholder="Headline",
        help_text="One line that says what happened. Readers, search engines and feeds all begin with it.",
    ),
    FieldPanel("standfirst"),
    TextPanel("body", heading="Text"),
    TopicsPanel("topics"),
    MultiFieldPanel([FieldPanel("kicker"), FieldPanel("kind"), FieldPanel("dateline")], heading="Labels"),
]

PICTURE = [
    MultiFieldPanel(
        [
            FieldPanel("lead_image"),
            FieldPanel("lead_image_alt"),
            FieldPanel("lead_image_caption"),
            FieldPanel("lead_image_credit"),
        ],
        heading="Lead picture",
    ),
]

BYLINE = [InlinePanel("bylines", heading="Byline", label="Name", max_num=12)]

SOURCE = [
    MultiFieldPanel(
        [FieldPanel("source_name"), FieldPanel("source_url"), FieldPanel("is_republication")],
        heading="Original source",
    ),
]

PUBLISHING = [
    PublishingPanel(),  # shown as the dialogue “Set schedule” of the Status side panel
    FieldPanel("embargo_until"),
    MultiFieldPanel(
        [
            HelpPanel(
                "Mended a comma? Just publish: readers see nothing of it. Changed what the story says? Add an update, "
                "and “Updated” moves to the moment you publish. Was something wrong? Add a correction. Updates and "
                "corrections stand in the list “Changes to this story” that readers can open."
            ),
            InlinePanel("updates", heading="Updates", label="Update", max_num=50),
            InlinePanel("corrections", heading="Corrections", label="Correction", max_num=50),
            FieldPanel("updated_at", read_only=True),
        ],
        heading="After publishing",
    ),
    InlinePanel("related_rows", heading="Related stories", label="Story", max_num=6,
                help_text="Picked stories stand first; the rest is filled in from the same topics and section."),
    FieldPanel("replies"),
    MultiFieldPanel(
        [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
        heading="Search engines and sharing",
    ),
]  # fmt: skip


def article_edit_handler() -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(STORY, heading="Story"),
            ObjectList(PICTURE, heading="Picture"),
            ObjectList(BYLINE, heading="Byline"),
            ObjectList(SOURCE, heading="Source"),
            ObjectList([*PUBLISHING, CommentPanel()], heading="Publishing"),  # notes in the margin, on every tab
        ]
    )
