from django.db import models

from news.querysets import TombstoneQuerySet

DEFAULT_TEXT = "This story has been withdrawn."


class Tombstone(models.Model):
    """What readers find, with the status 410, where a killed story was; it goes when the story may come back.

    Only a story that readers could once read has one: for any other, 410 would tell that it was planned.
    """

    article = models.OneToOneField("news.Article", on_delete=models.CASCADE, related_name="tombstone")
    # Where the story was killed. It may move since, and its section be renamed: both addresses lead here.
    url_path = models.TextField(editable=False)
    text = models.TextField(
        "what readers see",
        max_length=500,
        default=DEFAULT_TEXT,
        help_text="Stands at the story's address, without the headline. Say why only if readers may know.",
    )
    killed_at = models.DateTimeField()

    objects = TombstoneQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Tombstone at {self.url_path}"
