import os

import pytest
from django.apps import apps

from config import readiness


@pytest.fixture
def static_file(tmp_path, monkeypatch):
    """A static file that the desk brings along."""
    folder = tmp_path / "static" / "desk"
    folder.mkdir(parents=True)
    file = folder / "screens.css"
    file.write_text("p { margin: 0 }")
    monkeypatch.setattr(apps.get_app_config("desk"), "path", str(tmp_path))
    return file


def test_an_apps_changed_static_file_is_collected_at_the_next_start(static_file, settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path / "collected")
    said = []
    readiness.collect_static(said.append)
    readiness.collect_static(said.append)
    assert len(said) == 1

    static_file.write_text("p { margin: 1rem }")
    os.utime(static_file, (1_000_000_000, 1_000_000_000))  # as an archive dates what it unpacks
    readiness.collect_static(said.append)

    assert len(said) == 2
    assert (tmp_path / "collected" / "desk" / "screens.css").read_text() == "p { margin: 1rem }"
