"""Secrets that an installation makes for itself and keeps in DATA_DIR."""

import os
import secrets
from pathlib import Path


def keep_secret(path: Path, length: int = 50) -> str:
    """Return the secret stored in `path`, made on first use and readable by its owner only.

    `length` is the number of random bytes. Two processes that start at once agree on one secret:
    the file is created exclusively.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    value = secrets.token_urlsafe(length)
    with os.fdopen(descriptor, "w") as file:
        file.write(value + "\n")
    return value


def write_secret(path: Path, value: str) -> None:
    """Store `value` in `path`, readable by its owner only."""
    path.touch(mode=0o600)
    path.write_text(value + "\n")
