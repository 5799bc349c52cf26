"""Leave an address in peace without knowing it: who wants no mails, and who was asked a short while ago.

A key is made of the address with the site's secret (HMAC-SHA256): whoever reads the table cannot try addresses out.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.models import MailAddress

SALT = "comments.mail_addresses"
KEY_LENGTH = 32  # half of it, 128 bits: links in mails hold it, and must not be broken over lines
ASKED_EVERY = timedelta(days=1)


def key_of(email: str, secret: str | bytes | None = None) -> str:
    """Return the key of an address, however it is capitalised."""
    return salted_hmac(SALT, email.strip().casefold(), secret=secret, algorithm="sha256").hexdigest()[:KEY_LENGTH]


def keys_of(email: str) -> list[str]:
    """Return the keys an address may be known by, older secrets of the site included."""
    return [key_of(email, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def is_refused(email: str) -> bool:
    return MailAddress.objects.filter(key__in=keys_of(email), refused_at__isnull=False).exists()


def refuse(key: str) -> None:
    """Send nothing more to the address of this key."""
    MailAddress.objects.update_or_create(key=key, defaults={"refused_at": timezone.now()})


def take_question(email: str) -> bool:
    """Take the one question that an address may be asked in ASKED_EVERY; False when it was asked, or is refused."""
    if is_refused(email):
        return False
    key, now = key_of(email), timezone.now()
    MailAddress.objects.bulk_create([MailAddress(key=key)], ignore_conflicts=True)
    free = Q(asked_at=None) | Q(asked_at__lte=now - ASKED_EVERY)
    # One statement: of two processes that ask at once, one finds the row taken.
    return bool(MailAddress.objects.filter(free, key=key, refused_at=None).update(asked_at=now))


def forget_questions() -> int:
    """Delete what says no more than that an address was asked some days ago."""
    old = MailAddress.objects.filter(Q(asked_at=None) | Q(asked_at__lte=timezone.now() - ASKED_EVERY), refused_at=None)
    return old.delete()[0]
