"""Secrets that an installation makes for itself and keeps in DATA_DIR."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def keep_secret(path: Path, length: int = 50) -> str:
    """Return the secret stored in `path`, made on first use and readable by its owner only.

    `length` is the number of random bytes. Processes that start at once agree on one secret: it gets its name only
    when it is whole, and only if nobody was faster.
    """
    if not path.exists():
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(length) + "\n")
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text().strip()


def write_secret(path: Path, value: str) -> None:
    """Store `value` in `path`, readable by its owner only."""
    path.touch(mode=0o600)
    path.write_text(value + "\n")
