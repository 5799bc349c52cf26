"""Decide what of a typed query may be kept: nothing that may say who somebody is."""

import re
import unicodedata

from search import analysis
from search.query import clean

LONGEST = 80  # characters
MOST_WORDS = 10
DIGITS = 6  # as many as the shortest telephone number
ADDRESS = re.compile(r"://|\bwww\.|[^\W_]{2,}\.[^\W\d_]{2,}")


def counted_text(typed: str) -> str:
    """Return a query as it is counted: lower case, single blanks. "" for one that must not be kept."""
    text = " ".join(clean(typed).lower().split())
    if not text or len(text) > LONGEST or len(text.split()) > MOST_WORDS or not analysis.words(text):
        return ""
    return "" if may_be_personal(text) else text


def may_be_personal(text: str) -> bool:
    """Tell whether a text holds what may be a mail address, a telephone, card or identity number, or a web address."""
    text = unicodedata.normalize("NFKC", text)
    return "@" in text or sum(letter.isdigit() for letter in text) >= DIGITS or bool(ADDRESS.search(text))
