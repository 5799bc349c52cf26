"""Take running text from the editor's form, whatever the form holds."""

import re

from django.core.exceptions import BadRequest
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

# The editor sends JSON, whose escapes carry what a form cannot: half of an emoji, NUL. No database takes the former,
# PostgreSQL not the latter. Browsers replace both in the other fields (Encoding standard, UTF-8 encode).
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

UNREADABLE = (ExporterException, LookupError, ValueError, TypeError, AttributeError, RecursionError)


class RichTextEditor(DraftailRichTextArea):
    def value_from_datadict(self, data, files, name):
        if not data.get(name):
            return data.get(name)
        try:
            html = super().value_from_datadict(data, files, name)
        except UNREADABLE as error:
            raise BadRequest(f"“{name}” is no rich text.") from error
        return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", html)
