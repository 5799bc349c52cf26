"""Suggest where a reader may want to go while they type: sections, topics, authors, then stories by their headline.

Costs five queries, whatever is typed. What indexes say is asked of the tables once more: a story must be published, and
a section, topic or author must have a published one: a name that only drafts carry would tell what is being worked on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.formats import date_format

from news.models import Article, Section, Topic
from news.querysets import parent_field
from people.models import AuthorProfile
from search import analysis, index
from search.engines import engine
from search.names import names
from search.query import LONGEST_QUERY, MOST_WORDS

LIMIT = 8
MOST_NAMES = 4
FEWEST_LETTERS = 2
CANDIDATES = 24  # names of a kind that are looked at; the best of those that readers may see are shown


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str  # section, topic, author, story
    label: str
    url: str
    detail: str


def suggest(text: str, limit: int = LIMIT) -> list[Suggestion]:
    """List what begins as `text` does: at most MOST_NAMES names, then headlines, `limit` in all. Never raises."""
    words = [word[: analysis.LONGEST_TERM] for word in analysis.words(text[:LONGEST_QUERY])][:MOST_WORDS]
    if sum(map(len, words)) < FEWEST_LETTERS or limit < 1:
        return []
    found = suggest_names(words)[: min(MOST_NAMES, limit)]
    return found + suggest_stories(words, limit - len(found))


def suggest_names(words: Sequence[str]) -> list[Suggestion]:
    candidates = names().beginning_with(words)
    found: list[Suggestion] = []
    for kind, allowed, detail in (
        ("section", sections, "Section"),
        ("topic", topics, "Topic"),
        ("author", authors, "Author"),
    ):
        ids = candidates.get(kind, [])[:CANDIDATES]
        rows = {row.pk: row for row in allowed().filter(pk__in=ids)} if ids else {}
        found += [Suggestion(kind, str(row), row.url, detail) for row in (rows[pk] for pk in ids if pk in rows)]
    return found


def sections():
    # As treebeard's own: a section's stories are the paths behind its own, digits and capitals only.
    below = Article.objects.published().filter(
        path__gt=OuterRef("path"), path__lte=Concat(OuterRef("path"), Value("ZZZZ"))
    )
    return Section.objects.published().filter(Exists(below))


def topics():
    return Topic.objects.filter(Exists(Article.objects.published().filter(topic_rows__tag=OuterRef("pk"))))


def authors():
    signed = Article.objects.published().filter(bylines__author=OuterRef("pk"))
    return AuthorProfile.objects.published().filter(Exists(signed)).defer_streamfields()


def suggest_stories(words: Sequence[str], limit: int) -> list[Suggestion]:
    ids = engine().headlines(words, index.now(), limit) if limit else []
    rows = (
        Article.objects.published()
        .filter(pk__in=ids)
        .only("title", "slug", "url_path", "locale_id", "first_published_at")
        .annotate(section_title=parent_field("title"))
    )
    stories = {story.pk: story for story in rows} if ids else {}
    return [
        Suggestion("story", story.title, story.url, ", ".join(filter(None, (story.section_title, day(story)))))
        for story in (stories[pk] for pk in ids if pk in stories)
    ]


def day(story: Article) -> str:
    return date_format(timezone.localtime(story.first_published_at), "j F Y") if story.first_published_at else ""
