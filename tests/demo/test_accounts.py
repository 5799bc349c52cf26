import pytest
from django.contrib.auth import authenticate

from demo import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _data_dir(tmp_path, settings):
    settings.DATA_DIR = tmp_path


def test_without_a_given_password_one_is_made_and_kept(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    accounts.create_users()

    assert len(accounts.password()) >= 12
    assert authenticate(username="reporter", password=accounts.password())
    assert accounts.password_file().stat().st_mode & 0o077 == 0


def test_the_given_password_is_used_and_a_new_one_followed(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "first of two")
    accounts.create_users()
    assert authenticate(username="moderator", password="first of two")

    monkeypatch.setenv("DEMO_PASSWORD", "second of two")
    assert accounts.follow_environment()

    assert authenticate(username="moderator", password="second of two")
    assert not accounts.follow_environment()
    assert accounts.password() == "second of two"


def test_creating_accounts_again_changes_nothing(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "kept as it was")
    users = accounts.create_users()
    users["reporter"].set_password("changed by the person")
    users["reporter"].save()

    accounts.create_users()

    assert authenticate(username="reporter", password="changed by the person")
