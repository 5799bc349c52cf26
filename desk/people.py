"""How the newsroom's people are named and listed."""

from django.db.models import QuerySet


def name_of(user) -> str:
    """Return a person's name, the user name when there is none; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""


def by_name(users: QuerySet) -> QuerySet:
    return users.order_by("first_name", "last_name", "username")
