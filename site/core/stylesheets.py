"""Serve the style sheet as one file, written as many."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

NAME = "css/pulse.css"


def concatenate(folder: Path) -> str:
    """Join the files that `order.txt` in `folder` names, one a line, in that order.

    Raise FileNotFoundError when a named file is missing.
    """
    names = [line.strip() for line in (folder / "order.txt").read_text().splitlines()]
    return "\n".join((folder / name).read_text() for name in names if name and not name.startswith("#"))


def minified(text: str) -> str:
    """Leave out comments, and the spaces that mean nothing wherever they stand: nearly all there is to gain.

    No string in our sheets holds a comment, a brace or two spaces (tests/browser/test_stylesheet.py reads both).
    """
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r" ?([{};]) ?", r"\1", re.sub(r"\s+", " ", text)).strip()


def write(target: Path, text: str) -> Path:
    """Write a file unless that is what it says: collectstatic goes by its time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_text() != text:
        target.write_text(text)
    return target


class StylesheetFinder(BaseFinder):
    """Find `css/pulse.css`, made anew from its parts each time it is asked for.

    One request blocks rendering instead of thirty, and there is no build step to forget. Found in development it can be
    read as it was written; collected for readers it goes without comments and spaces.
    """

    def __init__(self, app_names=None, *args, **kwargs) -> None:
        self.source = Path(settings.STATICFILES_DIRS[0]) / "css"
        self.folder = Path(settings.DATA_DIR) / "stylesheet"
        self.storage = FileSystemStorage(location=str(self.folder / "collected"))
        super().__init__(*args, **kwargs)

    def find(self, path, find_all=False, **kwargs):
        if path != NAME or not (self.source / "order.txt").exists():
            return []
        found = str(write(self.folder / NAME, concatenate(self.source)))
        return [found] if find_all else found

    def list(self, ignore_patterns):
        if (self.source / "order.txt").exists() and not matches_patterns(NAME, ignore_patterns or []):
            write(Path(self.storage.path(NAME)), minified(concatenate(self.source)))
            yield NAME, self.storage
