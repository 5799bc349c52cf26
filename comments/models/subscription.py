from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.outbox_item import OutboxItem


class Subscription(models.Model):
    """The wish to be mailed when somebody answers a reply. Nothing is sent before the address's owner confirms it."""

    reply = models.OneToOneField("comments.Reply", on_delete=models.CASCADE, related_name="subscription")
    email = models.EmailField(max_length=254, help_text="In small letters.")
    network = models.CharField(max_length=43, blank=True, help_text="Whence it was asked for, such as 192.0.2.0/24.")
    created_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the mail that asks to confirm was made.")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["email"], name="subscription_email")]

    def __str__(self) -> str:
        return f"Answers to reply {self.reply_id}"


class Notice(OutboxItem):
    """A mail to a subscriber that has to go out, once: about an answer or, without one, to ask for confirmation.

    It is kept once it is sent, so that an answer that is taken down and put back is told of only once.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="notices")
    answer = models.ForeignKey("comments.Reply", null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["status", "next_attempt_at"], name="notice_due")]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "answer"], name="noticed_once"),
            models.UniqueConstraint(fields=["subscription"], condition=Q(answer=None), name="asked_once"),
        ]

    def __str__(self) -> str:
        return f"Notice of reply {self.answer_id}" if self.answer_id else "Question whether to send notices"
