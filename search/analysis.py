"""Turn text into the terms that are indexed and looked up: one analysis for both databases, query and highlighting.

A term is a folded word's stem: “Naïve”, “naive” and “naively” meet; so do “Tinubu’s” and “Tinubu”, “ƙasa” and “kasa”.
Scripts written without spaces become one term a character, so that a phrase of them finds any substring.
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

from search import english
from search.languages import stemmer

VERSION = 3  # raise it when the same text gives other terms: every row is then rewritten by rebuild_search
LONGEST_TERM = 64  # characters; PostgreSQL refuses lexemes over 2 kB

# Letters that Unicode does not decompose, West Africa's first.
LETTERS = str.maketrans(
    {
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ŋ": "ng", "ɩ": "i", "ʋ": "v", "ǝ": "e",
        "ə": "e", "ɖ": "d", "ƒ": "f", "ɣ": "g", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d",
        "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "＇": "'",
    }
)  # fmt: skip

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kana, Han
)
# Everything in ASCII but the letters and digits that folding leaves; to split at blanks is twice as fast as a pattern.
BLANKS = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
ANY_WORD = re.compile(f"(?=[^\\W_])[{UNSPACED}]|[^\\W_{UNSPACED}]+")
NOT_ASCII = re.compile("[^\x00-\x7f]+")
APOSTROPHE = re.compile(r"(?<=[^\W_])'(?:s(?![^\W_]))?")
INITIALS_HINT = re.compile(r"\.[a-z]\.")
INITIALS = re.compile(r"(?<![^\W_])(?:[a-z]\.){2,}")

# Marks (M*) are diacritics once decomposed; Cf are zero-width joiners and soft hyphens; Cs would not survive UTF-8.
DROPPED = frozenset(("Mn", "Mc", "Me", "Cf", "Cs"))


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics, apostrophes and dots of initials."""
    text = text.lower()
    if not text.isascii():
        text = NOT_ASCII.sub(lambda match: fold_run(match.group()), text)
    if "'" in text:
        text = APOSTROPHE.sub("", text)
    if INITIALS_HINT.search(text):
        text = INITIALS.sub(lambda match: match.group().replace(".", ""), text)
    return text


@lru_cache(maxsize=50_000)
def fold_run(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS)).lower().translate(LETTERS)
    return "".join(letter for letter in plain if unicodedata.category(letter) not in DROPPED)


def words(text: str) -> list[str]:
    """List the folded words of `text`, unstemmed."""
    text = fold(text)
    return text.translate(BLANKS).split() if text.isascii() else ANY_WORD.findall(text)


class Terms(dict):
    """Remember the indexed form of each folded word: a lookup is what makes 2,000 stories a second possible."""

    MOST = 300_000

    def __init__(self, language: str) -> None:
        self.stem = stemmer(language)
        self.is_english = language == "english"
        self.plain = english.singular if self.is_english else str
        self.family = english.FAMILY if self.is_english else {}
        self.lock = Lock()
        self.irregular = frozenset(map(self.stem, english.PLURALS.values())) if self.is_english else frozenset()

    def __missing__(self, word: str) -> str:
        if len(self) >= self.MOST:
            self.clear()
        found = self[word] = self.family.get(word) or self.without_ending(word)
        return found

    def without_ending(self, word: str) -> str:
        with self.lock:  # the stemmer keeps the word it is working on in itself
            stem = self.stem(self.plain(word[:LONGEST_TERM]))
        return english.one_spelling(stem) if self.is_english else stem

    def beginning(self, stem: str) -> str:
        """Return the letters with which every folded word of a stem begins: at least the first.

        Of English endings, what is put in their place has two letters at most: “happi”, “creat”, “woman”.
        """
        if not self.is_english or len(stem) < 3 or stem in self.irregular or stem.endswith("ie"):
            return stem[:1]
        return stem[:-1] if len(stem) < 5 else stem[:-2]


class Language:
    """The language whose endings are cut off: the site's, for all threads of a process."""

    def __init__(self) -> None:
        self.use("english")

    def use(self, name: str) -> None:
        if getattr(self, "name", None) != name:
            self.name, self.terms = name, Terms(name)


language = Language()


def term(word: str) -> str:
    """Return the indexed form of a folded word."""
    return language.terms[word]


def terms(text: str) -> list[str]:
    """List the terms of `text` in order."""
    return list(map(language.terms.__getitem__, words(text)))


def is_stopword(typed: str) -> bool:
    """Tell whether a typed word may be left out. WHO, IT and US in capitals are names."""
    return (
        language.name == "english" and typed.lower() in english.STOPWORDS and not (len(typed) > 1 and typed.isupper())
    )
