"""Gather what stands around a story on its page, in a fixed number of queries."""

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, Window, prefetch_related_objects
from django.db.models.functions import RowNumber

from delivery import tags
from news.body_loading import Loaded
from news.changes import change_log
from news.querysets import parent_field

if TYPE_CHECKING:
    from news.models import Article

RELATED = 4
MORE_FROM = 3


def story_context(article: "Article") -> dict[str, object]:
    """Return `related`, `more_from`, `corrections`, `changes` and `topics` for news/article.html."""
    loaded = Loaded(list(article.body.raw_data))
    related, loaded.stories = stories_around(article, loaded.story_ids)
    loaded.place_in(article.body)
    pictures = [story.lead_image for story in (article, *related, *loaded.stories.values())]
    pictures += [author.portrait for author in article.authors]
    prefetch_related_objects([*filter(None, pictures), *loaded.pictures.values()], "renditions")
    return {
        "related": related,
        "more_from": more_from(article),
        "corrections": article.public_corrections,
        "changes": change_log(article),
        "topics": article.topic_list,
    }


def stories_around(
    article: "Article", inside: set[int], count: int = RELATED
) -> tuple[list["Article"], dict[int, "Article"]]:
    """Return the related stories, and those of `inside` (named in the body) that readers may open: one query for both.

    Related are the stories an editor picked, topped up with the newest on the same topics, then in the same section.
    """
    from news.models import Article, ArticleTopic

    picked = [row.story_id for row in article.related_rows.all()]
    # Those that may not be opened, too: they may later.
    tags.shows(*(f"page-{pk}" for pk in (*picked, *inside)))
    topics = article.topic_list
    public = Article.objects.published().exclude(pk=article.pk)
    enough = count + len(picked)
    newest_beside = public.beside(article).newest_first().values("pk")[:enough]
    wanted = Q(pk__in=[*picked, *inside]) | Q(pk__in=newest_beside)
    if topics:
        wanted |= Q(pk__in=public.about_any(topics).newest_first().values("pk")[:enough])
    shared = ArticleTopic.objects.filter(content_object=OuterRef("pk"), tag__in=topics)
    found = {
        story.pk: story
        for story in public.filter(wanted).annotate(shares_topic=Exists(shared)).newest_first().for_card()
    }
    related = [found[pk] for pk in picked if pk in found]
    for fits in (lambda story: story.shares_topic, article.is_beside):
        related += [story for story in found.values() if story not in related and fits(story)]
    return related[:count], {pk: found[pk] for pk in inside if pk in found}


def more_from(article: "Article") -> list[dict[str, object]]:
    """Pair each author with the newest other stories, for the author's box."""
    from news.models import Article, Byline

    authors = article.authors
    if not authors:
        return []
    public = Article.objects.published().exclude(pk=article.pk)
    if len(authors) == 1:
        stories = public.by_any_author(authors).newest_first().defer_streamfields()
        stories = stories.annotate(section_title=parent_field("title"))
        return [{"author": authors[0], "articles": list(stories[:MORE_FROM])}]
    newest = Window(
        RowNumber(), partition_by=F("author"), order_by=[F("article__first_published_at").desc(), F("article").desc()]
    )
    rows = (
        Byline.objects.filter(author__in=authors, article__in=public.values("pk"))
        .annotate(place=newest, section_title=parent_field("title", "article__path"))
        .filter(place__lte=2 * MORE_FROM)  # one story may name an author twice, in two roles
        .select_related("article")
        .defer("article__body")
        .order_by("place")
    )
    by_author: dict[int, dict[int, Article]] = {author.pk: {} for author in authors}
    for row in rows:
        row.article.section_title = row.section_title
        by_author[row.author_id].setdefault(row.article_id, row.article)
    return [{"author": author, "articles": list(by_author[author.pk].values())[:MORE_FROM]} for author in authors]
