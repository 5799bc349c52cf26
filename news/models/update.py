from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from news.changes import refuse_future


class Update(Orderable):
    """A significant change to a story that readers could already read; a mended comma is none."""

    article = ParentalKey("news.Article", on_delete=models.CASCADE, related_name="updates")
    date = models.DateTimeField(
        null=True, blank=True, help_text="Leave this empty: it becomes the moment of going live."
    )
    note = models.TextField(
        "what changed",
        max_length=300,
        blank=True,
        help_text="One sentence that readers can open at the foot of the story: “Adds the minister's answer.”",
    )

    panels = [FieldPanel("note"), FieldPanel("date")]

    class Meta(Orderable.Meta):
        verbose_name = "update"

    def clean(self) -> None:
        refuse_future(self.date)
