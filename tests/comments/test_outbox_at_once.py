"""Several workers at the same moment: no mail goes out twice, nobody is asked twice, and no decision is miscounted."""

import json

import pytest

from tests.desk.own_database import copy_of_database, finish, start


@pytest.fixture
def environment(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), copy_of_database(tmp_path) as environment:
        yield environment


def test_each_mail_goes_out_once_and_each_address_is_asked_once(environment, tmp_path):
    printed = finish(start(environment, "-m", "tests.comments.outbox_at_once"))
    found = json.loads(printed.strip().splitlines()[-1])
    assert found == {"sent": 10, "notices sent": 10, "asked": 1, "questions": 1, "drum": [12, 3]}
    mails = b"".join(path.read_bytes() for path in (tmp_path / "mail").iterdir())
    assert mails.count(b"To: parent") == 10
