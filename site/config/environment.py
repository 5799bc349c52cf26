"""Read what the operator sets in the environment, and refuse what is unsafe."""

import ipaddress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from core.secrets import keep_secret


def is_loopback(host: str) -> bool:
    """Tell whether a server bound to `host` can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


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
