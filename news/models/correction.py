from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from news.querysets import CorrectionQuerySet


class Correction(Orderable):
    """A public note that a story was wrong and is now right; shown on it and at /corrections/."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"

    article = ParentalKey("news.Article", on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CORRECTION)
    date = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=1_000, help_text="What was wrong, and what is right. Readers see this.")

    panels = [FieldPanel("kind"), FieldPanel("date"), FieldPanel("text")]
    objects = CorrectionQuerySet.as_manager()

    class Meta(Orderable.Meta):
        indexes = [models.Index(fields=["-date"], name="correction_newest")]
