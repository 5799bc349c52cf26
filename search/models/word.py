from django.db import models


class Word(models.Model):
    """A folded word of a story: what a misspelt word is compared with (search.spelling)."""

    word = models.CharField(max_length=64, unique=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.word
