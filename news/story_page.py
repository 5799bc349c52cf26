"""Gather what stands around a story on its page, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from core.prepared import Prepared
from delivery import tags
from news.body_loading import Loaded
from news.changes import change_log, is_loaded
from news.listed import ListedStory, load_pictures_of, note
from news.newest import newest_beside, newest_by, newest_on

if TYPE_CHECKING:
    from news.models import Article

RELATED = 4
MORE_FROM = 3
NEVER = datetime.min.replace(tzinfo=UTC)


def story_context(article: "Article") -> dict[str, object]:
    """Return `related`, `more_from`, `corrections`, `changes` and `topics` for news/article.html."""
    loaded = Loaded(list(article.body.raw_data))
    picked = picked_for(article)
    named = stories_named({*picked, *loaded.story_ids} - {article.pk})
    loaded.stories = {pk: named[pk] for pk in loaded.story_ids if pk in named}
    loaded.pictures = load_pictures_of(named.values(), article.authors, loaded.picture_ids, [article.lead_image])
    loaded.place_in(article.body)
    related, boxes = related_to(article, [named[pk] for pk in picked if pk in named]), more_from(article)
    for stories in (related, *(box["articles"] for box in boxes)):
        note(stories)
    return {
        "related": related,
        "more_from": boxes,
        "corrections": article.public_corrections,
        "changes": change_log(article),
        "topics": article.topic_list,
    }


def picked_for(article: "Article") -> list[int]:
    """Return the numbers of the stories that an editor picked to stand under this one."""
    if is_loaded(article, "related_rows"):
        return [row.story_id for row in article.related_rows.all()]
    return [pk for (pk,) in picks_of.lists([article.pk])]


def ask_for_picks(articles: Sequence[int]) -> QuerySet:
    from news.models import RelatedStory

    return RelatedStory.objects.filter(article__in=articles).values_list("story")


picks_of = Prepared(ask_for_picks, heeds_embargoes=False)


def stories_named(ids: set[int]) -> dict[int, ListedStory]:
    """Return those of the stories that readers may open, by their ids, in one query."""
    from news.models import Article

    # Those that may not be opened, too: they may later.
    tags.shows(*(f"page-{pk}" for pk in ids))
    return {story.pk: story for story in Article.objects.published().filter(pk__in=ids).for_card()} if ids else {}


def related_to(article: "Article", picked: Iterable[ListedStory], count: int = RELATED) -> list[ListedStory]:
    """Return the stories that an editor picked, topped up with the newest on the same topics, then in the section."""
    related = list(picked)
    on_topics = {story for topic in article.topic_list for story in newest_on(topic.pk)}
    for found in (sorted(on_topics, key=newest_first, reverse=True), newest_beside(article.path)):
        related += [story for story in found if story not in related and story.pk != article.pk]
    return related[:count]


def newest_first(story: ListedStory) -> tuple[datetime, int]:
    return story.first_published_at or NEVER, story.pk


def more_from(article: "Article") -> list[dict[str, Any]]:
    """Pair each author with the newest of their other stories, for the author's box."""
    boxes = []
    for author in article.authors:
        others = [story for story in newest_by(author.pk) if story.pk != article.pk]
        boxes.append({"author": author, "articles": others[:MORE_FROM]})
    return boxes
