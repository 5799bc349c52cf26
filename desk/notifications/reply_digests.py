"""Tell moderators what waits for them: how many replies, and the oldest. No address of a writer is in it."""

import re
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator

from comments.models import Reply, Report
from comments.permissions import ANSWERS_FOR, MODERATE, below, is_moderator, moderated_paths
from desk.models import Mail, MailPreference, ReplyDigest
from desk.notifications.digests import last_digest_time
from desk.notifications.events import REPLIES, ways_of
from desk.notifications.texts import admin_url, split

EVERY = timedelta(hours=3)  # for those who want to hear at once
SHOWN, EXCERPT = 5, 160
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


def are_due() -> bool:
    return any(True for _ in due_people())


def collect() -> int:
    """Make a mail for each moderator whose turn it is and for whom something waits; return how many."""
    return sum(collect_for(user, way) for user, way in due_people())


def due_people():
    """Yield the moderators whose turn it is, with the way they chose to hear; nobody while nothing waits."""
    newest = newest_wait()
    if newest is None:
        return
    people = moderators()
    chosen = ways_of(people)
    told = dict(ReplyDigest.objects.filter(user__in=people).values_list("user_id", "made_at"))
    for user in people:
        way = chosen.get((user.pk, REPLIES.key), REPLIES.default)
        if way != MailPreference.Way.NEVER and is_due(way, told.get(user.pk), newest):
            yield user, way


def newest_wait() -> datetime | None:
    """Return when the last of what waits came, None when nothing does."""
    replies = Reply.objects.of_state(Reply.State.WAITING).aggregate(Max("created_at"))["created_at__max"]
    reports = open_reports().aggregate(Max("created_at"))["created_at__max"]
    return max((moment for moment in (replies, reports) if moment), default=None)


def is_due(way: str, told_at: datetime | None, newest: datetime) -> bool:
    if told_at is None:
        return True
    if way == MailPreference.Way.NOW:
        # Whoever was told of the old knows of it.
        return told_at < min(timezone.now() - EVERY, newest)
    return told_at < last_digest_time()


def moderators() -> list:
    """List the active people who decide about replies, everywhere or in a section, and have an address."""
    app, codename = MODERATE.split(".")
    holds = Q(is_superuser=True)
    for path in ("groups__permissions", "user_permissions"):
        holds |= Q(**{f"{path}__content_type__app_label": app, f"{path}__codename": codename})
    holds |= Q(groups__page_permissions__permission__codename=ANSWERS_FOR)
    found = get_user_model().objects.filter(holds, is_active=True).exclude(email="").distinct()
    return [user for user in found.order_by("pk") if is_moderator(user)]


@transaction.atomic
def collect_for(user, way: str) -> bool:
    """Tell one moderator, unless another process does or nothing waits; False when there is nothing to send."""
    now = timezone.now()
    row, is_new = ReplyDigest.objects.get_or_create(user=user, defaults={"made_at": now})
    told_at = row.made_at
    if not is_new and not ReplyDigest.objects.filter(pk=row.pk, made_at=told_at).update(made_at=now):
        return False
    if is_new and way == MailPreference.Way.DIGEST:
        return False  # the next digest is the first
    replies = Reply.objects.filter(below(moderated_paths(user), "article__path"), erased_at=None)
    waiting, reported = replies.of_state(Reply.State.WAITING), replies.reported()
    if way == MailPreference.Way.NOW and not is_new and not has_news(waiting, reported, told_at):
        # What is new is another section's; this moderator's turn is not used up.
        ReplyDigest.objects.filter(pk=row.pk).update(made_at=told_at)
        return False
    counts = waiting.count(), reported.count()
    if not any(counts):
        return False
    subject, body = compose(user, *counts, oldest(waiting | reported))
    Mail.objects.create(user=user, event=REPLIES.key, subject=subject, body=body)
    return True


def has_news(waiting, reported, since: datetime) -> bool:
    fresh = open_reports().filter(created_at__gt=since).values("reply")
    return waiting.filter(created_at__gt=since).exists() or reported.filter(pk__in=fresh).exists()


def open_reports():
    return Report.objects.filter(closed_at=None)


def oldest(replies) -> list[dict[str, object]]:
    rows = replies.distinct().select_related("article").order_by("created_at", "pk")[:SHOWN]
    return [
        {
            "name": ADDRESS.sub("…", reply.name),
            "headline": reply.article.title,
            "excerpt": ADDRESS.sub("…", Truncator(" ".join(reply.text.split())).chars(EXCERPT)),
            "created_at": reply.created_at,
        }
        for reply in rows
    ]


def compose(user, waiting: int, reported: int, rows: list[dict[str, object]]) -> tuple[str, str]:
    context = {
        "recipient": user,
        "waiting": waiting,
        "reported": reported,
        "rows": rows,
        "queue_url": admin_url("reply_queue"),
        "account_url": admin_url("wagtailadmin_account"),
    }
    return split(render_to_string("desk/mail/replies.txt", context))


def on_erased(**kwargs) -> None:
    """Drop the digests that have not gone out: one may hold what a person had erased (comments.signals.erased)."""
    Mail.objects.filter(event=REPLIES.key).delete()
