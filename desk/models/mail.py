from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from core.models.outbox_item import OutboxItem


class MailPreference(models.Model):
    """How a person wants to hear of one kind of event; without a row the event's default holds."""

    class Way(models.TextChoices):
        NOW = "now", "At once"
        DIGEST = "digest", "In the daily digest"
        NEVER = "never", "Not at all"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences")
    event = models.CharField(max_length=40)
    way = models.CharField(max_length=6, choices=Way.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="desk_one_preference_an_event")]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_way_display()}"


class Mail(OutboxItem):
    """A mail that has not gone out yet; the row goes when the mail does."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=40)
    # Empty for a digest.
    story = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=300)
    body = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["status", "next_attempt_at"], name="desk_mail_due")]

    def __str__(self) -> str:
        return self.subject


class ReplyDigest(models.Model):
    """When a moderator was last told of replies that wait: nobody is told twice, however many workers there are."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Replies, told at {self.made_at:%Y-%m-%d %H:%M}"


class DigestEntry(models.Model):
    """One line of somebody's next digest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=40)
    story = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    line = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.line
