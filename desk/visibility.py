"""Which part of the page tree is a person's: the filters of board, home and calendar."""

from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone
from wagtail.permission_policies.pages import PagePermissionPolicy


def places(user, permission: str = "") -> list[str]:
    """Return the paths in the page tree below which `user` holds a page permission: `permission`, else any.

    An administrator holds all of them everywhere: the one path that all others begin with.
    """
    if not user.is_active:
        return []
    if user.is_superuser:
        return [""]
    rows = PagePermissionPolicy().get_cached_permissions_for_user(user)
    return sorted({row.page.path for row in rows if permission in ("", row.permission.codename.rpartition("_")[0])})


def within(paths: list[str], field: str = "path") -> Q:
    """Filter for rows whose `field` is a path at or below one of `paths`."""
    if "" in paths:
        return Q()
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths), Q(pk__in=[]))


def can_see_board(user) -> bool:
    """Tell whether board and calendar have anything for `user`: whether they work on any section's stories."""
    return bool(places(user))


def newsroom_day(moment: datetime | None = None) -> tuple[datetime, datetime]:
    """Return when the newsroom's day of `moment` begins and when the next one does; the default is today."""
    zone = timezone.get_default_timezone()
    today = timezone.localtime(moment, zone).date()
    return datetime.combine(today, time.min, zone), datetime.combine(today + timedelta(days=1), time.min, zone)
