from django.db import models


class SpamWord(models.Model):
    """How many spam and how many good replies a word (or another sign) stood in, by the moderators' decisions."""

    word = models.CharField(max_length=60, unique=True, help_text="The empty word counts the replies themselves.")
    spam = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.word}: {self.spam} spam, {self.good} good"
