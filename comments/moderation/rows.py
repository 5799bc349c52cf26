"""What a moderator sees of a reply: loaded for a page of them in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.safestring import SafeString

from comments import banning
from comments.deciding import Seen
from comments.models import Ban, Reply, Report
from comments.moderation.marking import marked
from comments.people import name_of
from comments.reasons import Reason
from news.models import Article


@dataclass
class Row:
    """templates/comments/admin/row.html shows one."""

    reply: Reply
    article: Article
    reports: list[Report] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)  # by the same writer, by state
    is_banned: bool = False

    @property
    def seen(self) -> Seen:
        return Seen.of(self.reply, max((report.pk for report in self.reports), default=0))

    @property
    def name(self) -> SafeString:
        return marked(self.reply.name, self.reply.matched, self.reply.reason)

    @property
    def text(self) -> SafeString:
        return marked(self.reply.text, self.reply.matched, self.reply.reason)

    @property
    def why(self) -> str:
        """Say in a sentence why the reply has the state it has."""
        words = self.reply.get_reason_display()
        if self.reply.reason == Reason.MODERATOR and self.reply.decided_by:
            return f"{words}: {name_of(self.reply.decided_by)}"
        return f"{words}: “{self.reply.matched}”" if self.reply.matched else words

    @property
    def score(self) -> str:
        score = self.reply.spam_score
        return "" if score is None else f"{score:.0%}"

    @property
    def thread_url(self) -> str:
        """Where readers see it; empty when they do not."""
        if not (self.reply.is_public and self.article.live):
            return ""
        return reverse("reply", args=[self.reply.pk])

    @property
    def headline(self) -> str:
        return self.article.draft_title or self.article.title

    @property
    def earlier(self) -> str:
        """Say how this writer's other replies fared."""
        counts = Counter(self.written)
        counts[self.reply.state] -= 1
        parts = [
            f"{counts[state]} {word}"
            for state, word in (("approved", "approved"), ("rejected", "rejected"), ("spam", "spam"))
            if counts[state] > 0
        ]
        return f"Other replies: {', '.join(parts)}" if parts else "No other replies decided"


def load_rows(replies: Iterable[Reply]) -> list[Row]:
    """Return the rows of `replies`, in their order; six queries, however many there are."""
    replies = list(replies)
    numbers = [reply.pk for reply in replies]
    articles = Article.objects.for_headline().in_bulk({reply.article_id for reply in replies})
    reports: dict[int, list[Report]] = {}
    for report in Report.objects.filter(reply__in=numbers, closed_at=None).order_by("pk"):
        reports.setdefault(report.reply_id, []).append(report)
    by_email, by_writer = earlier_replies(replies)
    banned = banned_values(replies)
    return [
        Row(
            reply,
            articles[reply.article_id],
            reports.get(reply.pk, []),
            by_email.get(reply.email.lower()) or by_writer.get(reply.writer) or Counter(),
            bool({reply.email.lower(), reply.writer} & banned),
        )
        for reply in replies
    ]


def for_queue(replies):
    """Load what a row shows of the reply itself."""
    return replies.select_related("parent", "decided_by")


def earlier_replies(replies: list[Reply]) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Count the replies of the writers of `replies` by state: by e-mail address, and by browser for those without."""
    emails = {reply.email.lower() for reply in replies if reply.email}
    writers = {reply.writer for reply in replies if reply.writer and not reply.email}
    by_email: dict[str, Counter[str]] = {}
    by_writer: dict[str, Counter[str]] = {}
    # The address is kept in small letters by the rules; Lower() here would pass by its index.
    same = Reply.objects.filter(email__in=emails | {reply.email for reply in replies if reply.email})
    for email, state, count in same.order_by().values_list(Lower("email"), "state").annotate(count=Count("pk")):
        by_email.setdefault(email, Counter())[state] += count
    same = Reply.objects.filter(writer__in=writers)
    for writer, state, count in same.order_by().values_list("writer", "state").annotate(count=Count("pk")):
        by_writer.setdefault(writer, Counter())[state] += count
    return by_email, by_writer


def banned_values(replies: list[Reply]) -> set[str]:
    """Return the e-mail addresses and browsers of `replies` that are banned."""
    emails = {reply.email.lower() for reply in replies if reply.email}
    writers = {reply.writer for reply in replies if reply.writer}
    bans = banning.standing().filter(
        Q(kind=Ban.Kind.EMAIL, value__in=emails) | Q(kind=Ban.Kind.WRITER, value__in=writers)
    )
    return set(bans.values_list("value", flat=True))
