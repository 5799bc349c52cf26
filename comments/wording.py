"""What readers are told about their replies, in plain words. Nobody is told that a reply is taken for spam."""

from comments.models import Reply
from comments.reasons import Reason

WHY = {
    Reason.LINKS: "it holds more links than usual",
    Reason.WATCHED_WORD: "it holds a word that moderators look at first",
    Reason.FORGED: "the page had been open for a long time",
    Reason.MODERATED_SITE: "at present every reply is read before it appears",
    Reason.MODERATED_SECTION: "every reply in this section is read before it appears",
    Reason.MODERATED_STORY: "every reply to this story is read before it appears",
    Reason.FIRST: "the first replies of a new writer are read before they appear",
}
NOT_SURE = "our filter is not sure about it"


def why(state: str, reason: str) -> str:
    return WHY.get(Reason(reason), NOT_SURE) if state == Reply.State.WAITING else NOT_SURE


def became(state: str, reason: str) -> str:
    """Say what became of a reply that was sent."""
    if state == Reply.State.APPROVED:
        return "Your reply is published."
    if state == Reply.State.REJECTED:
        return "A moderator decided not to publish your reply."
    return f"Your reply waits for a moderator because {why(state, reason)}."


def would_become(state: str, reason: str) -> str:
    """Say what would become of a reply that is only being written."""
    if state == Reply.State.APPROVED:
        return "Your reply would be published at once."
    return f"Your reply would wait for a moderator because {why(state, reason)}."
