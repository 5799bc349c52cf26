"""Write stories' bodies as plain HTML for feed readers: no scripts, styles or frames, every address absolute.

Works on the stored values of the body, not on its blocks: those load their pictures and links block by block,
and fifty whole stories must cost no more queries than one.
"""

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.renditions import existing_jpeg, load_pictures
from core.urls import absolute
from news.body_loading import Loaded, picture_values

LOCAL_LINK = re.compile(r'(<a\b[^>]*?\shref=")(/(?!/)[^"]*)')


def bodies(articles: Iterable) -> dict[int, SafeString]:
    """Return the HTML of each story by its id, in at most six queries for all of them."""
    stored = {article.pk: list(article.body.raw_data) for article in articles}
    blocks = [block for rows in stored.values() for block in rows]
    show = Show(blocks)
    return {pk: mark_safe("\n".join(show(block) for block in rows)) for pk, rows in stored.items()}


class Show:
    """Write one block after another, from what was loaded for all of them at once."""

    def __init__(self, blocks: list[dict]) -> None:
        from news.models import Article

        loaded = Loaded(blocks)
        self.pictures, self.documents = load_pictures(loaded.picture_ids), loaded.documents
        self.stories = Article.objects.published().defer_streamfields().in_bulk(loaded.story_ids)
        self.html = {source: absolute_links(html) for source, html in loaded.html.items()}

    def __call__(self, block: dict) -> str:
        write = getattr(self, block["type"], None)
        return write(block["value"]) if write else ""

    def paragraph(self, value: str) -> str:
        return self.html[value or ""]

    def heading(self, value: str) -> str:
        return format_html("<h2>{}</h2>", value)

    def image(self, value: dict) -> str:
        picture = self.pictures.get(value.get("image"))
        if picture is None:
            return ""
        return figure(
            picture,
            value.get("alt") or picture.default_alt_text,
            value.get("caption") or "",
            value.get("credit") or picture.credit,
        )

    def gallery(self, value: dict) -> str:
        shown = [self.image(row) for row in picture_values({"type": "gallery", "value": value})]
        caption = format_html("<p>{}</p>", value["caption"]) if value.get("caption") else ""
        return mark_safe("\n".join([*shown, caption]))

    def quote(self, value: dict) -> str:
        name = value.get("attribution")
        return format_html(
            "<blockquote><p>{}</p>{}</blockquote>",
            value.get("text") or "",
            format_html("<p>— {}</p>", name) if name else "",
        )

    # A pull quote repeats a line of the text: a feed without the layout would say it twice.

    def fact_box(self, value: dict) -> str:
        return format_html("<h3>{}</h3>{}", value.get("title") or "", mark_safe(self.html[value.get("body") or ""]))

    def table(self, value: dict) -> str:
        table = value.get("table") or {}
        head = format_html_join(
            "", "<th>{}</th>", ((column.get("heading") or "",) for column in table.get("columns", []))
        )
        rows = format_html_join(
            "",
            "<tr>{}</tr>",
            (
                (format_html_join("", "<td>{}</td>", (("" if cell is None else cell,) for cell in row["values"])),)
                for row in table.get("rows", [])
            ),
        )
        return format_html("<table><caption>{}</caption><tr>{}</tr>{}</table>", value.get("caption") or "", head, rows)

    def embed(self, value: dict) -> str:
        url = value.get("url") or ""
        return format_html('<p><a href="{}">{}</a></p>', url, value.get("caption") or url) if url else ""

    def related_story(self, value: dict) -> str:
        story = self.stories.get(value.get("article"))
        return format_html('<p><a href="{}">{}</a></p>', story.full_url, story.title) if story else ""

    def document(self, value: dict) -> str:
        document = self.documents.get(value.get("document"))
        if document is None:
            return ""
        return format_html('<p><a href="{}">{}</a></p>', absolute(document.url), value.get("label") or document.title)


def figure(picture, alt: str, caption: str, credit: str) -> str:
    """Show a picture in a size that has been made already; a feed never waits for an encoder."""
    rendition = existing_jpeg(picture)
    if rendition is None:
        return ""
    legend = " ".join(filter(None, (caption, credit)))
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>',
        absolute(rendition.url),
        alt,
        rendition.width,
        rendition.height,
        format_html("<figcaption>{}</figcaption>", legend) if legend else "",
    )


def absolute_links(html: str) -> str:
    return LOCAL_LINK.sub(lambda found: found[1] + absolute(found[2]), html)
