from anyascii import anyascii
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from news.querysets import TopicQuerySet
from news.redirects import lead


class Topic(index.Indexed, TagBase):
    """What a story is about, whatever its section; readers follow it at /topics/slug/."""

    free_tagging = True

    description = models.CharField(
        max_length=300, blank=True, help_text="Shown at the head of the topic's page. One sentence."
    )

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]
    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("description"),
    ]
    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "topic"

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def delete_in_favour_of(self, other: "Topic") -> None:
        """Delete this topic and lead its address to the other's."""
        lead(self.url, other.url)
        self.delete()

    def save(self, *args, **kwargs) -> None:
        """Save; a changed slug leaves a redirect at the old address, as Wagtail leaves one for pages."""
        before = Topic.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.slug != self.slug:
            lead(before.url, self.url)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Make a slug of ASCII letters, as pages have: the address must survive being copied, typed and printed."""
        slug = slugify(anyascii(tag))[:90] or "topic"
        return slug if i is None else f"{slug}-{i}"

    @property
    def url(self) -> str:
        return self.get_absolute_url()


class ArticleTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="articles_by_topic")
    content_object = ParentalKey("news.Article", on_delete=models.CASCADE, related_name="topic_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="unique_topic_per_article")]
