"""Forget, after some days, where replies came from. Names and texts stay; nothing is deleted but what led to people."""

import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from comments import history
from comments.mail_addresses import forget_questions
from comments.mailing.asking import UNCONFIRMED_KEPT
from comments.models import Ban, Notice, Reply, ReplySettings, Report, Subscription
from comments.reasons import Reason
from comments.spam.pruning import prune

logger = logging.getLogger("pulse.replies")
BATCH = 500


@dataclass
class Purged:
    """How many rows were, or would be, emptied or removed."""

    replies: int = 0
    reports: int = 0
    log_entries: int = 0
    subscriptions: int = 0
    notices: int = 0
    bans: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in asdict(self).items())


def purge(dry_run: bool = False) -> Purged:
    """Empty addresses, networks, browsers and e-mail addresses that are older than the rules say; remove what ended."""
    rules, now = current_rules(), timezone.now()
    before = now - timedelta(days=rules.purge_days)
    ended = {
        "subscriptions": over(rules, now),
        "notices": Notice.objects.exclude(status=Notice.Status.WAITING).filter(created_at__lt=before),
        "bans": Ban.objects.filter(ends_at__lt=now),
    }
    # Subscriptions first: an e-mail address is kept for as long as there is one.
    done = Purged(**{name: remove(rows, dry_run) for name, rows in ended.items()})
    done.replies = empty(personal_replies(before), empty_replies, dry_run)
    done.reports = empty(Report.objects.filter(created_at__lt=before, address__isnull=False), empty_reports, dry_run)
    done.log_entries = empty(naming_entries(before), empty_entries, dry_run)
    if not dry_run:
        forget_questions()
        prune()
        if any(asdict(done).values()):
            logger.info("Purged: %s.", done)
    return done


def current_rules() -> ReplySettings:
    site = Site.objects.filter(is_default_site=True).first()
    return ReplySettings.for_site(site) if site else ReplySettings()


def confirmed():
    return Exists(Subscription.objects.filter(reply=OuterRef("pk"), confirmed_at__isnull=False))


def names_somebody() -> Q:
    """Filter for replies whose `matched` may hold an address: the rules about bans and words may be about one."""
    return ~Q(matched="") & (Q(reason=Reason.BANNED) | Q(matched__contains="@"))


def personal_replies(before: datetime):
    holds = Q(address__isnull=False) | ~Q(user_agent="") | ~Q(writer="") | names_somebody()
    return Reply.objects.filter(holds | (~Q(email="") & ~confirmed()), created_at__lt=before)


def naming_entries(before: datetime):
    """Return what the log says of bans, whom they were about, and of rules that were about an address."""
    bans = Q(action__in=(history.BAN, history.LIFT), data__has_key="value")
    banned = Q(data__before__reason=Reason.BANNED) & ~Q(data__before__matched="")
    matched = Q(action__startswith="comments.") & (banned | Q(data__before__matched__icontains="@"))
    return ModelLogEntry.objects.filter(bans | matched, timestamp__lt=before)


def over(rules: ReplySettings, now: datetime):
    """Return the wishes that nobody confirmed in time, and those about stories that have long been closed."""
    unconfirmed = Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT)
    if not rules.close_after_days:
        return Subscription.objects.filter(unconfirmed)
    closed = now - timedelta(days=max(rules.close_after_days, rules.purge_days))
    return Subscription.objects.filter(unconfirmed | Q(reply__article__first_published_at__lt=closed))


def remove(rows, dry_run: bool) -> int:
    number = rows.count()
    if number and not dry_run:
        rows.delete()
    return number


def empty(rows, act, dry_run: bool) -> int:
    if dry_run:
        return rows.count()
    return sum(act(keys) for keys in batches(rows))


def batches(rows) -> Iterator[list[int]]:
    """Yield the keys of `rows`, each once, in short runs: readers who write meanwhile do not wait for all of them."""
    last = 0
    while keys := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = keys[-1]
        yield keys


@transaction.atomic
def empty_replies(keys: list[int]) -> int:
    replies = Reply.objects.filter(pk__in=keys)
    replies.filter(names_somebody()).update(matched="")
    replies.filter(~confirmed()).update(email="")
    return replies.update(address=None, user_agent="", writer="")


def empty_reports(keys: list[int]) -> int:
    return Report.objects.filter(pk__in=keys).update(address=None)


def empty_entries(keys: list[int]) -> int:
    entries = list(ModelLogEntry.objects.filter(pk__in=keys))
    for entry in entries:
        entry.data = {name: value for name, value in entry.data.items() if name != "value"}
        if isinstance(entry.data.get("before"), dict):
            entry.data["before"] = {**entry.data["before"], "matched": ""}
    ModelLogEntry.objects.bulk_update(entries, ["data"])
    return len(entries)
