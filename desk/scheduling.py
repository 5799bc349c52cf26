"""Publish and unpublish on time: each item in its own transaction, by exactly one process, tried until it works."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import AbstractPage, DraftStateMixin, Page, Revision

from desk import failures
from desk.bundles.going_live import put_bundle_live
from desk.models import Bundle, ScheduleFailure
from desk.permissions import embargo_end
from desk.publishing import put_live
from news.models import Article

logger = logging.getLogger("pulse.schedule")
SKIPPED = None
UNREADABLE = "An item that cannot be read"


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


@dataclass(frozen=True)
class Job:
    """One item that is due: what to do with it, and how to name it should that fail."""

    act: Callable[[], tuple[str, str] | None]
    content_type_id: int
    object_id: str
    due_at: datetime
    action: str = ScheduleFailure.Action.PUBLISH
    revision_id: int | None = None

    def item(self) -> models.Model:
        return ContentType.objects.get_for_id(self.content_type_id).get_object_for_this_type(pk=self.object_id)


def publish_due(stop: Callable[[], bool] = lambda: False) -> Report:
    """Take down what has expired and publish what is due: bundles first, then the longest overdue.

    An item that fails is logged and remembered (desk.failures), keeps its schedule and is tried again in the next
    round; the others go on. `stop` is asked between items.
    """
    report, now = Report(), timezone.now()
    failures.solve_what_is_settled()
    for find in (expired_items, due_bundles, due_revisions):
        for job in list(find(now)):
            if stop():
                return report
            attempt(report, job)
    return report


def expired_items(now: datetime) -> Iterator[Job]:
    for model in draft_models():
        expired = model._default_manager.filter(live=True, expire_at__lte=now).order_by("expire_at")
        own_type = ContentType.objects.get_for_model(model)
        for item in expired:
            content_type_id = item.content_type_id if isinstance(item, Page) else own_type.pk
            yield Job(
                partial(expire, model, item.pk, now),
                content_type_id,
                str(item.pk),
                item.expire_at,
                ScheduleFailure.Action.EXPIRE,
            )


def due_bundles(now: datetime) -> Iterator[Job]:
    content_type = ContentType.objects.get_for_model(Bundle)
    for pk, go_live_at in Bundle.objects.due(now).values_list("pk", "go_live_at"):
        yield Job(partial(publish_bundle, pk, now), content_type.pk, str(pk), go_live_at)


def due_revisions(now: datetime) -> Iterator[Job]:
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for pk, content_type_id, object_id, go_live_at in due.values_list(
        "pk", "content_type_id", "object_id", "approved_go_live_at"
    ):
        yield Job(partial(publish, pk, now), content_type_id, object_id, go_live_at, revision_id=pk)


def draft_models() -> list[Any]:
    """List what has drafts: pages, through their base, and every other such model."""
    others = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in others if not issubclass(model, AbstractPage))]


def attempt(report: Report, job: Job) -> None:
    try:
        with transaction.atomic():
            done = job.act()
    except Exception as error:
        name = describe(job)
        report.failed.append(name)
        logger.exception("%s could not go on schedule: %s", name, failures.remedy(error))
        remember(job, error)
        return
    if done is not SKIPPED:
        what, name = done
        getattr(report, what).append(name)
        logger.info("%s: %s", what.capitalize(), name)


def remember(job: Job, error: Exception) -> None:
    """Keep the failure for the newsroom to see; the clock goes on when even that is impossible."""
    try:
        with transaction.atomic():
            if job.content_type_id == ContentType.objects.get_for_model(Bundle).pk:
                Bundle.objects.filter(pk=job.object_id, status=Bundle.Status.SCHEDULED).update(
                    status=Bundle.Status.FAILED
                )
            failures.record(
                job.content_type_id,
                job.object_id,
                name=headline(job),
                error=error,
                action=job.action,
                revision_id=job.revision_id,
                due_at=job.due_at,
            )
    except Exception:
        logger.exception("The failure of %s could not be noted.", job.object_id)


def expire(model: type[models.Model], pk, now: datetime) -> tuple[str, str] | None:
    """Take down one expired item, unless another process has it or has done it."""
    claimed = model._default_manager.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=pk, live=True, expire_at__lte=now
    )
    found = claimed.first()
    if found is None:
        return SKIPPED
    item: Any = found.specific if isinstance(found, Page) else found
    # Wagtail takes the schedule of a later version away together with the page.
    later = list(item.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at"))
    item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision_pk, go_live_at in later:
        Revision.objects.filter(pk=revision_pk).update(approved_go_live_at=go_live_at)
    failures.solve(item)
    return "expired", str(item)


def publish_bundle(pk: int, now: datetime) -> tuple[str, str] | None:
    """Publish one bundle as a whole, unless another process has it or has done it."""
    bundle = Bundle.objects.due(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if bundle is None:
        return SKIPPED
    put_bundle_live(bundle, log_action="wagtail.publish.scheduled")
    return "published", f"Bundle “{bundle}”"


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
    if isinstance(item, Article):
        put_live(revision, log_action="wagtail.publish.scheduled")
    else:
        revision.publish(log_action="wagtail.publish.scheduled")
    failures.solve(item)
    return "published", str(item)


def describe(job: Job) -> str:
    """Name an item in the log, with the address where it can be mended."""
    try:
        item = job.item()
        address = f", {reverse('wagtailadmin_pages:edit', args=[item.pk])}" if isinstance(item, Page) else ""
        return f"“{item}” ({item._meta.verbose_name} {item.pk}{address})"
    except Exception:  # the item itself may be what is broken
        return UNREADABLE


def headline(job: Job) -> str:
    """Name an item for the newsroom, as its latest version is called."""
    try:
        item = job.item()
        return getattr(item, "draft_title", "") or str(item)
    except Exception:
        return UNREADABLE
