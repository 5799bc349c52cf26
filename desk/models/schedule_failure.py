from datetime import datetime, timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision

# The first mail goes out at once, the next ones while it still fails after an hour and after a day.
NOTICES_AFTER = [timedelta(0), timedelta(hours=1), timedelta(days=1)]
# A mail that reached nobody is sent again: the mail server may have been down.
NOTICE_RETRY = timedelta(minutes=5)


class ScheduleFailureQuerySet(models.QuerySet):
    def open(self):
        """Keep what still does not go out, or come down, on time."""
        return self.filter(solved_at=None)

    def of(self, item: models.Model):
        """Keep the failures of one page, bundle or other object."""
        # A page may be at hand as the base class only.
        content_type = item.content_type_id if isinstance(item, Page) else ContentType.objects.get_for_model(item).pk
        return self.filter(content_type_id=content_type, object_id=str(item.pk))

    def oldest_first(self):
        return self.order_by("first_failed_at", "pk")

    def for_report(self):
        """Load what the report “Failed schedules” shows, in a number of queries that grows with the kinds only."""
        return self.select_related("content_type").prefetch_related("item")


class ScheduleFailure(models.Model):
    """Something that the clock could not publish or take down on time; open until it works or its schedule is gone."""

    class Action(models.TextChoices):
        PUBLISH = "publish", "Go live"
        EXPIRE = "expire", "Expire"

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    item = GenericForeignKey("content_type", "object_id")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=10, choices=Action.choices, default=Action.PUBLISH)
    # Kept beside the reference: the item itself may be what cannot be read.
    name = models.CharField(max_length=255)
    due_at = models.DateTimeField("due", null=True)
    error = models.TextField("what happened")
    remedy = models.TextField("what to do")
    attempts = models.PositiveIntegerField(default=0)
    first_failed_at = models.DateTimeField(default=timezone.now)
    last_failed_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True)
    notices = models.PositiveSmallIntegerField(default=0, help_text="How many times people have been told.")
    notice_due_at = models.DateTimeField(null=True, default=timezone.now)

    objects = ScheduleFailureQuerySet.as_manager()

    class Meta:
        verbose_name = "failed schedule"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "action"],
                condition=models.Q(solved_at=None),
                name="desk_one_open_failure_per_item",
            )
        ]
        indexes = [models.Index(fields=["solved_at", "first_failed_at"], name="desk_failure_open")]

    def __str__(self) -> str:
        return self.name

    def next_notice(self) -> datetime | None:
        """Return when people are to be told again, None when they have been told for the last time."""
        if self.notices >= len(NOTICES_AFTER):
            return None
        return self.first_failed_at + NOTICES_AFTER[self.notices]
