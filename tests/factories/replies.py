"""Make replies, reports and bans as readers and moderators leave them."""

import itertools
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from comments.models import Ban, Reply, Report
from comments.reasons import Reason
from tests.factories.pages import article as make_article

count = itertools.count(1)
USUAL = {
    "waiting": Reason.FIRST,
    "approved": Reason.RULES,
    "rejected": Reason.MODERATOR,
    "spam": Reason.SPAM_FILTER,
}


def reply(article=None, *, parent: Reply | None = None, state: str = "waiting", **fields) -> Reply:
    """Store a reply as the rules would: it waits unless another `state` is given."""
    number = next(count)
    article = article or (parent.article if parent else make_article())
    return Reply.objects.create(
        article=article,
        parent=parent,
        thread=(parent.thread or parent) if parent else None,
        **{
            "name": f"Reader {number}",
            "email": f"reader{number}@readers.example",
            "text": f"What reader {number} thinks of it.",
            "state": state,
            "reason": USUAL[state],
            "address": f"198.51.100.{number % 250 + 1}",
            "writer": f"writer{number}",
            "digest": uuid4().hex * 2,
            "created_at": timezone.now() - timedelta(seconds=10_000 - number % 10_000),
            **fields,
        },
    )


def report(about: Reply, ground: str = "abuse", **fields) -> Report:
    return Report.objects.create(reply=about, ground=ground, **{"address": "203.0.113.9", **fields})


def ban(kind: str = "email", value: str = "", **fields) -> Ban:
    return Ban.objects.create(kind=kind, value=value or f"banned{next(count)}@readers.example", **fields)
