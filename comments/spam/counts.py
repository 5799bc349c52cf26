"""What is known of each sign: what Pulse is shipped with, and the decisions of this newsroom's moderators."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from comments.models import SpamWord
from comments.spam.scoring import Seen

START = Path(__file__).with_name("start.tsv")
REPLIES = ""  # the “word” that counts the replies themselves
BATCH = 300


@cache
def start() -> dict[str, Seen]:
    """Return the counts that Pulse is shipped with (comments/spam/examples; `manage.py compile_spam_start`).

    They are added when a reply is judged, and never written to the database: an upgrade brings better ones by itself.
    """
    rows = (line.split("\t") for line in START.read_text("utf-8").splitlines())
    return {word: Seen(int(spam), int(good)) for word, spam, good in rows}


def known(signs: Iterable[str]) -> tuple[dict[str, Seen], Seen]:
    """Return what is known of each of `signs`, and of replies as such; one query."""
    wanted = [REPLIES, *signs]
    own = SpamWord.objects.filter(word__in=wanted).values_list("word", "spam", "good")
    shipped = start()
    counts = {word: shipped[word] for word in wanted if word in shipped}
    for word, spam, good in own:
        before = counts.get(word, Seen())
        counts[word] = Seen(before.spam + spam, before.good + good)
    return counts, counts.pop(REPLIES, Seen())


def add(signs_of_replies: Sequence[Iterable[str]], spam: bool) -> None:
    """Count the signs of some replies, in a fixed number of queries a BATCH of signs."""
    change(signs_of_replies, "spam" if spam else "good", 1)


def take_away(signs_of_replies: Sequence[Iterable[str]], spam: bool) -> None:
    """Undo `add`. What is not there (pruned, or learnt by nobody) stays at nothing."""
    change(signs_of_replies, "spam" if spam else "good", -1)


@transaction.atomic
def change(signs_of_replies: Sequence[Iterable[str]], column: str, direction: int) -> None:
    if not signs_of_replies:
        return
    totals = Counter(sign for signs in signs_of_replies for sign in set(signs))
    totals[REPLIES] = len(signs_of_replies)
    words = sorted(totals)
    for place in range(0, len(words), BATCH):
        batch = words[place : place + BATCH]
        if direction > 0:
            SpamWord.objects.bulk_create([SpamWord(word=word) for word in batch], ignore_conflicts=True)
        # Always in the order of the words: two moderators who decide at once must not wait for each other in a ring.
        list(SpamWord.objects.select_for_update().filter(word__in=batch).order_by("word").values_list("pk"))
        for number in {totals[word] for word in batch}:
            alike = [word for word in batch if totals[word] == number]
            # The database adds: what another process counted meanwhile stays.
            SpamWord.objects.filter(word__in=alike).update(**{column: Greatest(F(column) + direction * number, 0)})
        if direction < 0:
            SpamWord.objects.filter(word__in=batch, spam=0, good=0).delete()
