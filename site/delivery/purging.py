"""Have everybody let go of the responses that show what has changed, when others can see the change."""

import logging
from functools import partial

from django.db import transaction

from delivery import configured, frontend
from delivery.keeping import in_transaction
from delivery.ledger import EVERYTHING, slots_of
from delivery.tags import EVERYTHING_TAG

logger = logging.getLogger("pulse.delivery")


def purge(*tags: str, are_shown: bool = True) -> None:
    """Purge every response that shows one of `tags`: now, for who reads in this transaction, and when it is committed.

    Between the two others may read, and keep, what was there before; the second purge ends that. A cache in front of
    the site need not hear of tags that no response shows (`are_shown`): only processes keep what they name.
    """
    if not tags:
        return
    purge_now(frozenset(tags))
    if in_transaction():
        transaction.on_commit(partial(purge_now, frozenset(tags)), robust=True)
    if are_shown and frontend.is_tagged():
        transaction.on_commit(partial(frontend.purge, sorted(tags)), robust=True)


def purge_everything() -> None:
    """Purge all: for changes that reach everywhere, and after what goes past Django's signals."""
    purge(EVERYTHING_TAG)


def purge_now(tags: frozenset[str]) -> None:
    slots = (EVERYTHING,) if EVERYTHING_TAG in tags else [slot for slot in slots_of(tags) if slot != EVERYTHING]
    try:
        configured.ledger().purge(slots)
    except OSError as error:
        logger.error(
            "The page cache could not be told that %s changed (%s): readers may see the old version for up to ten "
            "minutes. Remedy: see that the cache can be written, then run `manage.py purge_pages`.",
            ", ".join(sorted(tags)[:5]),
            error,
        )
