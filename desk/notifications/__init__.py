"""Tell the newsroom what happened: mails at once or in a daily digest, as each person chooses, and webhooks.

`notify()` is the one call for whoever has something to tell; events.py lists the events, one line each.
"""

from desk.notifications.announcing import notify, quiet
from desk.notifications.audience import chiefs, managing_editors, may_see, writers
from desk.notifications.receivers import connect

__all__ = ["chiefs", "connect", "managing_editors", "may_see", "notify", "quiet", "writers"]
