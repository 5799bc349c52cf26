"""The readers' index: one row a story. The text itself lies where the database searches it (search/engines)."""

from django.db import models


class Entry(models.Model):
    """Says that a story is in the index, and from when readers may find it.

    The words are where search/engines keeps them: on PostgreSQL in a column of this table, on SQLite in FTS5. Every
    lookup joins this table: a story whose row is deleted, by whatever means, is found no more.
    Moments are whole seconds since 1970, so that both databases calculate with them in the same way.
    """

    article = models.OneToOneField("news.Article", primary_key=True, on_delete=models.CASCADE, related_name="+")
    published = models.BigIntegerField()
    visible_from = models.BigIntegerField(help_text="The end of the embargo; 0 without one.")
    digest = models.BigIntegerField(help_text="Of everything indexed, so that what did not change is not written.")

    facets = models.TextField(help_text="The codes of its values of facets (search.facet_codes).")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        indexes = [models.Index(fields=["published"], name="search_entry_published")]

    def __str__(self) -> str:
        return f"Story {self.article_id}"
