"""One form sent twice at the same moment is one reply; nobody gets past the limits by being quick."""

import json

import pytest

from tests.desk.own_database import copy_of_database, finish, start


@pytest.fixture
def environment(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), copy_of_database(tmp_path) as environment:
        yield environment


def test_at_the_same_moment(environment):
    found = json.loads(finish(start(environment, "-m", "tests.comments.at_once")).strip().splitlines()[-1])
    assert sorted(found["double"]) == [201, 409]
    assert found["double stored"] == 1
    assert sorted(found["two addresses"]) == [201, 409, 409, 409]
    assert found["two addresses stored"] == 1
    assert found["signals"] == found["replies"] == 2
    assert sorted(found["many"]) == [201] * 5 + [429] * 4
    assert found["many stored"] == 5
    assert found["reports"] == [303] * 4
    assert found["reports stored"] == 1
