"""Structured data of stories, after schema.org and Google's guide to Article."""

from django.conf import settings

from core.jsonld import compact, image_object, publisher
from core.renditions import existing_jpeg
from core.text import isotime
from core.urls import absolute
from people.jsonld import person

HEADLINE_LIMIT = 110
# Only kinds that need no further properties: a ReviewNewsArticle without itemReviewed is an error.
TYPES = {"analysis": "AnalysisNewsArticle", "opinion": "OpinionNewsArticle", "explainer": "BackgroundNewsArticle"}


def shorten(text: str, limit: int = HEADLINE_LIMIT) -> str:
    """Cut at a word, with an ellipsis, so that the result has at most `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def story(article, site_settings, share_picture=None) -> dict[str, object]:
    """Describe a story. Asks no query when the story was loaded by for_article_page()."""
    url = absolute(article.url or "/")
    return compact(
        type_=TYPES.get(article.kind, "NewsArticle"),
        id_=f"{url}#story",
        headline=shorten(article.headline),
        description=article.head_description,
        url=url,
        mainEntityOfPage={"@type": "WebPage", "@id": article.canonical_url or url},
        image=pictures(article, share_picture),
        datePublished=isotime(article.published_at),
        dateModified=isotime(article.modified_at),
        author=authors(article, site_settings),
        publisher=publisher(site_settings),
        articleSection=article.section_title,
        keywords=[topic.name for topic in article.topic_list],
        isBasedOn=based_on(article),
        isAccessibleForFree=True,
        wordCount=article.word_count,
        inLanguage=settings.LANGUAGE_CODE,
        dateline=article.dateline,
        correction=[
            compact(type_="CorrectionComment", text=row.text, datePublished=isotime(row.date))
            for row in article.public_corrections
        ],
    )


def authors(article, site_settings) -> list[dict[str, object]]:
    """Name everyone in the byline; a story without one is the newsroom's."""
    rows = [
        person(row.author) if row.url else {"@type": "Person", "name": row.name}
        for row in article.byline_rows
        if row.name
    ]
    return rows or [{"@type": "NewsMediaOrganization", "name": site_settings.publisher, "url": absolute("/")}]


def pictures(article, share_picture) -> list[dict[str, object]]:
    """List the lead picture uncropped at its largest, and as cropped for sharing; Google takes either."""
    if not article.lead_image:
        return []
    both = (existing_jpeg(article.lead_image, widest=1600), share_picture)
    return [image_object(row, article.lead_image_caption, article.lead_credit) for row in both if row]


def based_on(article) -> dict[str, object] | None:
    if not article.source_url:
        return None
    return compact(type_="CreativeWork", name=article.source_name, url=article.source_url)
