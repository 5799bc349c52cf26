"""Pages besides stories that a reader may be looking for: a section's, an author's, a topic's."""

from collections.abc import Sequence
from dataclasses import dataclass

from anyascii import anyascii
from django.db.models import Count
from django.utils.text import slugify

from news import navigation
from news.models import Article, ArticleTopic, Topic
from people.models import AuthorProfile
from search import analysis
from search.names import names
from search.query import LONGEST_QUERY

NEWEST = 300  # stories whose topics are the busy ones


@dataclass(frozen=True)
class Place:
    kind: str
    title: str
    url: str
    description: str


def named(text: str) -> list[Place]:
    """Return the public pages whose name is the query, at most one of each kind; without a query when there is none."""
    name = " ".join(text.strip(' "“”').split())[:LONGEST_QUERY]
    words = analysis.words(name)
    if not words:
        return []
    return [*sections_named(name), *authors_named(words), *topics_named(words)]


def sections_named(name: str) -> list[Place]:
    slug = slugify(anyascii(name))
    for entry in navigation.kept()["by_path"].values():
        if entry["title"].casefold() == name.casefold() or entry["url"].strip("/").rpartition("/")[2] == slug:
            return [Place("Section", entry["title"], entry["url"], "")]
    return []


def authors_named(words: Sequence[str]) -> list[Place]:
    ids = names().exactly("author", words)
    # Nearly no query is a name: only then it is worth asking who may see the page.
    found = AuthorProfile.objects.published().filter(pk__in=ids).by_name().first() if ids else None
    return [Place("Author", found.name, found.url, found.role_title)] if found else []


def topics_named(words: Sequence[str]) -> list[Place]:
    ids = names().exactly("topic", words)
    found = Topic.objects.filter(pk__in=ids).in_use().first() if ids else None
    return [Place("Topic", found.name, found.url, found.description)] if found else []


def busy_topics(most: int) -> list[Topic]:
    """Return the topics of most of the newest stories, in two queries."""
    newest = Article.objects.published().newest_first().values("pk")[:NEWEST]
    rows = ArticleTopic.objects.filter(content_object__in=newest).values("tag").annotate(stories=Count("pk"))
    keys = list(rows.order_by("-stories", "tag").values_list("tag", flat=True)[:most])
    found = Topic.objects.in_bulk(keys)
    return [found[key] for key in keys]
