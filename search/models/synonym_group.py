import re

from django.core.exceptions import ValidationError
from django.db import models

from search import analysis

MOST = 12
LONGEST = 60  # characters of one word or phrase
BETWEEN = re.compile(r"[,，،]|\r?\n|\r")


class SynonymGroup(models.Model):
    """Words and phrases that mean the same: who looks for one finds the stories that say another."""

    words = models.TextField(
        "Words that mean the same",
        help_text=(
            "Words or short phrases with commas between them, such as “petrol, fuel, PMS”: whoever searches for one "
            "of them also finds the stories that use another. Only what means the same: with “petrol, diesel” readers "
            f"would find too much. 2 to {MOST} of them; capitals, accents and endings make no difference."
        ),
    )

    class Meta:
        verbose_name = "group of synonyms"
        verbose_name_plural = "search synonyms"
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    @property
    def written(self) -> list[str]:
        """The words and phrases as they are written, those between two commas with nothing in between as ""."""
        return [" ".join(part.split()) for part in BETWEEN.split(self.words)]

    @property
    def synonyms(self) -> tuple[tuple[str, ...], ...]:
        """Each word or phrase as the folded words it consists of, none twice."""
        found = (tuple(analysis.words(written)) for written in self.written)
        return tuple(dict.fromkeys(words for words in found if words))

    def clean(self) -> None:
        if refusal := self.refusal() or self.refusal_beside_others():
            raise ValidationError({"words": refusal})
        self.words = ", ".join(self.written)

    def refusal(self) -> str:
        """Say what is wrong with the words themselves, "" when nothing is."""
        written = self.written
        if len(written) > MOST:
            return f"A group has at most {MOST} words or phrases; these are {len(written)}. Make two groups of them."
        if not all(written):
            return "One of them is empty: take away the comma that has nothing before or after it."
        if long := next((text for text in written if len(text) > LONGEST), ""):
            return f"“{long[:LONGEST]}…” is too long: a word or phrase has at most {LONGEST} characters."
        if unread := next((text for text in written if not analysis.words(text)), ""):
            return f"“{unread}” has no letters or digits that a search could find."
        if len(self.synonyms) < 2:
            return "Write at least two different words or phrases, with a comma between them."
        return ""

    def refusal_beside_others(self) -> str:
        """Say which word stands in another group already, "" when none does."""
        own = dict(zip((tuple(analysis.words(text)) for text in self.written), self.written, strict=True))
        for other in SynonymGroup.objects.exclude(pk=self.pk):
            if twice := next((text for words, text in own.items() if words in other.synonyms), ""):
                return f"“{twice}” stands in another group already: “{other}”. Add the others there."
        return ""
