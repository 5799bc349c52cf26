"""Judge a reply: an ordered list of small functions over facts. The first that answers decides.

They ask nobody: what they need was gathered before (comments.facts). docs/replies.md lists them for moderators.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from comments.models import Reply
from comments.openness import By, Openness
from comments.reasons import Reason
from comments.stamps import Stamp
from news.openness import Replies

PER_MINUTE = 5  # replies of one address
PER_MINUTE_OF_NETWORK = 20
PAUSE = 60  # seconds

State = Reply.State


@dataclass(frozen=True)
class Spam:
    """What the spam filter says. `score` is 0 to 1, None when it was not asked; `word` spoke loudest."""

    score: float | None = None
    word: str = ""
    is_sure: bool = False
    is_doubtful: bool = False


@dataclass
class Facts:
    """Everything the rules may know about one reply."""

    openness: Openness = field(default_factory=Openness)
    errors: dict[str, str] = field(default_factory=dict)  # field -> what is wrong with it
    parent_is_lost: bool = False
    by_address: int = 0  # replies within the last minute
    by_network: int = 0
    sent_before: bool = False
    is_newsroom: bool = False
    trap: str = ""
    stamp: Stamp = field(default_factory=Stamp)
    ban: str = ""
    blocked_word: str = ""
    links: int = 0
    watched_word: str = ""
    approved_before: int = 0
    least_seconds: int = 0
    most_links: int = 20
    first_held: int = 0
    # Asked only when no rule before them has answered: one reads many words, the other may ask another machine.
    ask_filter: Callable[[], Spam] = Spam
    ask_service: Callable[[], bool | None] = lambda: None

    @cached_property
    def spam(self) -> Spam:
        return self.ask_filter()

    @cached_property
    def service_says_spam(self) -> bool:
        return bool(self.ask_service())


@dataclass(frozen=True)
class Outcome:
    """What becomes of a reply that is stored."""

    state: str
    reason: str
    matched: str = ""
    spam_score: float | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a reply is not stored: the status of the answer (RFC 9110), and what to say, to whom it concerns."""

    status: int
    message: str
    errors: dict[str, str] = field(default_factory=dict)
    retry_after: int = 0  # seconds
    is_repeated: bool = False


Verdict = Outcome | Refusal | None


def approve(reason: str) -> Outcome:
    return Outcome(State.APPROVED, reason)


def hold(reason: str, matched: str = "") -> Outcome:
    return Outcome(State.WAITING, reason, matched[:120])


def spam(reason: str, matched: str = "") -> Outcome:
    return Outcome(State.SPAM, reason, matched[:120])


# What is refused, and not stored


def closed(facts: Facts) -> Verdict:
    return Refusal(403, facts.openness.sentence) if facts.openness.is_closed else None


def size(facts: Facts) -> Verdict:
    return Refusal(422, "Please look at your reply again.", facts.errors) if facts.errors else None


def lost_parent(facts: Facts) -> Verdict:
    if not facts.parent_is_lost:
        return None
    return Refusal(422, "The reply that you answer is not there any more. You can post yours as a reply to the story.")


def rate(facts: Facts) -> Verdict:
    if facts.by_address < PER_MINUTE and facts.by_network < PER_MINUTE_OF_NETWORK:
        return None
    return Refusal(429, "Too many replies came from you just now. Please wait a minute.", retry_after=PAUSE)


def duplicate(facts: Facts) -> Verdict:
    return Refusal(409, "This reply was sent already.", is_repeated=True) if facts.sent_before else None


# Whom the newsroom trusts


def newsroom(facts: Facts) -> Verdict:
    return approve(Reason.STAFF) if facts.is_newsroom else None


# What goes with the spam


def trap(facts: Facts) -> Verdict:
    return spam(Reason.TRAP, facts.trap) if facts.trap else None


def forged(facts: Facts) -> Verdict:
    if facts.stamp.is_missing:
        return spam(Reason.FORGED, "sent without the form")
    return spam(Reason.FORGED, "form of another story") if facts.stamp.is_foreign else None


def fast(facts: Facts) -> Verdict:
    seconds = facts.stamp.seconds
    if seconds is None or seconds >= facts.least_seconds:
        return None
    return spam(Reason.FAST, f"{max(seconds, 0):.1f} seconds")


def banned(facts: Facts) -> Verdict:
    return spam(Reason.BANNED, facts.ban) if facts.ban else None


def blocked_word(facts: Facts) -> Verdict:
    return spam(Reason.BLOCKED_WORD, facts.blocked_word) if facts.blocked_word else None


# What waits


def links(facts: Facts) -> Verdict:
    return hold(Reason.LINKS, f"{facts.links} links") if facts.links > facts.most_links else None


def watched_word(facts: Facts) -> Verdict:
    return hold(Reason.WATCHED_WORD, facts.watched_word) if facts.watched_word else None


def spam_filter(facts: Facts) -> Verdict:
    return spam(Reason.SPAM_FILTER, facts.spam.word) if facts.spam.is_sure else None


def spam_service(facts: Facts) -> Verdict:
    return spam(Reason.SPAM_SERVICE) if facts.service_says_spam else None


def doubtful(facts: Facts) -> Verdict:
    return hold(Reason.DOUBTFUL, facts.spam.word) if facts.spam.is_doubtful else None


def changed_form(facts: Facts) -> Verdict:
    """Hold what was sent with a form that is older than two days, or whose stamp our key did not sign.

    Honest people have such forms: a page left open, a key that the operator changed. So it is no spam.
    """
    if facts.stamp.is_changed:
        return hold(Reason.FORGED, "form was changed")
    return hold(Reason.FORGED, "form is days old") if facts.stamp.is_old else None


def moderated(facts: Facts) -> Verdict:
    if facts.openness.state != Replies.MODERATED:
        return None
    reasons = {By.SITE: Reason.MODERATED_SITE, By.SECTION: Reason.MODERATED_SECTION}
    return hold(reasons.get(facts.openness.by, Reason.MODERATED_STORY))


def first(facts: Facts) -> Verdict:
    if facts.approved_before >= facts.first_held:
        return None
    return hold(Reason.FIRST, f"{facts.approved_before} of {facts.first_held} approved")


def unmeasured(facts: Facts) -> Verdict:
    """Hold what was sent without JavaScript from a cached page: nobody can tell how long it took to write."""
    is_unknown = facts.stamp.seconds is None and facts.least_seconds > 0
    return hold(Reason.DOUBTFUL, "time of writing unknown") if is_unknown else None


RULES: tuple[Callable[[Facts], Verdict], ...] = (
    *(closed, size, lost_parent, rate, duplicate),
    newsroom,
    *(trap, forged, fast, banned, blocked_word),
    *(links, watched_word, spam_filter, spam_service, doubtful, changed_form),
    *(moderated, first, unmeasured),
)


def judge(facts: Facts) -> Outcome | Refusal:
    """Return what the first rule that has an answer says; without any the reply is approved."""
    verdict = next((found for rule in RULES if (found := rule(facts))), None) or approve(Reason.RULES)
    if isinstance(verdict, Refusal):
        return verdict
    # Kept with every stored reply, whichever rule spoke: moderators sort by it, and it shows how good the filter is.
    return Outcome(verdict.state, verdict.reason, verdict.matched, facts.spam.score)
