"""Read what the operator sets in the environment, and refuse what is unsafe."""

import ipaddress
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def is_loopback(host: str) -> bool:
    """Tell whether a server bound to `host` can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


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


def secret_key(given: str, host: str, data_dir: Path) -> str:
    """Return Django's SECRET_KEY: the one given, else one kept in DATA_DIR.

    Raise ImproperlyConfigured when none is given and the site can be reached from elsewhere,
    because several machines must then share one key that only the operator can hand out.
    """
    if given:
        return given
    if not is_loopback(host):
        raise ImproperlyConfigured(
            f"HOST is {host}, which other machines can reach, and SECRET_KEY is not set. "
            "Set SECRET_KEY in the environment to a long random text "
            "(python3 -c 'import secrets; print(secrets.token_urlsafe(50))'), the same for every process."
        )
    return keep_secret(data_dir / "secret_key")
