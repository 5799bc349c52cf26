"""Find the words of the newsroom's lists in what a reader wrote."""

import re
import unicodedata
from functools import lru_cache


def fold(text: str) -> str:
    """Return a text without the differences of capitals, accents and width of letters."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def find_word(word_list: str, *texts: str) -> str:
    """Return the first entry of a list (one a line) that stands in one of the texts, as it was written; "" for none."""
    pattern, entries = compiled(word_list)
    if pattern is None:
        return ""
    # What is no blank between them: no phrase begins in one field and ends in the next.
    match = pattern.search(" \0 ".join(map(fold, texts)))
    return entries[match.lastindex - 1] if match and match.lastindex else ""


@lru_cache(maxsize=16)
def compiled(word_list: str) -> tuple[re.Pattern[str] | None, list[str]]:
    """Build one pattern for a whole list; a group tells which entry it was."""
    entries = [entry for line in word_list.splitlines() if fold(entry := " ".join(line.split())).strip()]
    if not entries:
        return None, []
    return re.compile("|".join(f"({whole(fold(entry))})" for entry in entries)), entries


def whole(entry: str) -> str:
    """Match an entry between the bounds of words: “ass” does not stand in “assembly”."""
    body = r"\s+".join(re.escape(part) for part in entry.split())
    before = r"(?<!\w)" if re.match(r"\w", entry) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", entry) else ""
    return before + body + after
