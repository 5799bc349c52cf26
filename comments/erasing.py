"""Erase a person's replies: what they wrote and who they are goes, the place in the thread stays.

What the spam filter learnt stays: it counts words, of which nobody can tell whose they were.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from comments import history, signals
from comments.mail_addresses import keys_of
from comments.models import MailAddress, Notice, Reply, Report, Subscription
from comments.models.reply import ERASED_NAME
from comments.persons import bans_of, replies_of, subscriptions_of
from comments.reasons import Reason

logger = logging.getLogger("pulse.replies")
BATCH = 500


@dataclass
class Erased:
    """How much was, or would be, erased."""

    replies: int = 0
    subscriptions: int = 0
    log_entries: int = 0
    bans_kept: int = 0

    def __bool__(self) -> bool:
        return bool(self.replies or self.subscriptions or self.bans_kept)


def count(email: str, numbers: Sequence[int] = ()) -> Erased:
    """Say what `erase` would do."""
    replies = replies_of(email, numbers)
    return Erased(
        replies=replies.count(),
        subscriptions=(subscriptions_of(email) | Subscription.objects.filter(reply__in=replies)).distinct().count(),
        log_entries=history.entries_of(replies).count(),
        bans_kept=bans_of(email).count(),
    )


@transaction.atomic
def erase(email: str, numbers: Sequence[int] = ()) -> Erased:
    """Erase the replies sent with an address, and those with `numbers`; end its subscriptions. Bans are kept."""
    done = Erased(bans_kept=bans_of(email).count())
    replies = list(replies_of(email, numbers).select_for_update().order_by("pk"))
    for place in range(0, len(replies), BATCH):
        batch = replies[place : place + BATCH]
        done.log_entries += history.forget(batch)
        done.subscriptions += empty([reply.pk for reply in batch])
    done.replies = len(replies)
    wishes = subscriptions_of(email)
    done.subscriptions += wishes.count()
    wishes.delete()
    MailAddress.objects.filter(key__in=keys_of(email), refused_at=None).delete()
    if replies:
        signals.erased.send(sender=Reply, reply_ids=[reply.pk for reply in replies])
    seen = {reply.article_id for reply in replies if reply.state == Reply.State.APPROVED}
    if seen:
        signals.changed.send(sender=Reply, article_ids=seen)
    logger.info("A person was erased: %s replies, %s subscriptions.", done.replies, done.subscriptions)
    return done


def empty(keys: list[int]) -> int:
    """Take everything personal out of replies and what hangs on them; return how many subscriptions went."""
    now = timezone.now()
    Reply.objects.filter(pk__in=keys, state=Reply.State.WAITING).update(state=Reply.State.REJECTED)
    Reply.objects.filter(pk__in=keys).update(
        name=ERASED_NAME,
        text="",
        email="",
        website="",
        matched="",
        spam_score=None,
        mark="",
        user=None,
        address=None,
        user_agent="",
        writer="",
        # It was made of the name and the text, and tells either to whoever guesses them.
        digest=Concat(Value("erased-"), Cast(F("pk"), CharField())),
        reason=Reason.PERSON,
        erased_at=Coalesce(F("erased_at"), now),
    )
    # Others' notes may repeat what was written.
    Report.objects.filter(reply__in=keys).update(note="", address=None, closed_at=Coalesce(F("closed_at"), now))
    Notice.objects.filter(answer__in=keys).delete()
    wishes = Subscription.objects.filter(reply__in=keys)
    number = wishes.count()
    wishes.delete()
    return number
