"""Publish and unpublish on time: each item in its own transaction, by exactly one process, tried until it works."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import AbstractPage, DraftStateMixin, Page, Revision

from desk.permissions import embargo_end

logger = logging.getLogger("pulse.schedule")
SKIPPED = None


@dataclass
class Report:
    """What one round did."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    postponed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = {name: len(items) for name, items in vars(self).items()}
        return ", ".join(f"{number} {name}" for name, number in counts.items())


def publish_due(stop: Callable[[], bool] = lambda: False) -> Report:
    """Take down what has expired and publish what is due, the longest overdue first.

    An item that fails is logged, keeps its schedule and is tried again in the next round; the others go on. `stop` is
    asked between items.
    """
    report, now = Report(), timezone.now()
    for model in draft_models():
        expired = model._default_manager.filter(live=True, expire_at__lte=now).order_by("expire_at")
        for pk in list(expired.values_list("pk", flat=True)):
            if stop():
                return report
            attempt(report, partial(expire, model, pk, now), partial(model._default_manager.get, pk=pk))
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        if stop():
            return report
        attempt(report, partial(publish, pk, now), partial(scheduled_item, pk))
    return report


def draft_models() -> list[type[models.Model]]:
    """List what has drafts: pages, through their base, and every other such model."""
    others = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in others if not issubclass(model, AbstractPage))]


def attempt(report: Report, act: Callable[[], tuple[str, str] | None], find: Callable[[], models.Model]) -> None:
    try:
        with transaction.atomic():
            done = act()
    except Exception as error:
        name = describe(find)
        report.failed.append(name)
        logger.exception("%s could not go on schedule: %s", name, remedy(error))
        return
    if done is not SKIPPED:
        what, name = done
        getattr(report, what).append(name)
        logger.info("%s: %s", what.capitalize(), name)


def expire(model: type[models.Model], pk, now: datetime) -> tuple[str, str] | None:
    """Take down one expired item, unless another process has it or has done it."""
    claimed = model._default_manager.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=pk, live=True, expire_at__lte=now
    )
    found = claimed.first()
    if found is None:
        return SKIPPED
    item: Any = found.specific if isinstance(found, Page) else found
    item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return "expired", str(item)


def publish(pk: int, now: datetime) -> tuple[str, str] | None:
    """Publish one scheduled revision, unless another process has it or has done it."""
    # PostgreSQL passes over a row that another process holds; on SQLite the transaction is the lock (IMMEDIATE),
    # and whoever comes second finds the schedule cleared.
    claimed = Revision.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=pk, approved_go_live_at__lte=now
    )
    revision = claimed.first()
    if revision is None:
        return SKIPPED
    item = revision.as_object()
    if end := embargo_end(item) if isinstance(item, Page) else None:
        revision.content["go_live_at"] = end.isoformat()
        revision.approved_go_live_at = end
        revision.save(update_fields=["content", "approved_go_live_at"])
        return "postponed", f"{item} (under embargo)"
    revision.publish(log_action="wagtail.publish.scheduled")
    return "published", str(item)


def scheduled_item(pk: int) -> models.Model:
    return Revision.objects.get(pk=pk).content_object


def describe(find: Callable[[], models.Model]) -> str:
    try:
        item = find()
    except Exception:  # the item itself may be what is broken
        return "An item that cannot be read"
    address = f", {reverse('wagtailadmin_pages:edit', args=[item.pk])}" if isinstance(item, Page) else ""
    return f"“{item}” ({item._meta.verbose_name} {item.pk}{address})"


def remedy(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return (
            f"{' '.join(error.messages)} Cancel its schedule, mend it and approve it again; until then it is retried."
        )
    return f"{error}. It stays scheduled and is tried again every minute; if that does not help, cancel its schedule."
