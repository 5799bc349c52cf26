"""Load replies as readers see them, in a fixed number of queries, and put them into threads.

What is deeper than the site's setting is flattened here, at display: the rows keep whom they answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from comments.models import Reply
from comments.text import as_html
from core.prepared import Prepared

THREADS_A_PAGE = 100
MOST_ANSWERS, FEWEST_ANSWERS = 50, 10  # shown of each thread on the story's page
ALL_ANSWERS = 1_000  # shown on that page: 5,000 would be 7 MB and seconds of work
ANSWERS_A_PAGE = 200  # on the thread's own


@dataclass
class Shown:
    """A reply in its place."""

    reply: Reply
    level: int = 1
    answers: list["Shown"] = field(default_factory=list)
    answer_count: int = 0  # of the whole thread; only at its beginning
    says_to_whom: bool = False  # the place does not show it

    @property
    def is_gap(self) -> bool:
        return not self.reply.is_public

    @property
    def gap_text(self) -> str:
        return "This reply was erased." if self.reply.erased_at else "This reply was taken down."

    @property
    def html(self) -> SafeString:
        return as_html(self.reply.text)

    @property
    def initial(self) -> str:
        return next((sign for sign in self.reply.name if sign.isalnum()), "?").upper()[:1]

    @property
    def parent_name(self) -> str:
        parent = self.reply.parent
        return parent.name if parent is not None and parent.is_public else ""

    @property
    def answer_level(self) -> int:
        return self.answers[0].level if self.answers else self.level

    @cached_property
    def shown_answers(self) -> int:
        return sum(1 for _ in self.below())

    @property
    def has_more(self) -> bool:
        return self.answer_count > self.shown_answers

    def below(self) -> Iterator["Shown"]:
        for answer in self.answers:
            yield answer
            yield from answer.below()


@dataclass
class Thread:
    """One page of a story's replies: `total` replies that can be read, of which `page` holds some threads."""

    total: int = 0
    threads: list[Shown] = field(default_factory=list)
    page: Page | None = None

    def all_shown(self) -> Iterator[Shown]:
        for thread in self.threads:
            yield thread
            yield from thread.below()


class Counted(list):
    """Stand for rows of which only some are loaded: a Paginator asks for the number and for one slice."""

    def __init__(self, rows, count: int) -> None:
        self.rows, self.number = rows, count

    def count(self) -> int:  # type: ignore[override]
        return self.number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part):
        return list(self.rows[part])


def story_replies(article_id: int, depth: int, number: str | None) -> Thread:
    """Load what the page `number` of a story's replies shows: one query when there are none, else three.

    Raise EmptyPage or PageNotAnInteger for a page that does not exist.
    """
    ((total, threads),) = counts_of.lists([article_id]) or [(0, 0)]
    rows = Reply.objects.filter(article=article_id)
    roots = rows.threads().in_place().oldest_first().for_page() if threads else ()
    paginator = Paginator(Counted(roots, threads), THREADS_A_PAGE)
    page = paginator.page("1" if number is None else number)
    beginnings: list[Reply] = list(page.object_list) if threads else []
    return Thread(total, with_answers(beginnings, depth), page)


def ask_for_counts(articles: Sequence[int]) -> QuerySet:
    """Count the replies to a story that readers see, and their threads; no row when there are none."""
    # What begins a thread has its place as long as it, or an answer below it, is seen.
    threads = Count(Coalesce("thread", "pk"), distinct=True)
    seen = Reply.objects.filter(article__in=articles).visible().order_by().values("article")
    return seen.annotate(total=Count("pk"), threads=threads).values_list("total", "threads")


counts_of = Prepared(ask_for_counts, heeds_embargoes=False)


def with_answers(beginnings: list[Reply], depth: int) -> list[Shown]:
    """Put below each beginning its first answers, in one query for all."""
    if not beginnings:
        return []
    rows = (
        Reply.objects.filter(thread__in=[reply.pk for reply in beginnings])
        .in_place()
        .annotate(
            place=Window(RowNumber(), partition_by=F("thread"), order_by=[F("created_at").asc(), F("pk").asc()]),
            in_thread_count=Window(Count("pk"), partition_by=F("thread")),
        )
        .filter(place__lte=answers_shown(len(beginnings)))
        .for_page()
        .order_by("thread_id", "place")
    )
    by_thread: dict[int, list[Reply]] = {reply.pk: [] for reply in beginnings}
    for row in rows:
        by_thread[row.thread_id].append(row)
    return [arrange(reply, by_thread[reply.pk], depth) for reply in beginnings]


def answers_shown(threads: int) -> int:
    """Return how many answers of each thread a story's page shows that has so many threads."""
    return max(FEWEST_ANSWERS, min(MOST_ANSWERS, ALL_ANSWERS // max(threads, 1)))


def arrange(beginning: Reply, answers: Iterable[Reply], depth: int) -> Shown:
    """Build a thread of `depth` levels from its replies, oldest first; what would be deeper stays on the last level."""
    root = Shown(beginning)
    places: dict[int | None, Shown] = {beginning.pk: root}
    hosts: dict[int | None, Shown] = {beginning.pk: root}  # below whom an answer to this reply is put
    for reply in answers:
        parent = places.get(reply.parent_id)
        host = hosts.get(reply.parent_id, root)
        shown = Shown(reply, level=min(host.level + 1, depth))
        # On one level all stand below the beginning, which is on that level, too.
        shown.says_to_whom = parent is not host or depth == 1
        host.answers.append(shown)
        places[reply.pk] = shown
        hosts[reply.pk] = shown if shown.level < depth else host
        root.answer_count = max(root.answer_count, getattr(reply, "in_thread_count", 0))
    return root


@dataclass
class WholeThread:
    beginning: Shown
    page: Page


def whole_thread(beginning: Reply, depth: int, number: str | None) -> WholeThread:
    """Load the page `number` of one thread's answers, in two queries. Raise as story_replies() does."""
    rows = Reply.objects.filter(thread=beginning.pk).in_place().oldest_first().for_page()
    page = Paginator(rows, ANSWERS_A_PAGE).page("1" if number is None else number)
    return WholeThread(arrange(beginning, page.object_list, depth), page)


def place_of(reply: Reply) -> tuple[int, int]:
    """Return on which page of its story a reply stands, and on which of its thread: 0 when the story's shows it."""
    beginning = reply.thread or reply
    threads = Reply.objects.filter(article=reply.article_id).threads().in_place()
    page = before(threads, beginning) // THREADS_A_PAGE + 1
    if reply.thread_id is None:
        return page, 0
    beside = min(THREADS_A_PAGE, threads.count() - (page - 1) * THREADS_A_PAGE)
    place = before(Reply.objects.filter(thread=reply.thread_id).in_place(), reply)
    return page, place // ANSWERS_A_PAGE + 1 if place >= answers_shown(beside) else 0


def before(rows, reply: Reply) -> int:
    is_older = Q(created_at__lt=reply.created_at) | Q(created_at=reply.created_at, pk__lt=reply.pk)
    return rows.filter(is_older).count()
