from django.db import models


class Level(models.TextChoices):
    REQUIRED = "required", "Required"
    RECOMMENDED = "recommended", "Recommended"
    OFF = "off", "Off"


class ChecklistLevel(models.Model):
    """What one desk makes of an item of the checklist, where that is not the item's own default."""

    desk = models.ForeignKey("desk.SectionDesk", on_delete=models.CASCADE, related_name="checklist_levels")
    item = models.CharField(max_length=40, help_text="Key of an item of desk.checklist.items.")
    level = models.CharField(max_length=12, choices=Level.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "item"], name="one_level_per_desk_and_item")]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_level_display()}"
