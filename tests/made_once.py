"""Make what the tests of a module start from once: to make a newsroom takes longer than most tests in it."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.story_numbers import begin_thousand


def made_once(make: Callable):
    """Return a fixture with what `make` returns, made before the first test of a module that asks for it.

    Call it made_…: conftest.py lets those tests of the module come last. What a test writes is undone after that test,
    but not what it does to the objects: hand each a copy.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        around_all = transaction.atomic()
        with django_db_blocker.unblock():
            around_all.__enter__()
            cache.clear()
            begin_thousand()
            things = make()
        yield things
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around_all.__exit__(None, None, None)

    return made
