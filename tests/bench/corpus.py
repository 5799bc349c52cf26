"""Generate stories for the benchmark when no other corpus is given: one JSON object a line, always the same."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

SEED = 20261123
NEWEST = datetime(2026, 6, 30, 18, tzinfo=UTC)
SECTIONS = ["World", "Politics", "Business", "Technology", "Science", "Culture", "Sport", "Opinion"]
NAMES = [
    f"{given} {family}"
    for given in ("Ada", "Bode", "Chike", "Dele", "Efua")
    for family in ("Ayo", "Bello", "Cole", "Danso")
]
COMMON = [
    "the", "of", "and", "to", "in", "a", "that", "for", "it", "was", "with", "on",
    "as", "by", "at", "from", "council", "market", "river", "road", "people", "report", "city", "price",
    "week", "minister", "state", "power", "school", "farm", "port", "water", "season", "police", "court", "harvest",
    "bridge", "ferry",
]  # fmt: skip
RARE_SYLLABLES = ["ba", "ko", "li", "mu", "ne", "ra", "so", "ti", "vu", "wa", "ze", "do", "fi", "gu", "ha"]


def vocabulary(rng: random.Random) -> list[str]:
    rare = {"".join(rng.choices(RARE_SYLLABLES, k=rng.randint(3, 4))) for _ in range(12_000)}
    return COMMON + sorted(rare)


def stories(count: int) -> Iterator[str]:
    """Yield `count` lines; word frequencies fall off as in real text, so that searches have common and rare words."""
    rng = random.Random(SEED)
    words = vocabulary(rng)
    weights = [1 / (place + 2.7) for place in range(len(words))]
    cumulative = [sum(weights[:1])]
    for weight in weights[1:]:
        cumulative.append(cumulative[-1] + weight)

    def some(low: int, high: int) -> str:
        text = " ".join(rng.choices(words, cum_weights=cumulative, k=rng.randint(low, high)))
        return text[0].upper() + text[1:]

    for number in range(count):
        section, author = rng.choice(SECTIONS), rng.choice(NAMES)
        published = NEWEST - timedelta(seconds=rng.randrange(5 * 365 * 86_400))
        source = {"name": "Harbour Wire", "url": f"https://harbour-wire.example/{number}"} if number % 3 == 0 else None
        yield json.dumps(
            {
                "id": number,
                "headline": some(6, 10),
                "slug": f"story-{number}",
                "standfirst": some(14, 30) + ".",
                "body": [some(40, 90) + "." for _ in range(rng.randint(5, 12))],
                "section": section,
                "section_slug": section.lower(),
                "author": author,
                "author_slug": author.lower().replace(" ", "-"),
                "tags": rng.sample(COMMON[15:], 3),
                "published": published.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "original_source": source,
            }
        )
