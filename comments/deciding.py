"""Approve, reject, put with the spam: set-based, in one transaction, and never over what another just decided."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from comments import after_decisions, history
from comments.models import Reply, Report
from comments.people import name_of
from comments.reasons import Reason
from core.clocks import both_clocks

ERASED = "The person had this reply erased: there is nothing to decide any more."


@dataclass(frozen=True)
class Seen:
    """What a moderator had before them when they decided: kept in the form as “approved-1732790000.5--17”."""

    state: str
    decided: str = ""
    edited: str = ""
    report: int = 0

    def __str__(self) -> str:
        return "-".join([self.state, self.decided, self.edited, str(self.report)])

    @classmethod
    def of(cls, reply: Reply, last_report: int | None = None) -> "Seen":
        """Return what shows of `reply`; `last_report` is the number of its newest open report."""
        return cls(reply.state, stamp(reply.decided_at), stamp(reply.edited_at), last_report or 0)

    @classmethod
    def read(cls, written: str) -> "Seen | None":
        """Return what a form carries; None for what no form of ours holds."""
        parts = written.split("-")
        if len(parts) != 4 or parts[0] not in Reply.State.values or not parts[3].isdecimal() or len(parts[3]) > 18:
            return None
        return cls(parts[0], parts[1], parts[2], int(parts[3]))

    def is_still(self, reply: Reply) -> bool:
        return (self.state, self.decided, self.edited) == (
            reply.state, stamp(reply.decided_at), stamp(reply.edited_at)
        )  # fmt: skip


def stamp(moment: datetime | None) -> str:
    return f"{moment.timestamp():.6f}" if moment else ""


@dataclass
class Decided:
    """What came of a decision about several replies."""

    done: list[Reply] = field(default_factory=list)
    already: list[tuple[Reply, str]] = field(default_factory=list)  # with what to tell the moderator
    missing: list[int] = field(default_factory=list)  # gone, or not this moderator's
    batch: UUID | None = None


@transaction.atomic
def decide(seen: Mapping[int, Seen | None] | Iterable[int], state: str, user) -> Decided:
    """Give replies, by number, the state "approved", "rejected" or "spam", as far as `user` moderates them.

    With what the moderator saw of each, a reply that has changed since is left alone, and reports that came in since
    stay open. Raises ValueError for another state. Signals are sent within the transaction.
    """
    state = Reply.State(state)
    action = history.DECISIONS.get(state)
    if action is None:
        raise ValueError(f"Nobody decides that a reply is {state}.")
    views: dict[int, Seen | None] = dict(seen) if isinstance(seen, Mapping) else dict.fromkeys(seen)
    rows = Reply.objects.filter(pk__in=list(views)).for_moderator(user)
    # In the order of their numbers, so that two moderators never wait for each other.
    replies = list(rows.select_for_update(of=("self",)).order_by("pk"))
    reported = open_reports(replies)
    result = Decided(missing=sorted(set(views) - {reply.pk for reply in replies}), batch=uuid4())
    names = deciders(replies)
    to_do = []
    for reply in replies:
        if refusal := refusal_of(reply, views[reply.pk], state, bool(reported.get(reply.pk)), names):
            result.already.append((reply, refusal))
        else:
            to_do.append(reply)
    if to_do:
        change(to_do, state, action, user, views, reported, result)
    return result


def change(to_do: list[Reply], state, action: str, user, views, reported, result: Decided) -> None:
    now = timezone.now()
    before = [copy(reply) for reply in to_do]
    closed = {
        reply.pk: [pk for pk in reported.get(reply.pk, []) if not (view := views[reply.pk]) or pk <= view.report]
        for reply in to_do
    }
    write(to_do, state=state, reason=Reason.MODERATOR, matched="", decided_at=now, decided_by=user)
    numbers = [pk for found in closed.values() for pk in found]
    Report.objects.filter(pk__in=numbers).update(closed_at=now, closed_by=user)
    rows = [
        (new, {"before": kept(old), "state": state.value, "decided": stamp(now), "reports": closed[new.pk]})
        for old, new in zip(before, to_do, strict=True)
    ]
    history.record(action, rows, user, result.batch or uuid4())
    result.done = to_do
    pairs = list(zip(before, to_do, strict=True))
    after_decisions.teach(pairs)
    after_decisions.tell(pairs)


def write(replies: list[Reply], **values) -> None:
    """Give all `replies` the same values, in the database and in memory."""
    Reply.objects.filter(pk__in=[reply.pk for reply in replies]).update(**values)
    for reply in replies:
        for name, value in values.items():
            setattr(reply, name, value)


def kept(reply: Reply) -> dict[str, object]:
    """Return what the log keeps of a reply before a decision, so that it can be taken back."""
    return {
        "state": reply.state,
        "reason": reply.reason,
        "matched": reply.matched,
        "decided_at": reply.decided_at and reply.decided_at.isoformat(),
        "decided_by": reply.decided_by_id,
    }


def open_reports(replies: Iterable[Reply]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = Report.objects.filter(reply__in=[reply.pk for reply in replies], closed_at=None)
    for reply, report in rows.order_by("pk").values_list("reply", "pk"):
        found.setdefault(reply, []).append(report)
    return found


def last_reports(replies: Iterable[Reply]) -> dict[int, int]:
    """Return the number of the newest open report of each reply that has one."""
    rows = Report.objects.filter(reply__in=[reply.pk for reply in replies], closed_at=None)
    return dict(rows.order_by().values("reply").annotate(last=Max("pk")).values_list("reply", "last"))


# What a moderator is told


def refusal_of(reply: Reply, seen: Seen | None, state: str, is_reported: bool, names: dict[int, str]) -> str:
    if reply.erased_at:
        return ERASED
    if seen is not None and not seen.is_still(reply):
        if seen.edited != stamp(reply.edited_at) and seen.decided == stamp(reply.decided_at):
            return "Its text was edited a moment ago. Read it again before you decide."
        return f"{standing(reply, names)} Nothing was changed."
    if reply.state == state and reply.reason == Reason.MODERATOR and not is_reported:
        return f"{standing(reply, names)} Nothing was changed."
    return ""


def standing(reply: Reply, names: dict[int, str]) -> str:
    """Say who decided what about a reply, and when."""
    words = {
        Reply.State.APPROVED: "approved it",
        Reply.State.REJECTED: "rejected it",
        Reply.State.SPAM: "put it with the spam",
    }.get(Reply.State(reply.state))
    if words is None or reply.decided_at is None:
        return f"It is {reply.get_state_display().lower()} now."
    who = names.get(reply.decided_by_id or 0, "Somebody")
    return f"{who} {words} on {both_clocks(reply.decided_at)}."


def deciders(replies: Iterable[Reply]) -> dict[int, str]:
    """Name those who decided about `replies`, in one query."""
    from django.contrib.auth import get_user_model

    numbers = {reply.decided_by_id for reply in replies if reply.decided_by_id}
    return {pk: name_of(user) for pk, user in get_user_model().objects.in_bulk(numbers).items()} if numbers else {}
