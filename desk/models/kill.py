from django.conf import settings
from django.db import models


class KillQuerySet(models.QuerySet):
    def holding(self):
        """Keep those that nobody has taken back."""
        return self.filter(restored_at=None)


class Kill(models.Model):
    """The act of taking a story away from readers for good, and of letting it come back; desk.killing does both."""

    article = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="kills")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(max_length=1_000)
    killed_at = models.DateTimeField()
    restored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    restore_reason = models.TextField(max_length=1_000, blank=True)
    restored_at = models.DateTimeField(null=True)

    objects = KillQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("kill_story", "Can kill a story and bring it back")]
        get_latest_by = "killed_at"
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(restored_at=None), name="one_kill_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Kill of {self.article_id} at {self.killed_at}"
