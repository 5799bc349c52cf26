"""Pages besides stories that a reader may be looking for: a section's, an author's, a topic's."""

from dataclasses import dataclass

from anyascii import anyascii
from django.db.models import Count, Q
from django.utils.text import slugify

from news import navigation
from news.models import Article, ArticleTopic, Topic
from people.models import AuthorProfile
from search.query import LONGEST_QUERY

NEWEST = 300  # stories whose topics are the busy ones


@dataclass(frozen=True)
class Place:
    kind: str
    title: str
    url: str
    description: str


def named(text: str) -> list[Place]:
    """Return the public pages whose name is the query, at most one of each kind, in two queries when there is none."""
    name = " ".join(text.strip(' "“”').split())[:LONGEST_QUERY]
    slug = slugify(anyascii(name))
    if not slug:
        return []
    return [*sections_named(name, slug), *authors_named(name, slug), *topics_named(name, slug)]


def sections_named(name: str, slug: str) -> list[Place]:
    for entry in navigation.kept()["by_path"].values():
        if entry["title"].casefold() == name.casefold() or entry["url"].strip("/").rpartition("/")[2] == slug:
            return [Place("Section", entry["title"], entry["url"], "")]
    return []


def authors_named(name: str, slug: str) -> list[Place]:
    found = AuthorProfile.objects.live().filter(Q(slug=slug) | Q(title__iexact=name)).by_name().first()
    # Nearly no query is a name: only then it is worth asking who may see the page.
    if found is None or not AuthorProfile.objects.published().filter(pk=found.pk).exists():
        return []
    return [Place("Author", found.name, found.url, found.role_title)]


def topics_named(name: str, slug: str) -> list[Place]:
    found = Topic.objects.filter(Q(slug=slug) | Q(name__iexact=name)).first()
    if found is None or not Article.objects.published().about(found).exists():
        return []
    return [Place("Topic", found.name, found.url, found.description)]


def busy_topics(most: int) -> list[Topic]:
    """Return the topics of most of the newest stories, in two queries."""
    newest = Article.objects.published().newest_first().values("pk")[:NEWEST]
    rows = ArticleTopic.objects.filter(content_object__in=newest).values("tag").annotate(stories=Count("pk"))
    keys = list(rows.order_by("-stories", "tag").values_list("tag", flat=True)[:most])
    found = Topic.objects.in_bulk(keys)
    return [found[key] for key in keys]
