from django.db import models

from search.querysets import QueryOutcomeQuerySet


class QueryOutcome(models.Model):
    """What a query that readers typed led to. How often they did stands in Wagtail's QueryDailyHits, day by day."""

    query = models.OneToOneField(
        "wagtailsearchpromotions.Query", primary_key=True, on_delete=models.CASCADE, related_name="outcome"
    )
    added_on = models.DateField(db_index=True, help_text="When it was first counted: new ones are limited by the day.")
    total = models.PositiveIntegerField(null=True, help_text="Stories found when it was last looked up.")
    checked_at = models.DateTimeField(null=True)

    objects = QueryOutcomeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "search"
        verbose_name_plural = "searches"
        default_permissions = ()
        permissions = [("see_searches", "Can see what readers search for")]

    def __str__(self) -> str:
        return str(self.query)
