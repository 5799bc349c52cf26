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
from tests.factories.replies import reply

__all__ = [
    "article",
    "author",
    "backfill",
    "card",
    "container",
    "home",
    "picture",
    "place",
    "reads",
    "reply",
    "section",
    "topic",
    "user",
]
