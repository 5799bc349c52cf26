import gc
import os
from copy import deepcopy

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

from tests.desk.newsroom import newsroom
from tests.made_once import made_once
from tests.migrated_once import migrated_once
from tests.story_numbers import begin_thousand

# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_collection_modifyitems(items) -> None:
    """Run the tests of a module that ask for nothing made once before those that do, or they would meet it."""
    modules = {module: place for place, module in enumerate(dict.fromkeys(item.path for item in items))}

    def asks(item) -> bool:
        return any(name.startswith("made_") for name in item.fixturenames)

    items.sort(key=lambda item: (modules[item.path], asks(item)))


def pytest_collection_finish() -> None:
    """Let Python look for garbage less often, and not among modules and tests: it took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker, tmp_path_factory):
    """Set the test database up, of several processes only in the first by its migrations."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        request.getfixturevalue("django_db_setup")
        yield
        return
    with django_db_blocker.unblock(), migrated_once(tmp_path_factory.getbasetemp().parent) as kept:
        request.getfixturevalue("django_db_setup")
    yield
    with django_db_blocker.unblock():
        kept.forget()


made_room = made_once(newsroom)


@pytest.fixture
def room(made_room, db):
    """Politics and Business with their people; see tests/desk/newsroom.py."""
    return deepcopy(made_room)


@pytest.fixture(autouse=True)
def _begin_thousand(request):
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        begin_thousand()


@pytest.fixture(autouse=True)
def _forget_cache():
    """Navigation, settings and the words of all stories are kept; no test may read another's."""
    from delivery.purging import purge_everything
    from search.spelling import vocabulary

    cache.clear()
    purge_everything()
    vocabulary.newest = None
