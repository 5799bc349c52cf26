"""A person's clipboard: cards laid aside, with all that was written on them, for any front."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError

from desk.fronts.board.cards import BoardCard, Loaded
from desk.fronts.board.saving import UNREADABLE, NotSaved, read_card
from desk.models import Clipboard
from desk.models.clipboard import MOST
from news.fronts.layouts import LIST
from news.fronts.plans import Resolution
from news.models import Container

CARDS = Container.cards.field.stream_block


def cards_of(user) -> list[BoardCard]:
    """Return the cards on a person's clipboard, the newest first, as they stand on the board."""
    clipboard = Clipboard.objects.filter(user=user).first()
    return shown(clipboard.cards if clipboard else [], user)


def shown(rows: list[dict], user) -> list[BoardCard]:
    # A container that is never saved reads the cards as any other does.
    container = Container(cards=rows)
    loaded = Loaded([container], Resolution(), user)
    return [loaded.card(row, LIST) for row in container.card_rows()]


def put(user, card: Any) -> None:
    """Lay a copy of a card on top; the oldest leave a full clipboard. Raise NotSaved for what is no card."""
    try:
        row = {**read_card(card), "id": str(uuid4())}
        (stored,) = CARDS.get_prep_value(CARDS.clean_deferred(CARDS.to_python([row])))
    except ValidationError as error:
        raise NotSaved("This card cannot be laid aside: something on it is wrong.") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotSaved(UNREADABLE) from error
    clipboard, _ = Clipboard.objects.get_or_create(user=user)
    clipboard.cards = [stored, *clipboard.cards][:MOST]
    clipboard.save()


def take_off(user, name: str) -> None:
    """Take a card off; one that is not there is no error."""
    clipboard = Clipboard.objects.filter(user=user).first()
    if clipboard:
        clipboard.cards = [row for row in clipboard.cards if row["id"] != name]
        clipboard.save()
