"""Replies, reports and bans, put straight into the tables; tests/comments/test_posting.py sends replies by the form."""

import hashlib
import itertools
from datetime import timedelta

from django.utils import timezone

from comments.models import Ban, Reply, Report
from comments.reasons import Reason
from tests.factories.pages import article as make_article

numbers = itertools.count(1)
USUAL = {
    "waiting": Reason.FIRST,
    "approved": Reason.RULES,
    "rejected": Reason.MODERATOR,
    "spam": Reason.SPAM_FILTER,
}


def reply(article=None, text: str = "", *, parent: Reply | None = None, state: str = "approved", **fields) -> Reply:
    """Store a reply that readers see, or one in another `state`."""
    number = next(numbers)
    article = article or (parent.article if parent else make_article())
    return Reply.objects.create(
        article=article,
        parent=parent,
        thread_id=(parent.thread_id or parent.pk) if parent else None,
        text=text or f"What reader {number} says about the river.",
        state=state,
        **{
            "name": f"Reader {number}",
            "email": f"reader{number}@mail.example",
            "reason": USUAL[state],
            "digest": hashlib.sha256(str(number).encode()).hexdigest(),
            **fields,
        },
    )


def held_reply(article=None, text: str = "", **fields) -> Reply:
    """Store a reply that waits for a moderator, with all that the rules keep of its writer."""
    number = next(numbers)
    kept = {
        "state": "waiting",
        "address": f"198.51.100.{number % 250 + 1}",
        "writer": f"writer{number}",
        "created_at": timezone.now() - timedelta(seconds=10_000 - number % 10_000),
    }
    return reply(article, text, **{**kept, **fields})


def report(about: Reply, ground: str = "abuse", **fields) -> Report:
    return Report.objects.create(reply=about, ground=ground, **{"address": "203.0.113.9", **fields})


def ban(kind: str = "email", value: str = "", **fields) -> Ban:
    return Ban.objects.create(kind=kind, value=value or f"banned{next(numbers)}@readers.example", **fields)
