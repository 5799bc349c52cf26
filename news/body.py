"""Read a story's body as plain text."""

from collections.abc import Iterator

from django.utils.html import strip_tags
from wagtail.rich_text import RichText, get_text_for_indexing

PROSE = ("text", "title", "body", "caption", "attribution")


def texts(body) -> Iterator[str]:
    """Yield the readable text of each block, in order, without markup."""
    for block in body:
        value = block.value
        if isinstance(value, RichText):
            yield get_text_for_indexing(value.source)
        elif isinstance(value, str):
            yield strip_tags(value)
        elif hasattr(value, "get"):
            for name in PROSE:
                part = value.get(name)
                if isinstance(part, RichText):
                    yield get_text_for_indexing(part.source)
                elif part:
                    yield str(part)


def plain_text(body) -> str:
    return "\n\n".join(filter(None, (text.strip() for text in texts(body))))


def word_count(body) -> int:
    return sum(len(text.split()) for text in texts(body))
