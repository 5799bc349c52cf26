"""Replies of readers, put straight into the table; tests/comments/test_posting.py sends them by the form."""

import hashlib
import itertools

from comments.models import Reply

numbers = itertools.count(1)


def reply(article, text: str = "", *, parent=None, **fields) -> Reply:
    """Make an approved reply; pass state="waiting" for one that readers do not see."""
    number = next(numbers)
    return Reply.objects.create(
        article=article,
        parent=parent,
        thread_id=(parent.thread_id or parent.pk) if parent else None,
        text=text or f"What reader {number} says about the river.",
        **{
            "name": f"Reader {number}",
            "email": f"reader{number}@mail.example",
            "state": Reply.State.APPROVED,
            "reason": "rules",
            "digest": hashlib.sha256(str(number).encode()).hexdigest(),
            **fields,
        },
    )
