from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("localhost", True), ("::1", True), ("[::1]", True),
     ("0.0.0.0", False), ("10.0.0.5", False), ("pulse.example", False), ("", False)],
)  # fmt: skip
def test_loopback_is_told_from_reachable_addresses(host, expected):
    assert environment.is_loopback(host) is expected


def test_a_secret_key_is_made_once_and_kept_for_the_owner_only(tmp_path):
    first = environment.secret_key("", "127.0.0.1", tmp_path)

    assert len(first) > 50
    assert environment.secret_key("", "127.0.0.1", tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_reachable_site_without_a_secret_key_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY"):
        environment.secret_key("", "0.0.0.0", tmp_path)

    assert not (tmp_path / "secret_key").exists()


def test_a_given_secret_key_is_used(tmp_path):
    assert environment.secret_key("given", "0.0.0.0", tmp_path) == "given"


def test_site_is_a_folder_and_not_a_package():
    # A package called site would shadow the standard library's (docs/decisions/0001).
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize(
    "folder", [path for path in (ROOT / "tests").glob("*/") if path.name != "__pycache__"], ids=str
)
def test_every_test_folder_is_a_package(folder):
    assert (folder / "__init__.py").exists()


def test_lock_files_name_no_download_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "http" not in lock.read_text(), lock


def test_browsers_know_every_time_zone_that_people_choose_from(settings):
    assert "Africa/Lagos" in settings.WAGTAIL_USER_TIME_ZONES
    assert "localtime" not in settings.WAGTAIL_USER_TIME_ZONES
