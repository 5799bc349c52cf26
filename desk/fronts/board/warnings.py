"""What an editor should look at on a front: things that readers would notice, and things that nobody has noticed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desk.fronts.board.stories import short
from news.fronts.layouts import LATEST, LIST, MOST_READ, OPINION, TICKER
from news.fronts.plans import SHOWN, Reason, Verdict

if TYPE_CHECKING:
    from desk.fronts.board.cards import BoardCard
    from desk.fronts.board.showing import BoardContainer
    from news.models import Container

STALE_AFTER = timedelta(hours=12)  # since the last launch, for a container that editors fill by hand
FORGOTTEN_AFTER = timedelta(hours=1)  # since the last change of a draft that nobody launches
WITHOUT_PICTURES = {LIST, OPINION, TICKER, LATEST, MOST_READ}


def of_card(card: "BoardCard", value: Mapping[str, Any], container: "Container", reason: Reason | None) -> list[str]:
    """List what is wrong with a card in its container; the first is why readers do not see it."""
    found = []
    if reason is not None and reason.verdict not in SHOWN:
        found.append(refusal(card, reason))
    if card.kind == "link" and not (value.get("url") and value.get("headline")):
        found.append("Unfinished: a link needs an address and a headline.")
    if card.kind == "latest" and not (value.get("section") or value.get("topic")):
        found.append("Unfinished: choose a section or a topic.")
    shape = container.shape
    if len(card.headline) > shape.headline:
        found.append(f"The headline is long: {len(card.headline)} characters, {shape.headline} look well here.")
    lacks = not (value.get("picture") or (card.story and card.story.has_picture))
    shows = shape not in WITHOUT_PICTURES and container.show_picture and not value.get("hide_picture")
    if shows and lacks and (card.story or card.kind != "latest"):
        found.append("No picture.")
    return found


def refusal(card: "BoardCard", reason: Reason) -> str:
    story = card.story
    if reason.verdict in (Verdict.NOT_LIVE, Verdict.EMBARGOED) and story and story.at:
        return f"Not shown yet: {story.state.lower()} {short(story.at)}."
    if reason.verdict is Verdict.NO_ROOM:
        return "Not shown: the container shows no more cards than stand above this one."
    return f"Not shown. {reason.sentence}"


def of_container(entry: "BoardContainer", now: datetime) -> list[str]:
    """List what is wrong with a container as a whole."""
    found = []
    container, draft = entry.container, entry.draft
    if draft.is_hidden:
        found.append("Hidden: readers do not see it.")
    elif draft.visible_from and draft.visible_from > now:
        found.append("Its time has not come: readers do not see it yet.")
    elif draft.visible_until and draft.visible_until <= now:
        found.append("Its time is over: readers do not see it.")
    elif not entry.shown:
        found.append("Empty: readers do not see it.")
    changed = container.changed_at
    if container.live and container.has_unpublished_changes and changed and changed < now - FORGOTTEN_AFTER:
        found.append(f"Its draft has waited for {hours(now - changed)} to be launched.")
    launched = container.last_published_at
    if container.live and entry.cards and launched and launched < now - STALE_AFTER:
        found.append(f"Nobody has launched it for {hours(now - launched)}.")
    return found


def hours(time: timedelta) -> str:
    number = int(time.total_seconds() // 3600)
    if number >= 48:
        return f"{number // 24} days"
    return "an hour" if number == 1 else f"{number} hours"
