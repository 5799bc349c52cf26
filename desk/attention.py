"""What home and board say first: stories that went out unread, and what could not go out."""

from django.db.models import Value
from django.urls import reverse

from desk.board.alerts import Alert
from desk.failures import can_see_failures, visible_to
from desk.models import ScheduleFailure, UnreviewedPublication
from desk.permissions import can_see_unreviewed


def attention(user) -> list[Alert]:
    """Return what `user` must not overlook; one query as long as nothing has failed."""
    if not can_see_unreviewed(user) and not can_see_failures(user):
        return []
    unread = UnreviewedPublication.objects.unread().readable_by(user).values_list("pk", Value(False))
    failed = ScheduleFailure.objects.open().values_list("pk", Value(True))
    rows = list(unread.union(failed, all=True))
    failures = visible_to(user) if any(is_failure for _, is_failure in rows) else []
    return [*failed_schedules(failures), *unread_publications(sum(not is_failure for _, is_failure in rows))]


def failed_schedules(failures) -> list[Alert]:
    return [
        Alert(
            f"“{failure.name}” could not go out on time: {failure.remedy}", reverse("failed_schedules"), critical=True
        )
        for failure in failures
    ]


def unread_publications(count: int) -> list[Alert]:
    if not count:
        return []
    stories = "story was" if count == 1 else "stories were"
    return [Alert(f"{count} {stories} published without review: read afterwards.", reverse("desk_unreviewed"))]
