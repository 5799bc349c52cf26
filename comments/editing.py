"""A moderator mends the text of a reply; readers see that it was edited, the log keeps what it said."""

from copy import copy
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from comments import after_decisions, history
from comments.deciding import ERASED, Seen, deciders, stamp, standing, write
from comments.forms import LONGEST_TEXT
from comments.models import Reply
from comments.text import clean_text as tidy_text
from comments.text import is_visible


class EditRefused(Exception):
    """The text was not changed; the message says why, in words for the moderator."""


def clean_text(text: str) -> str:
    """Return a text as it is kept; raise ValidationError for one that cannot stand there."""
    text = tidy_text(text)
    if not is_visible(text):
        raise ValidationError("Leave some text. To take the whole reply away, reject it.")
    if len(text) > LONGEST_TEXT:
        raise ValidationError(f"{len(text):,} characters are too many: a reply has {LONGEST_TEXT:,} at most.")
    return text


@transaction.atomic
def edit(number: int, text: str, user, seen: Seen | None = None) -> Reply:
    """Give the reply of that number another text; its state stays as it is.

    Raises EditRefused when it changed since it was `seen`, was erased or is not `user`'s; ValidationError as
    clean_text() does. A text that is the same already changes nothing.
    """
    text = clean_text(text)
    reply = Reply.objects.filter(pk=number).for_moderator(user).select_for_update(of=("self",)).first()
    if reply is None:
        raise EditRefused("This reply is gone, or not among those that you moderate.")
    if reply.erased_at:
        raise EditRefused(ERASED)
    if seen is not None and not seen.is_still(reply):
        if seen.edited != stamp(reply.edited_at):
            raise EditRefused("Somebody else edited the text while you had it open. Theirs is below yours.")
        raise EditRefused(f"{standing(reply, deciders([reply]))} Send it again to change the text all the same.")
    if text == reply.text:
        return reply
    before = copy(reply)
    write([reply], text=text, edited_at=timezone.now())
    history.record(history.EDIT, [(reply, {"before_text": before.text, "text": text})], user, uuid4())
    after_decisions.teach([(before, reply)])
    after_decisions.tell([(before, reply)])
    return reply
