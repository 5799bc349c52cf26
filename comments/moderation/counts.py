"""How much waits for a moderator: the badge in the menu and the panel on the home page."""

from dataclasses import dataclass

from comments.models import Reply


@dataclass(frozen=True)
class ToDo:
    waiting: int
    reported: int
    both: int  # waiting, reported, or both: what the queue has to be gone through for


def to_do(user) -> ToDo:
    """Count what waits for `user`'s decision, in two queries."""
    rows = Reply.objects.for_moderator(user).filter(erased_at=None)
    waiting = rows.of_state(Reply.State.WAITING).count()
    reported = list(rows.reported().order_by().values_list("state", flat=True))
    still_waiting = reported.count(Reply.State.WAITING)
    return ToDo(waiting, len(reported), waiting + len(reported) - still_waiting)
