import secrets
import uuid

from django.db import models

from core.models.outbox_item import OutboxItem
from news.models import Section


def new_secret() -> str:
    return secrets.token_hex(32)


class Webhook(models.Model):
    """An address of another system that is told what happens to stories."""

    name = models.CharField(max_length=80)
    url = models.URLField("address", max_length=500)
    # The receiver checks the signature of each call with it.
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    events = models.JSONField(default=list, blank=True)
    section = models.ForeignKey(
        Section,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Only stories of this section and below. Empty: all.",
    )
    with_embargoed = models.BooleanField(
        "stories under embargo, too",
        default=False,
        help_text="Headlines leave the newsroom with each call: leave this off unless the receiver keeps embargoes.",
    )
    active = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(OutboxItem):
    """One call of a webhook: what was sent, and what came back."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    # The very bytes that are signed, the same at each attempt.
    payload = models.TextField()
    response_code = models.PositiveSmallIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "call"
        verbose_name_plural = "calls"
        indexes = [models.Index(fields=["status", "next_attempt_at"], name="desk_webhook_due")]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
