"""Ask a service outside whether a reply is spam, when the operator has set one up (docs/operations.md).

A service is a function (reply, url, key, seconds) -> bool | None that may raise anything; REPLY_SPAM_SERVICE names it.
It runs in a thread, for looking up a host's address knows no time-out, and so leaves the database alone.
"""

import logging
import threading
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from comments.models import Reply

logger = logging.getLogger("pulse.replies")
SECONDS = 3  # a reader waits for it


def ask(reply: Reply) -> bool | None:
    """Tell whether the service takes a reply for spam; None when there is no service, or no answer in time."""
    if not settings.REPLY_SPAM_KEY:
        return None
    said: list[bool | None] = []
    failure: list[str] = []

    def call() -> None:
        try:
            service = import_string(settings.REPLY_SPAM_SERVICE)
            said.append(service(reply, settings.REPLY_SPAM_URL, settings.REPLY_SPAM_KEY, SECONDS))
        except Exception as error:
            failure.append(describe(error))

    asking = threading.Thread(target=call, daemon=True)
    asking.start()
    asking.join(SECONDS)
    if said:
        return said[0]
    logger.warning("The spam service did not answer: %s", failure[0] if failure else f"nothing within {SECONDS} s")
    return None


def describe(error: Exception) -> str:
    """Say what went wrong without what was sent: an error of the network may name addresses, ours never a person's."""
    return str(error)[:200] if isinstance(error, OSError) else type(error).__name__


def host() -> str:
    """Name the host that replies are sent to, "" when they are sent nowhere; readers are told (reply_privacy.html)."""
    return (urlsplit(settings.REPLY_SPAM_URL).hostname or "") if settings.REPLY_SPAM_KEY else ""
