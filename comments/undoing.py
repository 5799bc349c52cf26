"""Take back one's own last decision: states, reasons and reports become what they were."""

from copy import copy
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.dateparse import parse_datetime
from wagtail.models import ModelLogEntry

from comments import after_decisions, history
from comments.deciding import deciders, stamp, standing
from comments.models import Reply, Report

LOOKED_THROUGH = 400  # entries of one's own, for a decision that was not taken back yet


@dataclass
class Undone:
    done: list[Reply] = field(default_factory=list)
    # Somebody else has decided since, the text was erased, or it is no longer this moderator's.
    kept: list[tuple[Reply, str]] = field(default_factory=list)


def last_decision(user) -> UUID | None:
    """Return the batch of the last decision by `user` that still stands; None when there is none."""
    actions = [*history.DECISIONS.values(), history.UNDO]
    rows = ModelLogEntry.objects.filter(user=user, action__in=actions).order_by("-pk")
    undone: set[str] = set()
    for batch, action, data in rows.values_list("uuid", "action", "data")[:LOOKED_THROUGH]:
        if action == history.UNDO:
            undone.add(str(data.get("undoes")))
        elif str(batch) not in undone:
            return batch
    return None


@transaction.atomic
def undo(user) -> Undone | None:
    """Take back the last decision of `user`, which may be about many replies; None when there is none to take back.

    What others have decided since stays. Signals are sent within the transaction.
    """
    batch = last_decision(user)
    if batch is None:
        return None
    entries = {
        int(entry.object_id): entry.data
        for entry in ModelLogEntry.objects.filter(uuid=batch, user=user, action__in=history.DECISIONS.values())
    }
    rows = Reply.objects.filter(pk__in=list(entries)).for_moderator(user)
    replies = list(rows.select_for_update(of=("self",)).order_by("pk"))
    result, names = Undone(), deciders(replies)
    for reply in replies:
        data = entries[reply.pk]
        if reply.erased_at:
            result.kept.append((reply, "The person had it erased."))
        elif stamp(reply.decided_at) != data.get("decided") or reply.state != data.get("state"):
            result.kept.append((reply, standing(reply, names)))
        else:
            result.done.append(reply)
    before = [copy(reply) for reply in result.done]
    for reply in result.done:
        restore(reply, entries[reply.pk]["before"])
    # Each gets back values of its own: one statement with a CASE for each field.
    Reply.objects.bulk_update(result.done, ["state", "reason", "matched", "decided_at", "decided_by"], batch_size=100)
    reports = [pk for reply in result.done for pk in entries[reply.pk].get("reports", [])]
    Report.objects.filter(pk__in=reports, closed_by=user).update(closed_at=None, closed_by=None)
    # Also for what was kept: this decision is not asked for again.
    marks = [(reply, {"undoes": str(batch), "state": reply.state}) for reply in replies]
    history.record(history.UNDO, marks or [(Reply(pk=pk), {"undoes": str(batch)}) for pk in entries], user, uuid4())
    pairs = list(zip(before, result.done, strict=True))
    after_decisions.teach(pairs)
    after_decisions.tell(pairs)
    return result


def restore(reply: Reply, before: dict) -> None:
    reply.state, reply.reason, reply.matched = before["state"], before["reason"], before.get("matched", "")
    reply.decided_at = parse_datetime(before["decided_at"]) if before.get("decided_at") else None
    reply.decided_by_id = before.get("decided_by")
