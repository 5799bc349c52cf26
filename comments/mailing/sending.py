"""Send what is in the outbox of readers' mails: each until it is gone, none twice, none unwanted."""

import logging
import smtplib
import time

from comments.mail_addresses import is_refused
from comments.mailing.texts import compose
from comments.models import Notice, Reply, Subscription

logger = logging.getLogger("pulse.replies")

# A round ends early: the worker has other work, and a server that is down keeps each mail waiting for its time-out.
ROUND_MAILS, ROUND_SECONDS = 200, 60


class ServerDown(Exception):
    """Raised when the mail server cannot be reached at all."""


def send_due() -> int:
    """Send the mails that are due; return how many went out."""
    sent, end = 0, time.monotonic() + ROUND_SECONDS
    due = Notice.objects.due().select_related("subscription__reply__article", "answer__article")
    for notice in due[:ROUND_MAILS]:
        if time.monotonic() > end:
            break
        try:
            sent += send(notice)
        except ServerDown:
            break  # the others keep their turn
    return sent


def send(notice: Notice) -> bool:
    """Send one mail unless another process has it; keep it for later when it fails.

    A process killed between sending and the end of this function sends it again, under the same Message-ID, by which
    mail programs know it.
    """
    if not notice.claim():
        return False
    if not is_wanted(notice):
        drop(notice)
        return False
    try:
        compose(notice).send()
    except Exception as error:
        # The error itself may name the address: neither the log nor the table takes it.
        what = blameless(error)
        notice.fail(what)
        logger.warning("A mail about replies did not go out (%s, attempt %s)", what, notice.attempts)
        if is_down(error):
            raise ServerDown from None
        return False
    notice.status, notice.error = Notice.Status.SENT, ""
    notice.save(update_fields=["status", "error"])
    return True


def is_wanted(notice: Notice) -> bool:
    """Tell whether the mail may still go out: readers can see what it is about, and its reader did not end it."""
    wish = Subscription.objects.filter(pk=notice.subscription_id).first()
    if wish is None or is_refused(wish.email) or bool(wish.confirmed_at) != bool(notice.answer_id):
        return False
    shown = notice.answer_id or wish.reply_id
    return Reply.objects.public().filter(pk=shown, erased_at=None).exists()


def drop(notice: Notice) -> None:
    """Take back a mail that is not sent: should what it is about appear again, it is made again."""
    if not notice.answer_id:
        Subscription.objects.filter(pk=notice.subscription_id, confirmed_at=None).update(asked_at=None)
    notice.delete()


def blameless(error: Exception) -> str:
    """Name an error without what it says."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {answer[0] for answer in error.recipients.values()}
        return f"{type(error).__name__} {', '.join(map(str, codes))}"
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


def is_down(error: Exception) -> bool:
    """Tell a server that does not answer from one that refuses this mail; smtplib derives both from OSError."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected))
    return isinstance(error, OSError)
