from django.db import models

from desk.models.checklist_level import Level


class CustomCheck(models.Model):
    """A question of a desk's own on its checklist; somebody answers it with a tick."""

    desk = models.ForeignKey("desk.SectionDesk", on_delete=models.CASCADE, related_name="custom_checks")
    text = models.CharField("what has to be done", max_length=120)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.RECOMMENDED)
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        return f"custom-{self.pk}"
