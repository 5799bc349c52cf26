"""How much waits for a moderator: the badge in the menu and the panel on the home page."""

from dataclasses import dataclass

from django.db.models import Count, Value

from comments.models import Reply

WAITING = Reply.State.WAITING


@dataclass(frozen=True)
class ToDo:
    waiting: int
    reported: int
    both: int  # waiting, reported, or both: what the queue has to be gone through for


def to_do(user) -> ToDo:
    """Count what waits for `user`'s decision, in one query a request: the menu asks, and so does the home page."""
    if "_replies_to_do" not in user.__dict__:
        user.__dict__["_replies_to_do"] = count(user)
    return user.__dict__["_replies_to_do"]


def count(user) -> ToDo:
    rows = Reply.objects.for_moderator(user).filter(erased_at=None).order_by()
    waiting = rows.of_state(WAITING).values("state").annotate(replies=Count("pk"), is_reported=Value(0))
    reported = rows.reported().values("state").annotate(replies=Count("pk"), is_reported=Value(1))
    found = {
        (row["state"], bool(row["is_reported"])): row["replies"]
        for row in waiting.union(reported, all=True).values("state", "replies", "is_reported")
    }
    total = sum(replies for (_, is_reported), replies in found.items() if is_reported)
    number = found.get((WAITING.value, False), 0)
    return ToDo(number, total, number + total - found.get((WAITING.value, True), 0))
