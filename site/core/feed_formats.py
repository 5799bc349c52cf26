"""RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1 (jsonfeed.org) of any list of entries.

Beside Django's own arguments an entry takes `authors` (list of {name, url}), `content` (HTML or ""), `picture`
(url, type, width, height, alt, caption, credit, or None), `source` (name, url of what it rests on, or None) and
`touched` (when it last changed at all).
Titles and descriptions are plain text.
"""

import json
import re
from datetime import UTC, datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape

from core.text import xml_safe

# Many readers take an RSS title for HTML, others for text. Only where the two differ is it worth being escaped twice.
LOOKS_LIKE_HTML = re.compile(r"<|&#?\w+;")
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


def clean(value):
    """Strip what XML forbids from every text in a nested value."""
    if isinstance(value, str):
        return xml_safe(value)
    if isinstance(value, dict):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


class Steady:
    """Write only legal characters, and the same bytes for the same entries, so that readers get a 304."""

    def write(self, outfile, encoding):
        self.feed = clean(self.feed)
        self.items = [clean(item) for item in self.items]
        super().write(outfile, encoding)

    def latest_post_date(self):
        dates = [item[key] for item in self.items for key in ("updateddate", "pubdate", "touched") if item.get(key)]
        return max(dates, default=NOTHING_YET)


class RssFormat(Steady, Rss201rev2Feed):
    def rss_attributes(self):
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["icon"]:
            handler.startElement("image", {})
            handler.addQuickElement("url", self.feed["icon"])
            handler.addQuickElement("title", self.feed["title"])
            handler.addQuickElement("link", self.feed["link"])
            handler.endElement("image")

    def add_item_elements(self, handler, item):
        title = item["title"]
        super().add_item_elements(
            handler,
            {
                **item,
                "title": escape(title) if LOOKS_LIKE_HTML.search(title) else title,
                "description": escape(item["description"]),
            },
        )
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author["name"])
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        if picture := item["picture"]:
            handler.startElement(
                "media:content",
                {
                    "url": picture["url"],
                    "type": picture["type"],
                    "medium": "image",
                    "width": str(picture["width"]),
                    "height": str(picture["height"]),
                },
            )
            if picture["caption"] or picture["alt"]:
                handler.addQuickElement("media:description", picture["caption"] or picture["alt"], {"type": "plain"})
            if picture["credit"]:
                handler.addQuickElement("media:credit", picture["credit"])
            handler.endElement("media:content")


class AtomFormat(Steady, Atom1Feed):
    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["icon"]:
            handler.addQuickElement("icon", self.feed["icon"])

    def add_item_elements(self, handler, item):
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("link", "", {"rel": "alternate", "type": "text/html", "href": item["link"]})
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author["name"])
            if author["url"]:
                handler.addQuickElement("uri", author["url"])
            handler.endElement("author")
        for category in item["categories"]:
            handler.addQuickElement("category", "", {"term": category})
        if picture := item["picture"]:
            handler.addQuickElement("link", "", {"rel": "enclosure", "type": picture["type"], "href": picture["url"]})
        if source := item["source"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": source["url"], "title": source["name"]})
        handler.addQuickElement("summary", item["description"])
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFormat(Steady, SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        self.feed = clean(self.feed)
        self.items = [clean(item) for item in self.items]
        text = json.dumps(
            filled(
                version="https://jsonfeed.org/version/1.1",
                title=self.feed["title"],
                home_page_url=self.feed["link"],
                feed_url=self.feed["feed_url"],
                description=self.feed["description"],
                icon=self.feed["icon"],
                language=self.feed["language"],
                authors=[filled(name=self.feed["author_name"], url=self.feed["author_link"])],
                items=[self.entry(item) for item in self.items],
            ),
            ensure_ascii=False,
            indent=1,
        )
        outfile.write(text.encode(encoding))

    @staticmethod
    def entry(item) -> dict[str, object]:
        summary = item["description"]
        picture = item["picture"]
        return filled(
            id=item["unique_id"],
            url=item["link"],
            title=item["title"],
            # An entry must have content; without the body the summary is all of it.
            **({"content_html": item["content"]} if item["content"] else {"content_text": summary or item["title"]}),
            summary=summary,
            image=picture["url"] if picture else "",
            date_published=rfc3339_date(item["pubdate"]),
            date_modified=rfc3339_date(item["updateddate"]),
            authors=[filled(**author) for author in item["authors"]],
            tags=list(item["categories"]),
        )


def filled(**values: object) -> dict[str, object]:
    """Leave out empty values, but keep an empty list of items: it says that there are none."""
    return {name: value for name, value in values.items() if value or name == "items"}
