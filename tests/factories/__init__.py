"""Build pages, pictures and people for tests."""

from tests.factories.pages import (
    article,
    author,
    home,
    picture,
    section,
    topic,
    user,
)

__all__ = ["article", "author", "home", "picture", "section", "topic", "user"]
