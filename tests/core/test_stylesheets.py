"""The style sheet: as it was written for who works on it, without comments and spaces for readers."""

from pathlib import Path

import pytest
from django.conf import settings

from core.stylesheets import NAME, StylesheetFinder, concatenate, minified

pytestmark = pytest.mark.once


@pytest.fixture
def finder(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return StylesheetFinder()


def collected(finder: StylesheetFinder) -> str:
    ((name, storage),) = finder.list([])
    assert name == NAME
    return Path(storage.path(name)).read_text()


def test_in_development_the_sheet_reads_as_it_was_written(finder):
    assert Path(finder.find(NAME)).read_text() == concatenate(Path(settings.STATICFILES_DIRS[0]) / "css")


def test_readers_get_it_small(finder):
    written = Path(finder.find(NAME)).read_text()
    small = collected(finder)
    assert "/*" in written
    assert "/*" not in small
    assert len(small) < 0.8 * len(written)
    assert Path(finder.find(NAME)).read_text() == written


def test_spaces_that_mean_something_stay():
    written = ".a :is(b, i) {\n  /* A note,\n     long. */\n  margin: calc(1px + 2px) 0;\n\n  &:hover { top: 0; }\n}"
    assert minified(written) == ".a :is(b, i){margin: calc(1px + 2px) 0;&:hover{top: 0;}}"


def test_what_has_not_changed_is_not_written_again(finder):
    collected(finder)
    ((name, storage),) = finder.list([])
    before = storage.get_modified_time(name)
    collected(finder)
    assert storage.get_modified_time(name) == before


def test_the_finder_can_be_told_to_ignore_it(finder):
    assert list(finder.list(["*.css"])) == []
