"""Stories as lists and fronts show them: a few columns each, where a whole story is a model of ninety.

The names are those of a story, so that one template shows both.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Func, QuerySet
from django.db.models.query import ModelIterable, ValuesIterable

from core.models import Picture
from core.pages import ReaderAddress, page_address
from core.prepared import Prepared
from core.renditions import ShownPicture, load_pictures, shown_pictures
from core.urls import absolute
from delivery import tags

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

FIELDS = ("pk", "title", "url_path", "path", "kicker", "standfirst", "kind", "first_published_at", "lead_image_id")


class ParentTitle(Func):
    """The title of the page above the one with a path, written down as InPrivateBranch is (core.querysets)."""

    template = (
        "(SELECT above.title FROM wagtailcore_page above "
        "WHERE above.path = SUBSTR(%(expressions)s, 1, LENGTH(%(expressions)s) - 4))"
    )
    output_field = CharField()


class ListedStory(ReaderAddress):
    """What news/includes/article_card.html shows of a story."""

    # What only a card of a container can have (news.fronts.cards.Card).
    hides_picture = False
    crop = ""
    second_picture = None
    is_breaking = False
    sublinks = ()

    pk: int
    title: str
    path: str
    kicker: str
    standfirst: str
    kind: str
    first_published_at: "datetime | None"
    lead_image_id: int | None
    section_title: str | None

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)
        self.lead_image: Picture | ShownPicture | None = None
        self.byline_rows: list[ListedName] = []

    def __eq__(self, other: object) -> bool:
        return getattr(other, "pk", None) == self.pk

    def __hash__(self) -> int:
        return hash(self.pk)

    @property
    def headline(self) -> str:
        return self.title

    @property
    def kicker_text(self) -> str:
        return self.kicker or self.section_title or ""

    @property
    def published_at(self) -> "datetime | None":
        return self.first_published_at


class FeedStory(ListedStory):
    """What an entry of a feed says of a story, without its body (news.feed_entries)."""

    FIELDS = (
        *FIELDS,
        *("last_published_at", "embargo_until", "updated_at", "translation_key", "source_name", "source_url"),
        *("lead_image_alt", "lead_image_caption", "lead_image_credit"),
    )

    lead_image: Picture | None  # a whole one: feeds name its credit
    last_published_at: "datetime | None"
    embargo_until: "datetime | None"
    updated_at: "datetime | None"
    translation_key: "UUID"
    source_name: str
    source_url: str
    lead_image_alt: str
    lead_image_caption: str
    lead_image_credit: str

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.topic_names: list[str] = []

    @property
    def full_url(self) -> str:
        return absolute(self.url)

    @property
    def modified_at(self) -> "datetime | None":
        return self.updated_at or self.first_published_at

    @property
    def lead_alt(self) -> str:
        return self.lead_image_alt or (self.lead_image.default_alt_text if self.lead_image else "")

    @property
    def lead_credit(self) -> str:
        return self.lead_image_credit or (self.lead_image.credit if self.lead_image else "")


class ListedName:
    """One name of a byline; `portrait` is loaded where it is shown."""

    def __init__(
        self,
        guest_name: str,
        author_name: str | None = None,
        portrait_id: int | None = None,
        url_path: str | None = None,
        live: bool | None = False,
    ) -> None:
        self.name = author_name if author_name is not None else guest_name
        self.portrait_id = portrait_id
        self.portrait: Picture | ShownPicture | None = None
        self.url_path = url_path if live else None

    @property
    def url(self) -> str:
        """The author's page; empty for guests and for profiles readers cannot open."""
        return page_address(self.url_path) if self.url_path else ""


class ShownAuthor(ReaderAddress):
    """What a story's page shows of an author (news/includes/byline.html, author_box.html, people.jsonld.person)."""

    FIELDS = ("page_ptr_id", "title", "slug", "url_path", "live", "role_title", "short_bio", "portrait_id")

    pk: int
    title: str
    slug: str
    live: bool
    role_title: str
    short_bio: str
    portrait_id: int | None
    portrait: Picture | None = None

    def __init__(self, *values: Any) -> None:
        self.__dict__.update(zip(("pk", *self.FIELDS[1:]), values, strict=True))
        tags.shows(f"page-{self.pk}")

    @property
    def name(self) -> str:
        return self.title


class ShownName(ListedName):
    """One name of the byline on a story's page."""

    def __init__(self, guest_name: str, role: str, author: ShownAuthor | None) -> None:
        known = ("title", "portrait_id", "url_path", "live") if author else ()
        super().__init__(guest_name, *(getattr(author, name) for name in known))
        self.role = role
        self.author = author


class StoriesForPages(ModelIterable):
    """Yield whole stories with their names and topics, two queries for each: a page shows one."""

    def __iter__(self):
        for story in super().__iter__():
            story.byline_rows, story.topic_list = shown_names(story.pk), shown_topics(story.pk)
            yield story


