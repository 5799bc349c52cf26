from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from news.querysets import BreakingNewsQuerySet

LONGEST = timedelta(hours=24)
USUAL = timedelta(hours=2)
ONLY = 1


class BreakingNews(models.Model):
    """The line on every page that leads to the story of the hour. There is one at most: a newer one takes its row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    # Not SET_NULL: without its story the line leads nowhere.
    story = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="+")
    headline = models.CharField(
        "words", max_length=120, blank=True, help_text="Empty: the story’s headline, also when that changes."
    )
    until = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(editable=False)

    objects = BreakingNewsQuerySet.as_manager()

    class Meta:
        verbose_name = "breaking news banner"
        constraints = [models.CheckConstraint(condition=models.Q(id=ONLY), name="one_breaking_news_banner")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.headline or self.story.headline

    @property
    def is_over(self) -> bool:
        return self.until <= timezone.now()

    def clean(self) -> None:
        if self.until is not None:
            check_until(self.until)


def check_until(until: datetime) -> None:
    """Raise ValidationError for an end that has passed or is more than a day away."""
    now = timezone.now()
    if until <= now:
        raise ValidationError({"until": "This is over already. Choose a later time."})
    if until > now + LONGEST:
        raise ValidationError({"until": "A banner stays 24 hours at most. Choose an earlier time."})
