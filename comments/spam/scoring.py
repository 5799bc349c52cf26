"""Put the signs of a reply together to one number.

After Gary Robinson, “A Statistical Approach to the Spam Problem” (Linux Journal 107, March 2003), as SpamBayes does:
each sign's share of spam is drawn towards “unknown” while it was seen seldom, and the shares are combined by Fisher's
method, from both ends, so that a reply of which nothing is known, or everything and its contrary, lies in the middle.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNKNOWN, STRENGTH = 0.5, 1  # what is believed of a sign that nobody saw, and how many sightings outweigh that
LEAST_SAYING = 0.1  # signs nearer to 0.5 say nothing
MOST_SAYING = 60  # the loudest; a good text pasted below the advertisement cannot drown it


@dataclass(frozen=True)
class Seen:
    """In how many spam and in how many good replies something stood."""

    spam: int = 0
    good: int = 0


def share(seen: Seen, replies: Seen) -> float:
    """Return how far a sign speaks for spam, 0 to 1, however many of either were learnt."""
    spam = min(seen.spam / replies.spam, 1) if replies.spam else 0.0
    good = min(seen.good / replies.good, 1) if replies.good else 0.0
    if not spam + good:
        return UNKNOWN
    times = seen.spam + seen.good
    return (STRENGTH * UNKNOWN + times * spam / (spam + good)) / (STRENGTH + times)


def combine(shares: Iterable[float]) -> float:
    """Return the indicator (1 + H - S) / 2 of Fisher's method for both ends, 0 to 1."""
    shares = list(shares)
    if not shares:
        return UNKNOWN
    spam = chi_square(-2 * sum(math.log(share) for share in shares), 2 * len(shares))
    good = chi_square(-2 * sum(math.log1p(-share) for share in shares), 2 * len(shares))
    return min(max((1 + spam - good) / 2, 0.0), 1.0)


def chi_square(value: float, freedom: int) -> float:
    """Return the chance that chi square with an even number of degrees of freedom is at least `value`."""
    half = value / 2
    term = total = math.exp(-half)
    for step in range(1, freedom // 2):
        term *= half / step
        total += term
    return min(total, 1.0)


def score(signs: Iterable[str], counts: Mapping[str, Seen], replies: Seen) -> tuple[float, str]:
    """Return how likely spam is, and the sign that spoke loudest for it ("" when none did)."""
    shares = [(share(counts.get(sign, Seen()), replies), sign) for sign in signs]
    saying = [(found, sign) for found, sign in shares if abs(found - UNKNOWN) >= LEAST_SAYING]
    saying.sort(key=lambda row: -abs(row[0] - UNKNOWN))
    loudest = saying[:MOST_SAYING]
    # Lengths are signs that tell a moderator nothing.
    for_spam = [row for row in loudest if row[0] > UNKNOWN and not row[1].startswith("length: ")]
    return combine(found for found, _ in loudest), max(for_spam)[1] if for_spam else ""
