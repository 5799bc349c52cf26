"""Gather what stands around a story on its page, in a fixed number of queries."""

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

if TYPE_CHECKING:
    from news.models import Article

RELATED = 4
MORE_FROM = 3


def story_context(article: "Article") -> dict[str, object]:
    """Return `related`, `more_from`, `corrections` and `share_links` for news/article.html."""
    related = related_stories(article)
    load_pictures([article, *related], article.authors)
    return {
        "related": related,
        "more_from": more_from(article),
        "corrections": sorted(article.corrections.all(), key=lambda correction: correction.date, reverse=True),
        "topics": article.topic_list,
    }


def related_stories(article: "Article", count: int = RELATED) -> list["Article"]:
    """List the stories an editor picked, topped up with the newest on the same topics, then in the same section."""
    from news.models import Article

    public = Article.objects.published().exclude(pk=article.pk).newest_first().for_card()
    picked = [row.story_id for row in article.related_rows.all()]
    found = public.in_bulk(picked) if picked else {}
    chosen = [found[pk] for pk in picked if pk in found][:count]
    for more in (public.about_any(article.topic_list) if article.topic_list else None, public.beside(article)):
        missing = count - len(chosen)
        if missing and more is not None:
            chosen += more.exclude(pk__in=[story.pk for story in chosen])[:missing]
    return chosen


def more_from(article: "Article") -> list[dict[str, object]]:
    """Pair each author with the newest other stories, for the author's box."""
    from news.models import Article

    authors = article.authors
    if not authors:
        return []
    stories = (
        Article.objects.published().by_any_author(authors).exclude(pk=article.pk).newest_first().defer_streamfields()
    )
    if len(authors) == 1:
        return [{"author": authors[0], "articles": list(stories[:MORE_FROM])}]
    newest = list(stories.prefetch_related("bylines")[: MORE_FROM * len(authors) * 2])
    return [
        {
            "author": author,
            "articles": [story for story in newest if any(row.author_id == author.pk for row in story.bylines.all())][
                :MORE_FROM
            ],
        }
        for author in authors
    ]


def load_pictures(articles, authors) -> None:
    """Fetch the renditions of every picture on the page in one query, the body's included."""
    images = [article.lead_image for article in articles if article.lead_image]
    images += [author.portrait for author in authors if author.portrait]
    for block in articles[0].body:
        if block.block_type == "image" and block.value.get("image"):
            images.append(block.value["image"])
        elif block.block_type == "gallery":
            images += [item["image"] for item in block.value["images"] if item.get("image")]
    prefetch_related_objects(images, "renditions")
