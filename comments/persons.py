"""Find, and hand out, everything that is kept about an e-mail address (GDPR article 15; Nigeria's NDPA section 34)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from comments import history
from comments.mail_addresses import keys_of
from comments.models import Ban, MailAddress, Reply, Subscription

REPLY_FIELDS = (
    "name",
    "email",
    "website",
    "text",
    "created_at",
    "state",
    "reason",
    "matched",
    "spam_score",
    "decided_at",
    "edited_at",
    "erased_at",
    "mark",
    "address",
    "user_agent",
    "writer",
)


def replies_of(email: str, numbers: Sequence[int] = ()):
    """Return the replies sent with an address, however it is capitalised, and those with `numbers`."""
    wished = subscriptions_of(email).values("reply")
    return Reply.objects.filter(Q(email__iexact=email) | Q(pk__in=wished) | Q(pk__in=numbers))


def subscriptions_of(email: str):
    return Subscription.objects.filter(email__iexact=email)


def bans_of(email: str):
    return Ban.objects.filter(kind=Ban.Kind.EMAIL, value__iexact=email)


def export(email: str, numbers: Sequence[int] = ()) -> dict[str, Any]:
    """Return all that is kept about an address, ready for JSON; of others, not even who decided or reported."""
    replies = replies_of(email, numbers).select_related("article").prefetch_related("reports").order_by("pk")
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in history.entries_of(replies):
        row = {"what": entry.action, "at": entry.timestamp, "data": without_others(entry.data)}
        entries.setdefault(str(entry.object_id), []).append(row)
    return {
        "email": email,
        "made_at": timezone.now(),
        "replies": [{**about_reply(reply), "history": entries.get(str(reply.pk), [])} for reply in replies],
        "subscriptions": [about_subscription(wish) for wish in subscriptions_of(email).prefetch_related("notices")],
        "bans": list(bans_of(email).values("kind", "value", "note", "created_at", "ends_at")),
        "mail": list(MailAddress.objects.filter(key__in=keys_of(email)).values("asked_at", "refused_at")),
    }


def without_others(data: dict[str, Any]) -> dict[str, Any]:
    before = data.get("before")
    if not isinstance(before, dict):
        return data
    return {**data, "before": {name: value for name, value in before.items() if name != "decided_by"}}


def about_reply(reply: Reply) -> dict[str, Any]:
    reports = [
        {"ground": report.ground, "note": report.note, "created_at": report.created_at, "closed_at": report.closed_at}
        for report in reply.reports.all()
    ]
    return {
        "id": reply.pk,
        "story": reply.article.title,
        "story_url": reply.article.full_url,
        "answer_to": reply.parent_id,
        **{name: getattr(reply, name) for name in REPLY_FIELDS},
        "reports": reports,
    }


def about_subscription(wish: Subscription) -> dict[str, Any]:
    return {
        "reply": wish.reply_id,
        "email": wish.email,
        "network": wish.network,
        "created_at": wish.created_at,
        "asked_at": wish.asked_at,
        "confirmed_at": wish.confirmed_at,
        "mails": [
            {"about": notice.answer_id, "created_at": notice.created_at, "status": notice.status}
            for notice in wish.notices.all()
        ],
    }


def is_empty(found: dict[str, Any]) -> bool:
    return not any(found[part] for part in ("replies", "subscriptions", "bans", "mail"))
