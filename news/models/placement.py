from django.db import models
from wagtail.models import Orderable, Page


class Placement(Orderable):
    """A container's place on a front. Which containers stand where is no part of what is in them."""

    front = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="placements")
    container = models.ForeignKey("news.Container", on_delete=models.CASCADE, related_name="placements")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["front", "container"], name="unique_container_per_front")]

    def __str__(self) -> str:
        return f"{self.container} on {self.front}"
