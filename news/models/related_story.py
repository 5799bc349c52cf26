from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable


class RelatedStory(Orderable):
    """A story an editor picked to stand under another."""

    article = ParentalKey("news.Article", on_delete=models.CASCADE, related_name="related_rows")
    story = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("story", "news.Article")]
