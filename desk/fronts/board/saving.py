"""Take what the board sends: the cards of one container or of several at once, all saved or none."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from desk.fronts.launching import Refused, Stale, save_draft
from news.fronts.blocks import CARD_ID
from news.fronts.layouts import HARD_CAP
from news.fronts.plans import CardKind
from news.models import Container

KINDS = {kind.value for kind in CardKind}
UNREADABLE = "The board sent something that cannot be read. Reload the page and try again."


@dataclass(frozen=True)
class Change:
    """The cards that a container shall have, and the version that this rests on."""

    container: int
    base: str
    cards: list[dict[str, Any]]


class NotSaved(Exception):
    """Raised instead of saving; says why, of which container, and whether somebody else was faster."""

    def __init__(self, message: str, container: int = 0, is_stale: bool = False) -> None:
        super().__init__(message)
        self.container, self.is_stale = container, is_stale


def changes(body: bytes) -> list[Change]:
    """Read {"containers": [{id, base, cards: [{id, type, value}, …]}, …]}; raise NotSaved when it is anything else."""
    try:
        sent = json.loads(body)["containers"]
        found = [
            Change(int(row["id"]), str(row["base"]), [read_card(card) for card in listed(row["cards"])])
            for row in listed(sent)
        ]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotSaved(UNREADABLE) from error
    if not found or len({change.container for change in found}) < len(found):
        raise NotSaved(UNREADABLE)
    return found


def listed(value: Any) -> list:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def read_card(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return one card as it is stored; raise ValueError for what is none."""
    name, kind, value = card["id"], card["type"], card["value"]
    if not (isinstance(name, str) and CARD_ID.fullmatch(name) and kind in KINDS and isinstance(value, dict)):
        raise ValueError("no card")
    return {"id": name, "type": kind, "value": value}


@transaction.atomic
def save(front: Page, sent: list[Change], user) -> list[Container]:
    """Save all changes or none; return the drafts. Raise NotSaved for the first that cannot be."""
    standing = Container.objects.on_front(front).in_bulk([change.container for change in sent])
    drafts = []
    # In the order of their numbers: two boards that move cards between the same containers do not wait for each other.
    for change in sorted(sent, key=lambda change: change.container):
        container = standing.get(change.container)
        if container is None:
            raise NotSaved("This container no longer stands on this front.", change.container, is_stale=True)
        if len(change.cards) > HARD_CAP:
            raise NotSaved(too_many(container, len(change.cards)), container.pk)
        drafts.append(save_one(container, change, user))
    return drafts


def save_one(container: Container, change: Change, user) -> Container:
    try:
        return save_draft(container, user, base=change.base, cards=change.cards)
    except Stale as error:
        raise NotSaved(str(error), container.pk, is_stale=True) from error
    except Refused as error:
        raise NotSaved(str(error), container.pk) from error
    except ValidationError as error:
        raise NotSaved(f"“{container}” was not saved. {' '.join(words(error))}", container.pk) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # A value of a kind that no form sends, deep inside a card.
        raise NotSaved(UNREADABLE, container.pk) from error


def too_many(container: Container, count: int) -> str:
    return f"“{container}” was not saved: it keeps {HARD_CAP} cards at most, and this would be {count}."


def words(error: ValidationError) -> Iterator[str]:
    """Yield what a block's error says, those of the blocks inside it included."""
    inner = getattr(error, "block_errors", None)
    if inner:
        for found in inner.values() if isinstance(inner, dict) else inner:
            if found is not None:
                yield from words(found)
    non_block = getattr(error, "non_block_errors", None)
    if non_block:
        for message in non_block:
            yield from message.messages if isinstance(message, ValidationError) else [str(message)]
    if inner is None and non_block is None:
        yield from error.messages
