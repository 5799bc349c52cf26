"""Mark in a reply's text what a rule is about."""

import unicodedata

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comments.reasons import Reason

# Reasons that are about words: others name a number or an address.
ABOUT_WORDS = {Reason.BLOCKED_WORD, Reason.WATCHED_WORD, Reason.SPAM_FILTER, Reason.DOUBTFUL}


def marked(text: str, matched: str, reason: str) -> SafeString:
    """Return `text` as HTML, escaped, with every place where `matched` stands in a <mark>."""
    places = found(text, matched) if reason in ABOUT_WORDS else []
    pieces, end = [], 0
    for start, stop in places:
        pieces.append((text[end:start], format_html("<mark>{}</mark>", text[start:stop])))
        end = stop
    return format_html("{}{}", format_html_join("", "{}{}", pieces), text[end:])


def found(text: str, words: str) -> list[tuple[int, int]]:
    """Return where `words` stand in `text`: from and to, without overlaps; capitals and accents make no difference."""
    sought, _ = folded(words.strip())
    if not sought:
        return []
    plain, origins = folded(text)
    places: list[tuple[int, int]] = []
    start = plain.find(sought)
    while start >= 0:
        end = start + len(sought)
        stop = origins[end] if end < len(origins) else len(text)
        places.append((origins[start], max(stop, origins[start] + 1)))
        start = plain.find(sought, end)
    return places


def folded(text: str) -> tuple[str, list[int]]:
    """Return `text` in small letters without accents, and for each letter the place it had in `text`."""
    letters, origins = [], []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter.casefold()):
            if not unicodedata.combining(part):
                letters.append(part)
                origins.append(place)
    return "".join(letters), origins
