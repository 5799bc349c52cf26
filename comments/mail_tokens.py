"""The links in mails about replies: signed, without the address, each good for one thing."""

from typing import NamedTuple

from django.core import signing
from django.urls import reverse

from comments.mail_addresses import key_of
from comments.models import Subscription
from core.urls import absolute

CONFIRM_DAYS = 7
CONFIRM_SALT, STOP_SALT = "comments.mail.confirm", "comments.mail.stop"


class Stop(NamedTuple):
    """What a link that ends mails is about: a subscription, which may be gone, and the key of its address."""

    subscription_id: int
    key: str


def confirm_url(subscription: Subscription) -> str:
    token = signing.dumps(subscription.pk, salt=CONFIRM_SALT)
    return absolute(reverse("reply_mail_confirm", args=[token]))


def stop_url(subscription: Subscription) -> str:
    token = signing.dumps([subscription.pk, key_of(subscription.email)], salt=STOP_SALT)
    return absolute(reverse("reply_mail_stop", args=[token]))


def read_confirm(token: str) -> int | None:
    """Return the subscription that a link confirms; None when it is not ours or older than CONFIRM_DAYS."""
    return read(token, CONFIRM_SALT, CONFIRM_DAYS * 86_400)


def read_stop(token: str) -> Stop | None:
    """Return what a link ends, however old it is; None when it is not ours."""
    found = read(token, STOP_SALT)
    return Stop(*found) if found else None


def read(token: str, salt: str, max_age: int | None = None):
    try:
        return signing.loads(token, salt=salt, max_age=max_age)
    except (signing.BadSignature, ValueError):
        return None
