"""What commands about one person are told: an e-mail address, and replies that no longer have it."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email


def add_person_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="Capitals make no difference.")
    parser.add_argument(
        "--reply",
        type=int,
        action="append",
        default=[],
        metavar="NUMBER",
        help="Another reply of theirs, as in /replies/NUMBER/: its address may have been purged. Can be repeated.",
    )


def checked_email(text: str) -> str:
    """Return an address without blanks around it; raise CommandError when it is none."""
    try:
        validate_email(text.strip())
    except ValidationError as error:
        raise CommandError(f"“{text}” is no e-mail address.") from error
    return text.strip()
