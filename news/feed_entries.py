"""What one entry of a feed says: of a story, of a correction."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid5

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from core.feed_formats import NOTHING_YET
from core.renditions import existing_jpeg
from core.urls import absolute
from news.feed_bodies import bodies, figure
from news.listed import FeedStory
from news.models import Article, Correction
from news.querysets import ArticleQuerySet, CorrectionQuerySet


@dataclass
class Entry:
    """One entry, in the words of core.feed_formats."""

    title: str
    description: str
    link: str
    guid: str  # stays when the address changes
    published: datetime
    updated: datetime
    touched: datetime | None = None
    authors: list[dict[str, str]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    content: str = ""
    picture: dict[str, object] | None = None
    source: dict[str, str] | None = None


def stories(rows: ArticleQuerySet, count: int, full_text: bool) -> list[Entry]:
    """Return the newest `count` public stories of `rows`, in a fixed number of queries."""
    return written(list(rows.published().newest_first().for_feed(full_text)[:count]), full_text)


def in_order(rows: ArticleQuerySet, order: list[int], full_text: bool) -> list[Entry]:
    """Return the public stories of `rows` whose numbers `order` lists, in that order."""
    found = {row.pk: row for row in rows.published().filter(pk__in=order).order_by().for_feed(full_text)}
    return written([found[pk] for pk in order if pk in found], full_text)


def written(articles: list, full_text: bool) -> list[Entry]:
    """Write entries of whole stories, or, without `full_text`, of FeedStory rows."""
    html = bodies(articles) if full_text else {}
    return [story(article, whole_story(article, html[article.pk]) if full_text else "") for article in articles]


def corrections(rows: CorrectionQuerySet, count: int) -> list[Entry]:
    """Return the newest `count` public corrections of `rows`, in a fixed number of queries."""
    return [correction(row) for row in rows.published().newest_first().for_feed()[:count]]


def story(article: Article | FeedStory, content: str) -> Entry:
    published = article.published_at or article.last_published_at or NOTHING_YET
    return Entry(
        title=article.headline,
        description=article.standfirst,
        link=article.full_url,
        # Not the address: a story that moves to another section must not come up as new.
        guid=article.translation_key.urn,
        published=published,
        updated=article.modified_at or published,
        touched=max(filter(None, (article.last_published_at, article.embargo_until)), default=None),
        authors=authors(article),
        categories=article.topic_names,
        content=content,
        picture=picture(article),
        source={"name": article.source_name, "url": article.source_url} if article.source_url else None,
    )


def correction(row: Correction) -> Entry:
    article, date = row.article, row.date or NOTHING_YET  # published() lets none without a date through
    return Entry(
        title=f"{row.get_kind_display()}: {article.headline}",
        description=row.text,
        link=f"{article.full_url}#corrections",
        # Not the row's number: publishing the story again stores its rows anew.
        guid=uuid5(article.translation_key, f"{date.isoformat()} {row.text}").urn,
        published=date,
        updated=date,
        touched=max(filter(None, (date, article.last_published_at, article.embargo_until))),
        authors=authors(article),
    )


def authors(article: Article | FeedStory) -> list[dict[str, str]]:
    return [{"name": row.name, "url": absolute(row.url) if row.url else ""} for row in article.byline_rows if row.name]


def picture(article: Article | FeedStory) -> dict[str, object] | None:
    rendition = existing_jpeg(article.lead_image) if article.lead_image else None
    if rendition is None:
        return None
    return {
        "url": absolute(rendition.url),
        "type": "image/jpeg",
        "width": rendition.width,
        "height": rendition.height,
        "alt": article.lead_alt,
        "caption": article.lead_image_caption,
        "credit": article.lead_credit,
    }


def whole_story(article: Article, body: str) -> str:
    """Put the lead picture above the body, and the corrections and the source below it."""
    lead = (
        figure(article.lead_image, article.lead_alt, article.lead_image_caption, article.lead_credit)
        if article.lead_image
        else ""
    )
    corrections = format_html_join(
        "\n",
        "<p><strong>{}:</strong> {}</p>",
        ((row.get_kind_display(), row.text) for row in article.public_corrections),
    )
    source = (
        format_html(
            '<p>Original source: <a href="{}">{}</a></p>', article.source_url, article.source_name or article.source_url
        )
        if article.source_url
        else ""
    )
    return mark_safe("\n".join(filter(None, (lead, body, corrections, source))))
