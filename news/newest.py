"""The newest stories of a section, on a topic, by an author, as the pages of other stories show them.

One list serves all stories of a section. A process keeps each until a story joins or leaves it, or one in it changes:
to find them anew took longer than everything else on a story's page.
"""

from collections.abc import Sequence
from functools import lru_cache, partial

from django.db.models import QuerySet
from wagtail.models import Page

from delivery import tags
from delivery.keeping import Kept
from news.listed import ListedStory, show_pictures_of
from news.querysets import stands_below
from news.stories import newest, newest_among, public_stories, with_many

COUNT = 5  # of a list: the four that a story's page shows at most, and itself
LISTS = 300  # of each kind that a process keeps, some 10 kB each

Stories = Sequence[ListedStory]  # newest first, their pictures as ShownPicture; shared: not to be changed


def newest_beside(path: str) -> Stories:
    """Return the newest stories directly in the section of the story whose place in the tree is `path`."""
    return kept_in(path[: -Page.steplen]).ask()


def newest_on(topic: int) -> Stories:
    return kept_on(topic).ask()


def newest_by(author: int) -> Stories:
    return kept_by(author).ask()


@lru_cache(LISTS)
def kept_in(path: str) -> Kept[Stories]:
    return kept(partial(read_in, path))


@lru_cache(LISTS)
def kept_on(topic: int) -> Kept[Stories]:
    return kept(partial(read_on, topic))


@lru_cache(LISTS)
def kept_by(author: int) -> Kept[Stories]:
    return kept(partial(read_by, author))


def kept(read: partial[Stories]) -> Kept[Stories]:
    # A story's page shows its related stories as they were when it was made: the list is none of its tags.
    return Kept(read, follows=True, is_shown=False)


def read_in(path: str) -> Stories:
    tags.shows(*(f"stories-section-{pk}" for pk in Page.objects.filter(path=path).values_list("pk", flat=True)))
    return loaded(newest(public_stories().filter(stands_below(path)), COUNT))


def read_on(topic: int) -> Stories:
    from news.models import ArticleTopic

    tags.shows(f"stories-topic-{topic}")
    are_many = bool(with_many(ArticleTopic.objects.all(), "tag", [topic]))
    rows = ArticleTopic.objects.filter(tag=topic)
    return loaded(newest_among(public_stories(), rows, "content_object", are_many, COUNT))


def read_by(author: int) -> Stories:
    from news.models import Byline

    tags.shows(f"stories-author-{author}")
    are_many = bool(with_many(Byline.objects.all(), "author", [author]))
    rows = Byline.objects.filter(author=author).order_by()
    return loaded(newest_among(public_stories(), rows, "article", are_many, COUNT))


def loaded(places: QuerySet) -> Stories:
    from news.models import Article

    stories = list(Article.objects.filter(pk__in=places).newest_first().for_card())
    show_pictures_of(stories)
    return tuple(stories)
