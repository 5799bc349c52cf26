"""How much one address and one network send. Counted in the rows themselves, so that all processes see the same."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zlib import crc32

from django.core.cache import cache
from django.db import connection

from comments.addresses import network_of
from comments.models import Reply, Report

WINDOW = timedelta(minutes=1)
CHECKS_A_MINUTE = 20
REPORTS_A_MINUTE = 5


def replies_of(address: str | None, now: datetime) -> tuple[int, int]:
    """Return how many replies came within the last minute from an address, and from its network."""
    # All states, so that the index by state and time serves; a minute is few rows on the busiest day.
    recent = Reply.objects.filter(state__in=Reply.State.values, created_at__gt=now - WINDOW)
    return counted(recent.values_list("address", flat=True), address)


def counted(addresses: Iterable[str | None], address: str | None) -> tuple[int, int]:
    found = list(addresses)
    network = network_of(address)
    return found.count(address), sum(network_of(other) == network for other in found)


def reports_of(address: str | None, now: datetime) -> int:
    return Report.objects.filter(address=address, created_at__gt=now - WINDOW).count()


def take_turns(address: str | None) -> None:
    """Let what comes from one network be counted and stored one after the other; call it in a transaction.

    SQLite's transactions are IMMEDIATE: there everybody does.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x5E91, crc32(network_of(address).encode()) >> 1])


def may_check(address: str | None) -> bool:
    """Count a question about a reply that is not stored, and tell whether it is answered.

    In the cache, which may miss one of two at the same moment: a question changes nothing.
    """
    key = f"comments.checks.{network_of(address)}"
    cache.add(key, 0, WINDOW.total_seconds())
    try:
        return cache.incr(key) <= CHECKS_A_MINUTE
    except ValueError:  # it ran out between the two lines
        return True
