"""Send what is in the outbox of mails: each until it is gone, none twice, one that fails never in another's way."""

import logging
import smtplib
import time

from django.core.mail import EmailMessage
from django.core.mail.utils import DNS_NAME

from desk.models import Mail
from desk.notifications.audience import may_see

logger = logging.getLogger("pulse.mail")

# A round ends early: the worker has other work, and a server that is down keeps each mail waiting for its time-out.
ROUND_MAILS, ROUND_SECONDS = 200, 60


def send_due() -> int:
    """Send the mails that are due; return how many went out."""
    sent, end = 0, time.monotonic() + ROUND_SECONDS
    for mail in Mail.objects.due().select_related("user", "story")[:ROUND_MAILS]:
        if time.monotonic() > end:
            break
        try:
            sent += send(mail)
        except ServerDown:
            # The others keep their turn: they would fail as well, and each would wait for it.
            break
    return sent


class ServerDown(Exception):
    """Raised when the mail server cannot be reached at all."""


def send(mail: Mail) -> bool:
    """Send one mail unless another process has it; keep it for later when it fails.

    A process killed between sending and the end of this function sends it again, under the same Message-ID, by which
    mail programs know it.
    """
    if not mail.claim():
        return False
    user = mail.user
    if not user.email or not user.is_active or (mail.story and not may_see(user, mail.story.specific)):
        mail.delete()
        return False
    try:
        EmailMessage(mail.subject, mail.body, to=[user.email], headers=headers(mail)).send()
    except Exception as error:
        mail.fail(error)
        logger.exception("No mail to %s: “%s”, attempt %s", user.get_username(), mail.subject, mail.attempts)
        if is_down(error):
            raise ServerDown from error
        return False
    mail.delete()
    return True


def is_down(error: Exception) -> bool:
    """Tell a server that does not answer from one that refuses this mail; smtplib derives both from OSError."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected))
    return isinstance(error, OSError)


def headers(mail: Mail) -> dict[str, str]:
    return {
        "Message-ID": f"<pulse-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S%f}@{DNS_NAME}>",
        "Auto-Submitted": "auto-generated",
    }
