"""Compare versions of a story under the names that its editors know the fields by."""

from wagtail.admin.compare import StreamFieldComparison, TagsFieldComparison, TextFieldComparison
from wagtail.admin.panels import FieldPanel, TitleFieldPanel


class HeadlineComparison(TextFieldComparison):
    def field_label(self) -> str:
        return "Headline"


class TextComparison(StreamFieldComparison):
    def field_label(self) -> str:
        return "Text"


class TopicsComparison(TagsFieldComparison):
    def get_item_display(self, tag) -> str:
        return tag.name


class HeadlinePanel(TitleFieldPanel):
    def get_comparison_class(self):
        return HeadlineComparison


class TextPanel(FieldPanel):
    def get_comparison_class(self):
        return TextComparison


class TopicsPanel(FieldPanel):
    def get_comparison_class(self):
        return TopicsComparison
