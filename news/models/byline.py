from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable


class Byline(Orderable):
    """One name under a headline: an author with a profile, or a guest's name."""

    article = ParentalKey("news.Article", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        "people.AuthorProfile", null=True, blank=True, on_delete=models.SET_NULL, related_name="bylines"
    )
    guest_name = models.CharField(max_length=100, blank=True, help_text="For someone without a profile.")
    role = models.CharField(
        max_length=60, blank=True, help_text="Empty for the writer. Else “photography”, “translation”, “data”…"
    )

    panels = [PageChooserPanel("author", "people.AuthorProfile"), FieldPanel("guest_name"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        constraints = [
            # PostgreSQL does not index a foreign key's reverse order of reading; author pages ask by author.
            models.UniqueConstraint(fields=["article", "author", "role"], name="unique_author_and_role_per_article"),
        ]

    def clean(self) -> None:
        if not self.author_id and not self.guest_name.strip():
            raise ValidationError("Choose an author, or write a guest's name.")
        if self.author_id and self.guest_name.strip():
            raise ValidationError({"guest_name": "Leave this empty when an author is chosen."})

    @property
    def name(self) -> str:
        return self.author.title if self.author else self.guest_name

    @property
    def portrait(self):
        return self.author.portrait if self.author else None

    @property
    def url(self) -> str:
        """The author's page; empty for guests and for profiles readers cannot open."""
        return self.author.url if self.author and self.author.live else ""
