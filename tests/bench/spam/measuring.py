"""Judge what was held back from learning.

measure("campaigns") -> Quality, learnt from what Pulse ships and from all campaigns but those that are judged
measure("kinds")     -> the same, but whole kinds of business are unknown, in what Pulse ships, too
measure("start")     -> nothing was learnt but what Pulse ships
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from comments.spam import DOUBTFUL, SURE
from comments.spam.compiling import EXAMPLES, Example, read_examples
from comments.spam.scoring import Seen, score
from tests.bench.spam import sample

FOLDS = 7
GOAL_RECALL, GOAL_REJECTED = 0.90, 0.02


@dataclass
class Quality:
    """The scores of what was judged: (example, score, loudest sign)."""

    spam: list[tuple[Example, float, str]] = field(default_factory=list)
    good: list[tuple[Example, float, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of the spam that nobody sees but who looks for it."""
        return share(self.spam, SURE, 2)

    @property
    def spam_held(self) -> float:
        return share(self.spam, DOUBTFUL, SURE)

    @property
    def rejected(self) -> float:
        """The share of good replies that were taken for spam."""
        return share(self.good, SURE, 2)

    @property
    def good_held(self) -> float:
        return share(self.good, DOUBTFUL, SURE)

    def good_by_kind(self) -> dict[str, "Quality"]:
        kinds: dict[str, Quality] = defaultdict(Quality)
        for row in self.good:
            kinds[row[0].kind].good.append(row)
        return kinds


def share(rows: Sequence[tuple[Example, float, str]], least: float, below: float) -> float:
    return sum(least <= row[1] < below for row in rows) / len(rows) if rows else 0.0


class Knowledge:
    """Counts of signs, kept apart by kind of business, so that any can be left out."""

    def __init__(self) -> None:
        self.spam: Counter[str] = Counter()
        self.good: Counter[str] = Counter()

    def learn(self, examples: Sequence[Example], spam: bool) -> None:
        counter = self.spam if spam else self.good
        for example in examples:
            for sign in ("", *set(example.signs)):
                counter[sign] += 1

    def judge(self, example: Example) -> tuple[Example, float, str]:
        found = example.signs
        seen = {sign: Seen(self.spam[sign], self.good[sign]) for sign in found}
        return example, *score(found, seen, Seen(self.spam[""], self.good[""]))


def measure(held_back: str) -> Quality:
    shipped = {name: list(read_examples(EXAMPLES / f"{name}.txt")) for name in ("spam", "good")}
    found = Quality()
    for fold in range(FOLDS if held_back != "start" else 1):
        judged, rest = split(list(sample.campaigns().items()), fold, held_back)
        good_judged, good_rest = split_good(sample.good(), fold, held_back)
        unknown = {example.kind for example in judged} if held_back == "kinds" else set()
        knowledge = Knowledge()
        knowledge.learn([example for example in shipped["spam"] if example.kind not in unknown], True)
        knowledge.learn(shipped["good"], False)
        knowledge.learn([example for example in rest if example.kind not in unknown], True)
        knowledge.learn(good_rest, False)
        found.spam += [knowledge.judge(example) for example in judged]
        found.good += [knowledge.judge(example) for example in good_judged]
    return found


def split(rows, fold: int, held_back: str) -> tuple[list[Example], list[Example]]:
    """Return the replies of the campaigns that are judged in this fold, and of the others."""
    judged, rest = [], []
    for place, (_, replies) in enumerate(rows):
        (judged if held_back == "start" or place % FOLDS == fold else rest).extend(replies)
    return judged, [] if held_back == "start" else rest


def split_good(replies: Sequence[Example], fold: int, held_back: str) -> tuple[list[Example], list[Example]]:
    if held_back == "start":
        return list(replies), []
    judged = [reply for place, reply in enumerate(replies) if place % FOLDS == fold]
    return judged, [reply for place, reply in enumerate(replies) if place % FOLDS != fold]
