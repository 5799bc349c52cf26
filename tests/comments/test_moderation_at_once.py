"""Two moderators at the same moment, in real transactions: one decides, the other is told, nothing is lost."""

import json

import pytest

from tests.desk.own_database import copy_of_database, finish, start


@pytest.fixture
def environment(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), copy_of_database(tmp_path) as environment:
        yield environment


def test_one_of_two_decides_and_the_other_is_told(environment):
    printed = finish(start(environment, "-m", "tests.comments.moderating_at_once"))
    found = json.loads(printed.strip().splitlines()[-1])

    assert found["decisions each"] == 12
    assert len(found["told"]) == 12
    assert all("Nothing was changed." in words for words in found["told"])
    assert found["logged"] == 12
    assert found["batches"] == [0, 12]
    assert found["states"] == 1
    assert found["nothing to undo"] == [True, True]
    assert (found["undone"], found["state after"]) == (1, "waiting")
    assert found["bans"] == 1
