from django.conf import settings
from django.db import models
from django.utils import timezone


class ChecklistTick(models.Model):
    """An answer a person gave on a story's checklist. The page's history keeps those that were taken back."""

    article = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="checklist_ticks")
    item = models.CharField(max_length=40)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ticked_at = models.DateTimeField(default=timezone.now)
    text = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Fingerprint of the text that the answer was given for."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "item"], name="one_tick_per_story_and_item")]

    def __str__(self) -> str:
        return f"{self.item}: {self.ticked_by}"
