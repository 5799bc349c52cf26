from django.conf import settings
from django.db import models
from django.utils import timezone

REASON_LIMIT = 500


class UnreviewedPublicationQuerySet(models.QuerySet):
    def unread(self):
        """Keep what nobody has read afterwards: it stays in sight until somebody has."""
        return self.filter(read_at=None)

    def readable_by(self, user):
        """Keep the stories of the sections that `user` answers for, as section editor or as managing editor."""
        from desk.permissions import pages_answered_for

        return self.filter(article__in=pages_answered_for(user).values("pk"))

    def for_report(self):
        """Load what the report shows, unread ones first, in a fixed number of queries."""
        return self.select_related(
            "article", "article__latest_revision", "revision", "user__wagtail_userprofile", "read_by"
        ).order_by(models.F("read_at").desc(nulls_first=True), "-published_at", "-pk")


class UnreviewedPublication(models.Model):
    """A version that went to readers past the workflow: who did it, why, and who has read it since."""

    article = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="unreviewed_publications")
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=REASON_LIMIT)
    published_at = models.DateTimeField(
        default=timezone.now, db_index=True, help_text="When it was published, or scheduled."
    )
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(null=True)

    objects = UnreviewedPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "publication without review"
        verbose_name_plural = "publications without review"
        default_permissions = ()
        permissions = [("publish_without_review", "Can publish a story without review")]
        indexes = [models.Index(fields=["read_at"], condition=models.Q(read_at=None), name="unread_publications")]

    def __str__(self) -> str:
        return f"{self.article} ({self.user})"
