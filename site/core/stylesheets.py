"""Serve the style sheet as one file, written as many."""

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


class StylesheetFinder(BaseFinder):
    """Find `css/pulse.css`, made anew from its parts each time it is asked for.

    One request blocks rendering instead of thirty, and there is no build step to forget.
    """

    def __init__(self, app_names=None, *args, **kwargs) -> None:
        self.source = Path(settings.STATICFILES_DIRS[0]) / "css"
        self.folder = Path(settings.DATA_DIR) / "stylesheet"
        self.storage = FileSystemStorage(location=str(self.folder))
        super().__init__(*args, **kwargs)

    def make(self) -> Path:
        target = self.folder / NAME
        target.parent.mkdir(parents=True, exist_ok=True)
        text = concatenate(self.source)
        if not target.exists() or target.read_text() != text:
            target.write_text(text)
        return target

    def find(self, path, find_all=False, **kwargs):
        if path != NAME or not (self.source / "order.txt").exists():
            return []
        found = str(self.make())
        return [found] if find_all else found

    def list(self, ignore_patterns):
        if (self.source / "order.txt").exists() and not matches_patterns(NAME, ignore_patterns or []):
            self.make()
            yield NAME, self.storage