class Listing(ValuesIterable):
    """Yield ListedStory for each row, without names and pictures."""

    def __iter__(self) -> Iterator[ListedStory]:  # type: ignore[override]
        stories = [ListedStory(values) for values in super().__iter__()]
        note(stories)
        return iter(stories)


class SignedListing(Listing):
    """Yield ListedStory with names, all of them loaded by one query."""

    def __iter__(self) -> Iterator[ListedStory]:  # type: ignore[override]
        stories = list(super().__iter__())
        load_names(stories)
        return iter(stories)


class FullListing(SignedListing):
    """Yield ListedStory with names and pictures, in three queries for any number of them."""

    def __iter__(self) -> Iterator[ListedStory]:  # type: ignore[override]
        stories = list(super().__iter__())
        show_pictures_of(stories)
        return iter(stories)


class FeedListing(ValuesIterable):
    """Yield FeedStory with names, topics and pictures, in four queries for any number of them."""

    def __iter__(self) -> Iterator[FeedStory]:  # type: ignore[override]
        stories = [FeedStory(values) for values in super().__iter__()]
        note(stories)
        load_names(stories)
        load_topics(stories)
        load_pictures_of(stories)
        return iter(stories)


def note(stories: Iterable[ListedStory]) -> None:
    """Say that a response shows these stories, which a model says by itself when it is read (delivery.tags)."""
    tags.shows(*(f"page-{story.pk}" for story in stories))
    tags.shows(*(f"image-{story.lead_image_id}" for story in stories if story.lead_image_id))


def load_topics(stories: Collection[FeedStory]) -> None:
    from news.models import ArticleTopic

    by_id = {story.pk: story for story in stories}
    rows = ArticleTopic.objects.filter(content_object__in=by_id).values_list("content_object_id", "tag_id", "tag__name")
    for story, pk, name in rows if by_id else ():
        tags.shows(f"topic-{pk}")
        by_id[story].topic_names.append(name)


def ask_for_names(articles: Sequence[int]) -> QuerySet:
    from news.models import Byline

    columns = [f"author__{name}" for name in ShownAuthor.FIELDS]
    return Byline.objects.filter(article__in=articles).values_list("guest_name", "role", *columns)


def ask_for_topics(articles: Sequence[int]) -> QuerySet:
    from news.models import ArticleTopic

    return ArticleTopic.objects.filter(content_object__in=articles).values_list("tag_id", "tag__name", "tag__slug")


names_of = Prepared(ask_for_names, heeds_embargoes=False)
topics_of = Prepared(ask_for_topics, heeds_embargoes=False)


def shown_names(article: int) -> list[ShownName]:
    """Return the byline of a story for its page, in one query; the page loads all portraits in one go."""
    rows = names_of.lists([article])
    return [ShownName(guest, role, ShownAuthor(*author) if author[0] else None) for guest, role, *author in rows]


def shown_topics(article: int) -> list:
    """Return the topics of a story for its page, in one query."""
    from news.models import Topic

    return [Topic(pk=pk, name=name, slug=slug) for pk, name, slug in topics_of.lists([article])]


def load_names(stories: Collection[ListedStory]) -> None:
    from news.models import Byline

    by_id = {story.pk: story for story in stories}
    rows = (
        Byline.objects.filter(article__in=by_id)
        .order_by("sort_order")
        .values_list(
            *("article_id", "author_id", "guest_name"),
            *("author__title", "author__portrait_id", "author__url_path", "author__live"),
        )
        if by_id
        else ()
    )
    for story, author, *names in rows:
        if author:
            tags.shows(f"page-{author}")
        by_id[story].byline_rows.append(ListedName(*names))


def show_pictures_of(
    stories: Collection[ListedStory], names: Collection[ListedName] = (), others: Collection[int] = ()
) -> dict[int, ShownPicture]:
    """Give stories and names what is shown of their pictures, and return it of the pictures `others`: in one query."""
    wanted = {story.lead_image_id for story in stories} | {name.portrait_id for name in names} | set(others)
    pictures = shown_pictures({pk for pk in wanted if pk is not None})
    for story in stories:
        story.lead_image = pictures.get(story.lead_image_id or 0)
    for name in names:
        name.portrait = pictures.get(name.portrait_id or 0)
    return {pk: pictures[pk] for pk in others if pk in pictures}


def load_pictures_of(
    stories: Collection[ListedStory],
    names: Collection["ListedName | ShownAuthor"] = (),
    others: Collection[int] = (),
    along=(),
) -> dict[int, Picture]:
    """Give stories and names their pictures, with all renditions, in two queries.

    Return the pictures whose ids are `others`. Those in `along` are given their renditions by the same query.
    """
    wanted = {story.lead_image_id for story in stories} | {name.portrait_id for name in names} | set(others)
    pictures = load_pictures({pk for pk in wanted if pk is not None}, along)
    for story in stories:
        story.lead_image = pictures.get(story.lead_image_id or 0)
    for name in names:
        name.portrait = pictures.get(name.portrait_id or 0)
    return {pk: pictures[pk] for pk in others if pk in pictures}
