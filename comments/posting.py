"""Take a reply: judge it, store it, tell others."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import rates, signals, subscriptions
from comments.facts import Submission, gather
from comments.models import Reply
from comments.rules import Facts, Outcome, Refusal, duplicate, judge, lost_parent, rate
from news.models import Article


def mark_of(user, article: Article) -> str:
    """Return which mark a reply of this user gets: the story's author, another one of the newsroom, or none."""
    if not user.is_authenticated:
        return ""
    if article.bylines.filter(author__user=user).exists():
        return Reply.Mark.AUTHOR
    return Reply.Mark.STAFF if user.has_perm("wagtailadmin.access_admin") else ""


def post(sent: Submission, user) -> Reply | Refusal:
    """Store a submission as the rules say and return the reply, or why there is none."""
    mark = mark_of(user, sent.article)
    facts = gather(sent, mark)
    verdict = judge(facts)  # outside the transaction: a spam service may be slow
    if isinstance(verdict, Refusal):
        return verdict
    reply = sent.reply
    if mark:
        reply.mark, reply.user = mark, user
    for name in ("state", "reason", "matched", "spam_score"):
        setattr(reply, name, getattr(verdict, name))
    if reply.state != Reply.State.WAITING:
        reply.decided_at = timezone.now()
    refused = store(reply, facts, wants_notices=sent.form.cleaned_data.get("notify", False))
    return refused or reply


def foretell(sent: Submission, user) -> Outcome | Refusal:
    """Return what would become of a submission; nothing is stored, and no other machine is asked."""
    return judge(gather(sent, mark_of(user, sent.article), with_service=False))


def store(reply: Reply, facts: Facts, wants_notices: bool) -> Refusal | None:
    """Write a reply unless another got in first: its own double, or too many from the same network."""
    try:
        with transaction.atomic():
            rates.take_turns(reply.address)
            by_address, by_network = rates.replies_of(reply.address, reply.created_at)
            refused = rate(replace(facts, by_address=by_address, by_network=by_network))
            if isinstance(refused, Refusal):
                return refused
            reply.save(force_insert=True)
            announce(reply)
            if wants_notices:
                subscriptions.subscribe(reply)
    except IntegrityError:
        # The constraint “reply_sent_once”, or the reply that is answered was removed in this moment.
        is_double = Reply.objects.filter(article=reply.article_id, digest=reply.digest).exists()
        rule = duplicate if is_double else lost_parent
        refused = rule(replace(facts, sent_before=is_double, parent_is_lost=not is_double))
        return refused if isinstance(refused, Refusal) else None
    return None


def announce(reply: Reply) -> None:
    signals.sent.send(sender=Reply, reply=reply)
    if reply.is_public:
        signals.appeared.send(sender=Reply, replies=[reply])
        signals.changed.send(sender=Reply, article_ids={reply.article_id})
