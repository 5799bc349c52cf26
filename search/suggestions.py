"""Suggest where a reader may want to go while they type: sections, topics, authors, then stories by their headline.

Costs five queries at most, whatever is typed; when nothing begins so, misspelt words are mended and looked for once
more. A name is suggested only with a story to prove it: one that only drafts carry would tell what is being worked
on. Those stories and the suggested ones are asked of the tables once more, as the index says what was published when it
was last written.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from core.text import written_day
from news.models import Article, Section, Topic
from news.querysets import parent_field
from people.models import AuthorProfile
from search import analysis, engines, spelling
from search.engines import engine
from search.models import Entry
from search.names import names
from search.query import LONGEST_QUERY, MOST_WORDS

LIMIT = 8
MOST_NAMES = 4
FEWEST_LETTERS = 2
MOST_MENDED = 4  # words; each is compared with all words of the site
CANDIDATES = 24  # names of a kind that are looked at; the best of those with a story are shown


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str  # section, topic, author, story
    label: str
    url: str
    detail: str


def suggest(text: str, limit: int = LIMIT) -> list[Suggestion]:
    """List what begins as `text` does: at most MOST_NAMES names, then headlines, `limit` in all. Never raises."""
    words = [word[: analysis.LONGEST_TERM] for word in analysis.words(text[:LONGEST_QUERY])][:MOST_WORDS]
    is_unwanted = text.split()[-1:] and text.split()[-1].startswith("-")
    if sum(map(len, words)) < FEWEST_LETTERS or limit < 1 or is_unwanted:
        return []
    return beginning_with(words, limit) or beginning_with(mended(words), limit)


def beginning_with(words: Sequence[str], limit: int) -> list[Suggestion]:
    if not words:
        return []
    named = suggest_names(words)[:MOST_NAMES]
    ids = engine().headlines(words, engines.now(), limit)
    stories = load({*ids, *(proof for _, proof in named)})
    found = [name for name, proof in named if proof in stories]
    return (found + [story_suggestion(stories[pk]) for pk in ids if pk in stories])[:limit]


def mended(words: Sequence[str]) -> list[str]:
    """Put the likeliest word of the site in the place of each that none begins with; [] when there is none such."""
    if len(words) > MOST_MENDED:
        return []
    found: list[str] = []
    for word in words:
        near = [] if spelling.begins_a_word(word) else spelling.nearest(word)
        found += near[0] if near else [word]
    return found if found != list(words) else []


# Names, each with the id of a story that bears it


def suggest_names(words: Sequence[str]) -> list[tuple[Suggestion, int]]:
    candidates = names().beginning_with(words, CANDIDATES)
    found: list[tuple[Suggestion, int]] = []
    for kind, read in (("section", sections), ("topic", topics), ("author", authors)):
        if ids := candidates.get(kind):
            rows = {row.pk: row for row in read(ids)}
            found += [
                (Suggestion(kind, str(row), row.url, kind.capitalize()), row.proof)
                for row in (rows[pk] for pk in ids if pk in rows)
                if row.proof
            ]
    return found


def sections(ids: Sequence[int]) -> QuerySet:
    # As treebeard has it: the stories of a section are the paths behind its own, digits and capitals only.
    below = {"article__path__gt": OuterRef("path"), "article__path__lte": Concat(OuterRef("path"), Value("ZZZZ"))}
    return with_proof(Section.objects.published(), ids, **below)


def topics(ids: Sequence[int]) -> QuerySet:
    return with_proof(Topic.objects.all(), ids, article__topic_rows__tag=OuterRef("pk"))


def authors(ids: Sequence[int]) -> QuerySet:
    profiles = AuthorProfile.objects.published().only("title", "slug", "url_path", "locale_id")
    return with_proof(profiles, ids, article__bylines__author=OuterRef("pk"))


def with_proof(rows: QuerySet, ids: Sequence[int], **bears) -> QuerySet:
    """Add `proof`: the id of any story in the index that bears the name, or None."""
    stories = Entry.objects.filter(visible_from__lte=engines.now(), **bears).values("pk")
    return rows.filter(pk__in=ids).order_by().annotate(proof=Subquery(stories[:1]))


# Stories


def load(ids: Collection[int]) -> dict[int, Article]:
    """Load those of the stories that every reader may see."""
    if not ids:
        return {}
    rows = Article.objects.published().filter(pk__in=ids).order_by()
    rows = rows.only("title", "slug", "url_path", "locale_id", "first_published_at")
    return {story.pk: story for story in rows.annotate(section_title=parent_field("title"))}


def story_suggestion(story: Article) -> Suggestion:
    return Suggestion("story", story.title, story.url, ", ".join(filter(None, (story.section_title, day(story)))))


def day(story: Article) -> str:
    return written_day(timezone.localtime(story.first_published_at).date()) if story.first_published_at else ""
