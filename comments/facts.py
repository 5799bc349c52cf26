"""Gather what the rules ask about a reply, in a fixed number of queries."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from comments import rates, spam, stamps
from comments.addresses import address_of, networks_around
from comments.forms import ReplyForm
from comments.models import Ban, Reply, ReplySettings
from comments.openness import openness_of
from comments.rules import Facts, Spam
from comments.spam import services
from comments.text import count_links
from comments.words import find_word, fold
from news.models import Article

TRAP = "subject"  # the field that people do not see


@dataclass
class Submission:
    """One sending of the form: what was typed, and the reply that would be made of it."""

    article: Article
    rules: ReplySettings
    form: ReplyForm
    reply: Reply
    stamp: str = ""
    trap: str = ""
    parent_is_lost: bool = False
    now: datetime = field(default_factory=timezone.now)

    @property
    def typed(self) -> dict[str, str]:
        """Return what goes back into the form, as it was typed."""
        return {name: self.form.data.get(name, "") for name in ("text", "name", "email", "website")}


def read_submission(request: HttpRequest, article: Article) -> Submission:
    """Read a form that was sent to `article`, in one query when it answers a reply. Nothing is judged yet."""
    rules = ReplySettings.current(request)
    form = ReplyForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    email = given.get("email", "")
    parent, is_lost = find_parent(article, request.POST.get("parent", ""))
    reply = Reply(
        article=article,
        parent=parent,
        thread_id=(parent.thread_id or parent.pk) if parent else None,
        name=given.get("name", ""),
        email=email,
        website=given.get("website", "") if rules.ask_website else "",
        text=given.get("text", ""),
        address=address_of(request),
        user_agent=request.headers.get("user-agent", "").replace("\0", "")[:200],
        writer=stamps.read_paper(request.POST.get("writer", ""), email),
    )
    reply.digest = digest(reply)
    now = timezone.now()
    reply.created_at = now
    stamp, trap = request.POST.get("stamp", ""), request.POST.get(TRAP, "")
    return Submission(article, rules, form, reply, stamp, trap, is_lost, now)


def find_parent(article: Article, number: str) -> tuple[Reply | None, bool]:
    """Return the reply that is answered, and whether one was named that readers of this story do not see."""
    if not number:
        return None, False
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    found = article.reader_replies.visible().filter(pk=number).first() if is_number else None
    return found, found is None


def digest(reply: Reply) -> str:
    """Tell a second sending: the same words by the same name below the same story, however they are spaced."""
    parts = (str(reply.article_id), fold(reply.name), " ".join(reply.text.split()))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def gather(sent: Submission, mark: str = "", with_service: bool = True) -> Facts:
    """Return the facts about a submission; `mark` says that the newsroom wrote it."""
    reply, rules = sent.reply, sent.rules
    by_address, by_network = rates.replies_of(reply.address, sent.now)
    texts = (reply.name, reply.email, reply.website, reply.text)
    return Facts(
        openness=openness_of(sent.article, rules, sent.now),
        errors=sent.form.messages(),
        parent_is_lost=sent.parent_is_lost,
        by_address=by_address,
        by_network=by_network,
        sent_before=sent.article.reader_replies.filter(digest=reply.digest).exists(),
        is_newsroom=bool(mark),
        trap=sent.trap,
        stamp=stamps.read_stamp(sent.stamp, sent.article.pk, sent.now),
        ban=ban_of(reply, sent.now),
        blocked_word=find_word(rules.blocked_words, *texts, reply.address or ""),
        links=count_links(reply.text) + count_links(reply.name),
        watched_word=find_word(rules.watched_words, *texts),
        approved_before=Reply.objects.approved().filter(writer=reply.writer, erased_at=None).count(),
        least_seconds=rules.least_seconds,
        most_links=rules.most_links,
        first_held=rules.first_held,
        ask_filter=lambda: spam_judgement(reply),
        ask_service=(lambda: services.ask(reply)) if with_service else lambda: None,
    )


def ban_of(reply: Reply, now: datetime) -> str:
    """Return the ban that meets a writer's address, its domain, network or browser; "" for none. One query."""
    domain = "@" + reply.email.rpartition("@")[2]
    meant = (
        Q(kind=Ban.Kind.EMAIL, value__in=[reply.email, domain])
        | Q(kind=Ban.Kind.NETWORK, value__in=networks_around(reply.address))
        | Q(kind=Ban.Kind.WRITER, value=reply.writer)
    )
    in_force = Ban.objects.filter(meant).filter(Q(ends_at=None) | Q(ends_at__gt=now))
    return in_force.order_by("pk").values_list("value", flat=True).first() or ""


def spam_judgement(reply: Reply) -> Spam:
    """Ask the newsroom's own filter."""
    said = spam.judge(reply.name, reply.email, reply.website, reply.text)
    return Spam(said.score, said.word, said.score >= spam.SURE, said.score >= spam.DOUBTFUL)
