"""Gather what stands around a story on its page, in a fixed number of queries."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from delivery import tags
from news.body_loading import Loaded
from news.changes import change_log
from news.listed import ListedStory, load_pictures_of
from news.querysets import stands_beside
from news.stories import newest, newest_among, public_stories, with_many

if TYPE_CHECKING:
    from news.models import Article

RELATED = 4
MORE_FROM = 3


def story_context(article: "Article") -> dict[str, object]:
    """Return `related`, `more_from`, `corrections`, `changes` and `topics` for news/article.html."""
    loaded = Loaded(list(article.body.raw_data))
    around = stories_around(article, loaded.story_ids)
    loaded.stories = around.inside
    shown = [*around.related, *loaded.stories.values()]
    loaded.pictures = load_pictures_of(shown, article.authors, loaded.picture_ids, [article.lead_image])
    loaded.place_in(article.body)
    return {
        "related": around.related,
        "more_from": around.more_from,
        "corrections": article.public_corrections,
        "changes": change_log(article),
        "topics": article.topic_list,
    }


@dataclass
class Around:
    """The stories around a story; `inside` are those that its body names."""

    related: list[ListedStory]
    inside: dict[int, ListedStory]
    more_from: list[dict[str, object]]


def stories_around(article: "Article", inside: set[int], count: int = RELATED) -> Around:
    """Find the stories around a story in one query, that of more_from() aside; all are such as readers may open.

    Related are the stories an editor picked, topped up with the newest on the same topics, then in the same section.
    """
    from news.models import Article, ArticleTopic, Byline

    picked = [row.story_id for row in article.related_rows.all()]
    # Those that may not be opened, too: they may later.
    tags.shows(*(f"page-{pk}" for pk in (*picked, *inside)))
    topics, authors = [topic.pk for topic in article.topic_list], [author.pk for author in article.authors]
    public = public_stories().exclude(pk=article.pk)
    enough = count + len(picked)
    parts = [newest(public.filter(stands_beside(article)), enough)]
    if picked or inside:
        parts.append(public.filter(pk__in=[*picked, *inside]).values("pk"))
    on_topics = ArticleTopic.objects.filter(tag__in=topics)
    if topics:
        are_many = bool(with_many(ArticleTopic.objects.all(), "tag", topics))
        parts.append(newest_among(public, on_topics, "content_object", are_many, enough))
    busy = with_many(Byline.objects.all(), "author", authors)
    for author in authors:
        own = Byline.objects.filter(author=author).order_by()
        parts.append(newest_among(public, own, "article", author in busy, MORE_FROM))
    wanted = Q()
    for part in parts:
        wanted |= Q(pk__in=part)
    rows = Article.objects.filter(wanted).newest_first().for_card()
    shares_topic = Exists(on_topics.filter(content_object=OuterRef("pk")))
    found = {story.pk: story for story in rows.annotate(shares_topic=shares_topic)}
    related = [found[pk] for pk in picked if pk in found]
    for fits in (lambda story: story.shares_topic, article.is_beside):
        related += [story for story in found.values() if story not in related and fits(story)]
    return Around(
        related[:count],
        {pk: found[pk] for pk in inside if pk in found},
        more_from(article, list(found.values())),
    )


def more_from(article: "Article", stories: list[ListedStory]) -> list[dict[str, object]]:
    """Pair each author with the newest of their other stories among `stories`, for the author's box."""
    from news.models import Byline

    authors = article.authors
    if not authors:
        return []
    rows = Byline.objects.filter(author__in=[author.pk for author in authors])
    rows = rows.filter(article__in=[story.pk for story in stories]).order_by()
    signed = set(rows.values_list("author_id", "article_id")) if stories else set()
    return [
        {"author": author, "articles": [story for story in stories if (author.pk, story.pk) in signed][:MORE_FROM]}
        for author in authors
    ]
