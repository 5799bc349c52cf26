from django.conf import settings
from django.db import models
from django.utils import timezone


class Report(models.Model):
    """A reader says that a reply should not stand there. It reaches the queue even when the reply was approved."""

    class Ground(models.TextChoices):
        ABUSE = "abuse", "It insults or threatens somebody"
        HATE = "hate", "It is hateful"
        FALSE = "false", "It says something false"
        PRIVATE = "private", "It gives away something private"
        SPAM = "spam", "It advertises something"
        OTHER = "other", "Something else"

    reply = models.ForeignKey("comments.Reply", on_delete=models.CASCADE, related_name="reports")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    note = models.CharField(max_length=500, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When a moderator decided about the reply.")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["closed_at", "reply"], name="report_open")]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: reply {self.reply_id}"
