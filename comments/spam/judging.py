from collections.abc import Sequence
from dataclasses import dataclass

from comments.models import Reply
from comments.spam import counts
from comments.spam.scoring import score
from comments.spam.signs import signs

# From SURE on a reply is put with the spam, from DOUBTFUL on it waits for a moderator. Chosen on the judged sample
# (tests/bench/README.md): no good reply there reaches SURE, and one of which nothing is known, at 0.5, need not wait.
SURE, DOUBTFUL = 0.85, 0.55


@dataclass(frozen=True)
class Judgement:
    """How likely spam a reply is, 0 to 1, and the sign that spoke loudest for it ("" when none did)."""

    score: float
    word: str = ""

    @property
    def is_sure(self) -> bool:
        return self.score >= SURE

    @property
    def is_doubtful(self) -> bool:
        return DOUBTFUL <= self.score < SURE


def judge(name: str, email: str, website: str, text: str) -> Judgement:
    """Judge what somebody is about to reply; one query."""
    found = signs(name, email, website, text)
    known, replies = counts.known(found)
    return Judgement(*score(found, known, replies))


def learn(replies: Sequence[Reply], spam: bool) -> None:
    """Remember that a moderator decided that these replies are spam, or are not."""
    counts.add([signs_of(reply) for reply in replies if is_readable(reply)], spam)


def unlearn(replies: Sequence[Reply], spam: bool) -> None:
    """Forget what `learn` remembered, when a moderator takes the decision back."""
    counts.take_away([signs_of(reply) for reply in replies if is_readable(reply)], spam)


def signs_of(reply: Reply) -> list[str]:
    return signs(reply.name, reply.email, reply.website, reply.text)


def is_readable(reply: Reply) -> bool:
    """Tell whether there is something to learn from: an erased reply says nothing of anybody."""
    return reply.erased_at is None and bool(reply.text.strip())
