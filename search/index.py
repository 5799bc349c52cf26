"""The readers' index, whatever the database.

    rank("fuel price", limit=10)  -> [(article id, score), ...], best first
    count_matches("fuel price")   -> number of stories
    add(articles), add_bulk(ids), remove(ids), rebuild(progress), differences()

Everything here works inside the caller's transaction: a story is findable in the moment that publishing it commits.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet
from wagtail.models import Page

from news.models import Article
from news.querysets import ArticleQuerySet
from search import answers, documents, spelling
from search.ahead import Ahead, known_digests, read_ahead
from search.documents import Document
from search.engines import engine
from search.finding import SORTS, Found, count_matches, find, rank
from search.models import Entry

__all__ = ["SORTS", "Found", "add", "add_bulk", "count_matches", "differences", "find", "rank", "rebuild", "remove"]

CHUNK = documents.AT_ONCE  # stories read and written at once
AT_ONCE = 2_000  # stories followed within one request when a section or an author changes; the rest is a task

# Keeping it fresh


def add(articles: Iterable[Article]) -> int:
    """Index the stories as they are stored; see add_bulk."""
    return add_bulk([article.pk for article in articles])


def add_bulk(article_ids: Collection[int], progress: Callable[[int], None] | None = None) -> int:
    """Index stories as they are stored, set-based; those not published leave. Return the number of rows written.

    What is written is what the tables hold, never an object in memory: that may carry an unpublished draft.
    """
    ids = sorted(set(article_ids))
    chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
    written = done = 0
    known: set[str] = set()  # a word needs to be remembered once
    for chunk, ahead in zip(chunks, read_ahead(chunks), strict=True):
        written += write_chunk(chunk, known, ahead)
        done += len(chunk)
        if progress:
            progress(done)
    return written


def write_chunk(ids: list[int], known_words: set[str], ahead: Ahead | None = None) -> int:
    """Write those of the stories that differ from the index, and return how many; `ahead` was read before."""
    with transaction.atomic():
        if connection.features.has_select_for_update:
            # Two publications of one story must not write each other's older text. SQLite has one writer anyway.
            list(Page.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        known = known_digests(ids)
        found = still_true(ahead, ids, known) if ahead else documents.read(ids)
        changed = [document for document in found if known.get(document.article_id) != document.digest]
        if changed:
            engine().write(changed)
            new = set(ahead.words if ahead else ()).union(*(document.words for document in changed)) - known_words
            spelling.remember(new)
            known_words |= new
            answers.forget()
        if gone := known.keys() - {document.article_id for document in found}:
            remove(gone)
    return len(changed)


def still_true(ahead: Ahead, ids: list[int], known: dict[int, int]) -> list[Document]:
    """Leave out which stories are not published any more, and read anew which somebody has indexed meanwhile.

    Whoever changes a published story writes its row here in the same transaction. One that has no row yet and is
    unpublished leaves no such trace.
    """
    written = [pk for pk in ids if known.get(pk) != ahead.known.get(pk)]
    published = set(indexable().filter(pk__in=ids).values_list("pk", flat=True)).difference(written)
    found = [document for document in ahead.documents if document.article_id in published]
    return found + documents.read(written) if written else found


def remove(article_ids: Collection[int]) -> None:
    """Take stories out of the index."""
    take_out(Entry.objects.filter(pk__in=list(article_ids)))


def take_out(entries: QuerySet) -> None:
    entries._raw_delete(entries.db)
    answers.forget()


def follow(articles: ArticleQuerySet) -> None:
    """Bring many stories up to date: what became private leaves and the newest follow at once, the rest by a task."""
    public = Article.objects.live().public()
    take_out(Entry.objects.filter(article__in=articles.values("pk")).exclude(article__in=public.values("pk")))
    ids = list(articles.live().order_by("-first_published_at").values_list("pk", flat=True))
    add_bulk(ids[:AT_ONCE])
    for start in range(AT_ONCE, len(ids), AT_ONCE):
        from search.tasks import index_stories

        index_stories.enqueue(ids[start : start + AT_ONCE])


# Building and proving it


@dataclass(frozen=True)
class Differences:
    missing: list[int]  # published, not in the index
    extra: list[int]  # in the index, not published
    stale: list[int]  # in the index with other words than the story has

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.stale)


def size() -> int:
    """Return the number of stories in the index, those under embargo included."""
    return Entry.objects.count()


def indexable() -> QuerySet:
    """Return the stories that belong in the index: the published ones, and those that an embargo still hides."""
    return Article.objects.live().public()


def differences(with_words: bool = False) -> Differences:
    """Compare the index with the published stories; `with_words` also reads every story again."""
    entries = dict(Entry.objects.values_list("pk", "digest"))
    published = set(indexable().values_list("pk", flat=True))
    stale = []
    if with_words:
        ids = sorted(published & entries.keys())
        for start in range(0, len(ids), CHUNK):
            found = documents.read(ids[start : start + CHUNK])
            stale += [row.article_id for row in found if entries[row.article_id] != row.digest]
    return Differences(sorted(published - entries.keys()), sorted(entries.keys() - published), stale)


def rebuild(progress: Callable[[int, int], None] | None = None, only_missing: bool = False) -> int:
    """Make the index equal to the published stories and return how many rows were written.

    Works in place, chunk by chunk: readers keep a complete index, and a second run continues where the first stopped,
    because rows that are right are not written. `only_missing` does not look for changed words.
    """
    wanted = differences()
    remove_all(wanted.extra)
    ids = wanted.missing if only_missing else sorted(indexable().values_list("pk", flat=True))
    written = add_bulk(ids, (lambda done: progress(done, len(ids))) if progress else None)
    if written > CHUNK:
        engine().tidy()
    return written


def remove_all(ids: list[int]) -> None:
    for start in range(0, len(ids), CHUNK):
        remove(ids[start : start + CHUNK])
