"""One newsroom for all tests of a module: to make it takes longer than most of them."""

from types import SimpleNamespace

import pytest
from django.template.response import SimpleTemplateResponse

from tests.desk.matrix import addresses, states
from tests.made_once import made_once


def newsroom_with_stories() -> SimpleNamespace:
    room = states.staffed_newsroom()
    stories = states.make(room)
    return SimpleNamespace(room=room, stories=stories, kept=addresses.things(room, stories["draft"]))


made_matrix = made_once(newsroom_with_stories)


@pytest.fixture
def matrix(made_matrix, db, monkeypatch, settings):
    """Return the newsroom, a story in each state and the values for addresses; what a test does to them is undone."""
    # What a page shows is for other tests: these ask only whether it opens and what it does, some ten thousand times.
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    # Nor who is told of it, or how it is found afterwards.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return made_matrix
