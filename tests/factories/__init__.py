"""Build pages, pictures and people for tests."""

from tests.factories.fronts import backfill, card, container, place, reads
from tests.factories.pages import (
    article,
    author,
    home,
    picture,
    section,
    topic,
    user,
)
from tests.factories.replies import ban, held_reply, reply, report

__all__ = [
    "article",
    "author",
    "backfill",
    "ban",
    "card",
    "container",
    "held_reply",
    "home",
    "picture",
    "place",
    "reads",
    "reply",
    "report",
    "section",
    "topic",
    "user",
]
