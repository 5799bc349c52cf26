"""Choose the encoding a reader wants best (Accept-Encoding, RFC 9110, 12.5.3)."""

from functools import lru_cache

from delivery.copies import ENCODINGS

LONGEST = 200  # characters; browsers send 25


@lru_cache(maxsize=256)  # browsers send some ten different ones
def choose(accepted: str | None) -> str:
    """Return "br", "gzip" or "identity"; what is refused or not understood leaves the plain body."""
    if not accepted or len(accepted) > LONGEST:
        return "identity"
    weights = dict(map(weight, accepted.lower().split(",")))
    others = weights.get("*", 0.0)
    best = max(ENCODINGS[:-1], key=lambda name: weights.get(name, others))  # of equals the first: the smaller body
    wanted = weights.get(best, others)
    return best if wanted > 0 and wanted >= weights.get("identity", 0.0) else "identity"


def weight(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    label, _, value = parameter.strip().partition("=")
    try:
        return name.strip(), min(max(float(value), 0.0), 1.0) if label.strip() == "q" else 1.0
    except ValueError:
        return name.strip(), 0.0
