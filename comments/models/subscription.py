from django.db import models
from django.utils import timezone


class Subscription(models.Model):
    """The wish to be mailed when somebody answers a reply. Nothing is sent before the address's owner confirms it."""

    reply = models.OneToOneField("comments.Reply", on_delete=models.CASCADE, related_name="subscription")
    email = models.EmailField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the mail that asks to confirm was sent.")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["email"], name="subscription_email")]

    def __str__(self) -> str:
        return f"Answers to reply {self.reply_id}"


class Notice(models.Model):
    """A mail about an answer that is to be sent, once, to one subscriber."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="notices")
    answer = models.ForeignKey("comments.Reply", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["subscription", "answer"], name="noticed_once")]

    def __str__(self) -> str:
        return f"Notice of reply {self.answer_id}"
