from django.conf import settings
from django.db import models
from django.utils import timezone

from comments.querysets import ReplyQuerySet
from comments.reasons import Reason

ERASED_NAME = "Name erased"


class Reply(models.Model):
    """What a reader answered to a story, or to another reply."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"
        SPAM = "spam", "Spam"

    class Mark(models.TextChoices):
        """Who speaks, when it is not a reader."""

        AUTHOR = "author", "Author"
        STAFF = "staff", "Staff"

    article = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="reader_replies")
    # Never rewritten, however deep: threads are flattened when they are shown.
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answers")
    thread = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="in_thread",
        help_text="The reply to the story that began the thread. Empty: this is one.",
    )

    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254, blank=True, help_text="Seen by moderators only; empty once purged.")
    website = models.URLField(max_length=300, blank=True)
    text = models.TextField(help_text="As it was written; escaped, split and linked when it is shown.")
    created_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    matched = models.CharField(max_length=120, blank=True, help_text="The word, address or number the reason is about.")
    spam_score = models.FloatField(null=True, blank=True, help_text="0 (surely good) to 1 (surely spam).")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True, help_text="When a moderator changed the text.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When the person had it erased; the place stays.")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    mark = models.CharField(max_length=10, choices=Mark.choices, blank=True)
    # Where it came from, for rules and moderators; emptied after some days (ReplySettings.purge_days).
    address = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    # A browser that sent replies before proves it with a signed paper kept in its local storage (comments.stamps).
    writer = models.CharField(max_length=32, blank=True, help_text="Names the browser, not the person.")
    digest = models.CharField(max_length=64, help_text="Of article, writer's name and text: tells a second sending.")

    objects = ReplyQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "reply"
        verbose_name_plural = "replies"
        default_permissions = ()
        permissions = [("moderate_reply", "Can moderate replies")]
        indexes = [
            models.Index(fields=["article", "state", "thread", "created_at"], name="reply_page"),
            models.Index(fields=["thread", "created_at"], name="reply_thread"),
            models.Index(fields=["state", "-created_at"], name="reply_queue"),
            models.Index(fields=["email"], name="reply_email"),
            models.Index(fields=["writer"], name="reply_writer"),
            models.Index(fields=["address", "created_at"], name="reply_address"),
        ]
        constraints = [
            # Two submits of one form are one reply, whichever process takes them.
            models.UniqueConstraint(fields=["article", "digest"], name="reply_sent_once"),
        ]

    def __str__(self) -> str:
        return f"Reply {self.pk} by {self.name}"

    @property
    def is_public(self) -> bool:
        return self.state == self.State.APPROVED and self.erased_at is None
