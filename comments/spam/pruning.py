"""Keep the vocabulary within bounds: whoever sends nonsense by the thousand must not fill the database."""

from django.db.models import F

from comments.models import SpamWord
from comments.spam.counts import REPLIES

MOST_WORDS = 60_000
BATCH = 500


def prune(most: int = MOST_WORDS) -> int:
    """Delete the rarest words, the oldest first, until `most` are left; return how many went."""
    surplus = SpamWord.objects.count() - most
    if surplus <= 0:
        return 0
    rarest = SpamWord.objects.exclude(word=REPLIES).order_by(F("spam") + F("good"), "pk")
    keys = list(rarest.values_list("pk", flat=True)[:surplus])
    for place in range(0, len(keys), BATCH):
        SpamWord.objects.filter(pk__in=keys[place : place + BATCH]).delete()
    return len(keys)
