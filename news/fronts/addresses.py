"""Addresses that editors type for links on a front."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

MESSAGE = "Write a whole address that begins with https:// or http://, or a path on this site that begins with /."


def validate_address(address: str) -> None:
    """Refuse what is neither a web address nor a path on this site: “javascript:”, “//elsewhere”, “politics”."""
    # Browsers drop tabs and line breaks inside an address and read \ as /.
    if any(character.isspace() or ord(character) < 32 or character == "\\" for character in address):
        raise ValidationError(MESSAGE)
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as error:
        raise ValidationError(MESSAGE) from error
    if parts.scheme in ("http", "https") and host and not parts.username:
        return
    if not (address.startswith("/") and not address.startswith("//")):
        raise ValidationError(MESSAGE)
