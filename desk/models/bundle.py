from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, Revision


class BundleQuerySet(models.QuerySet):
    def waiting(self):
        """Keep those that have not gone live."""
        return self.exclude(status=Bundle.Status.PUBLISHED)

    def due(self, now):
        """Keep what the clock has to publish by `now`: the scheduled ones, and those that failed before."""
        return self.filter(status__in=Bundle.ON_THE_CLOCK, go_live_at__lte=now).order_by("go_live_at", "pk")

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class Bundle(models.Model):
    """Stories that go live together, all or none, at one time or by hand; desk.bundles has the rules."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        SCHEDULED = "scheduled", "Scheduled"
        FAILED = "failed", "Failed"
        PUBLISHED = "published", "Published"

    ON_THE_CLOCK = (Status.SCHEDULED, Status.FAILED)

    title = models.CharField(max_length=120, help_text="What the newsroom calls it: “Budget day”.")
    go_live_at = models.DateTimeField(
        "goes live at", null=True, blank=True, help_text="Empty: somebody publishes it by hand."
    )
    note = models.TextField(blank=True, max_length=1000, help_text="For the newsroom only.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)

    objects = BundleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class BundleItemQuerySet(models.QuerySet):
    def of(self, item: models.Model):
        # A page may be at hand as the base class only.
        content_type = item.content_type_id if isinstance(item, Page) else ContentType.objects.get_for_model(item).pk
        return self.filter(content_type_id=content_type, object_id=item.pk)

    def waiting(self):
        """Keep the members of bundles that have not gone live."""
        return self.filter(waiting=True)


class BundleItem(models.Model):
    """One member of a bundle: a story today, anything with drafts tomorrow."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="items")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    # The approval: which version, and its text, because a version can be saved over.
    revision = models.ForeignKey(Revision, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=64, blank=True, editable=False)
    sort_order = models.PositiveIntegerField(default=0)
    waiting = models.BooleanField(default=True, editable=False)

    objects = BundleItemQuerySet.as_manager()

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(waiting=True),
                name="desk_one_waiting_bundle_per_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} in {self.bundle}"
