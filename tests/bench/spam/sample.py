"""The judged sample: campaigns of spam, drawn from their texts, and good replies as they were written."""

import random
import re
from functools import cache
from pathlib import Path

from comments.spam.compiling import Example, read_examples

FOLDER = Path(__file__).parent
A_CAMPAIGN = 11  # replies drawn of each campaign
CHOICE = re.compile(r"\{([^{}]*)\}")


@cache
def campaigns() -> dict[str, list[Example]]:
    """Return the spam by campaign; each example's kind is the campaign's kind of business. The same on every call."""
    found = {}
    for part in re.split(r"^== ", (FOLDER / "campaigns.txt").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, *lines = part.strip().splitlines()
        name, kind = (word.strip() for word in head.split(" | "))
        found[name] = draw(name, kind, lines)
    return found


def draw(name: str, kind: str, lines: list[str]) -> list[Example]:
    lists = {
        key: [value.strip() for value in values.split(";")]
        for key, _, values in (line.partition(": ") for line in lines)
        if key in ("names", "emails", "websites")
    }
    texts = [line for line in lines if line.partition(": ")[0] not in lists]
    chance, drawn = random.Random(name), {}  # a string as the seed: the same numbers everywhere
    for attempt in range(A_CAMPAIGN * 40):
        if len(drawn) == A_CAMPAIGN:
            break
        text = texts[attempt % len(texts)]
        while CHOICE.search(text):
            text = CHOICE.sub(lambda match: chance.choice(match[1].split("|")), text)
        sender = chance.choice(lists["names"]), chance.choice(lists["emails"])
        drawn[text] = Example(kind, *sender, chance.choice(lists.get("websites", [""])), text.strip())
    return list(drawn.values())


@cache
def good() -> list[Example]:
    return list(read_examples(FOLDER / "good.txt"))
