from django.db import models

from news.querysets import ReadCountQuerySet


class ReadCount(models.Model):
    """How often a story was read in one hour: all that is kept of its readers."""

    article = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="read_counts")
    hour = models.DateTimeField(help_text="Its beginning.")
    count = models.PositiveIntegerField(default=0)

    objects = ReadCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="one_read_count_an_hour")]
        indexes = [models.Index(fields=["hour"], name="read_count_hour")]

    def __str__(self) -> str:
        return f"{self.count} in the hour of {self.hour:%Y-%m-%d %H:%M}"
