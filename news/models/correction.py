from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from news.changes import refuse_future
from news.querysets import CorrectionQuerySet


class Correction(Orderable):
    """A public note that a story was wrong and is now right; shown on it, at /corrections/ and in its feed."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"

    article = ParentalKey("news.Article", on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CORRECTION)
    date = models.DateTimeField(
        null=True, blank=True, help_text="Leave this empty: it becomes the moment of going live."
    )
    text = models.TextField(max_length=1_000, help_text="What was wrong, and what is right. Readers see this.")

    panels = [FieldPanel("kind"), FieldPanel("text"), FieldPanel("date")]
    objects = CorrectionQuerySet.as_manager()

    class Meta(Orderable.Meta):
        indexes = [models.Index(fields=["-date"], name="correction_newest")]

    def clean(self) -> None:
        refuse_future(self.date)
