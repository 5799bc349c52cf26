"""Panels grouped as a journalist thinks: story, picture, byline, source, publishing."""

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel

from news.widgets import HeadlineInput

STORY = [
    TitleFieldPanel(
        "title",
        heading="Headline",
        widget=HeadlineInput,
        placeholder="Headline",
        help_text="One line that says what happened. Readers, search engines and feeds all begin with it.",
    ),
    FieldPanel("standfirst"),
    FieldPanel("body", heading="Text"),
    FieldPanel("topics"),
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
    FieldPanel("embargo_until"),
    FieldPanel("updated_at"),
    InlinePanel("corrections", heading="Corrections", label="Correction", max_num=50),
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
            ObjectList(PUBLISHING, heading="Publishing"),
        ]
    )
