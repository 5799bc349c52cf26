"""Read a text as a person sees it: letters that only look like others, hidden ones and ornaments are undone."""

import re
import unicodedata
from dataclasses import dataclass

# Cyrillic and Greek letters in the shape of Latin ones (Unicode TR39, confusables.txt, those seen in spam).
LOOKALIKES = str.maketrans(
    "авеһіјѕкмнорстухԁԛԝѵαβεηικνορτυχω",  # capitals have been made small before: В, Н and their like are among them
    "abehijskmhopctyxdqwvabenikvoptuxw",
)
# Letters of Hausa, Igbo and Yoruba that no decomposition makes plain; nobody hides behind them.
PLAIN = str.maketrans("ɓɗƙƴǝıøłđ", "bdkyeiold")
DIGIT_LETTERS = str.maketrans("0134578@$", "oieastbas")
ORNAMENTS = ("<font>", "<wide>", "<circle>", "<square>")
KEPT_HIDDEN = "\u200d\u00ad"  # joins the parts of an emoji; says where a word may be broken
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Folded:
    """A text in plain small letters, and whether somebody had disguised or hidden letters in it."""

    text: str
    disguised: bool
    hidden: bool


def fold(text: str) -> Folded:
    """Return `text` in small letters without accents, ornaments, invisible characters and borrowed alphabets."""
    ornate = any(unicodedata.decomposition(character).startswith(ORNAMENTS) for character in set(text))
    shown, hidden = without_hidden(text)
    parts = unicodedata.normalize("NFKD", shown)
    bare = "".join(character for character in parts if not unicodedata.combining(character))
    plain = bare.casefold().translate(PLAIN)
    borrowed = False

    def own_letters(match: re.Match) -> str:
        nonlocal borrowed
        word = match[0]
        if word.isascii():
            return word
        latin = word.translate(LOOKALIKES)
        if not latin.isascii():
            return word
        borrowed = True
        return latin

    # Words all of whose foreign letters pass for Latin ones: beside a Latin letter, or in a text that is Latin.
    mostly_latin = sum(character.isascii() for character in plain) * 2 > len(plain)
    folded = WORD.sub(own_letters, plain) if mostly_latin and not plain.isascii() else plain
    return Folded(folded, ornate or borrowed, hidden)


def without_hidden(text: str) -> tuple[str, bool]:
    """Drop format and control characters; tell whether any stood inside a word."""
    kept, hidden = [], False
    for place, character in enumerate(text):
        if unicodedata.category(character) in ("Cf", "Cc", "Co", "Cs") and character not in "\n\t\r":
            between = text[max(place - 1, 0) : place].isalnum() and text[place + 1 : place + 2].isalnum()
            hidden = hidden or (between and character not in KEPT_HIDDEN)
            continue
        kept.append(character)
    return "".join(kept), hidden


def undigit(word: str) -> str:
    """Return a word written with digits for letters as it is spoken: v1agra -> viagra; others as they are."""
    if word.isalpha() or not word[:1].isalpha() or word.isascii() is False:
        return word
    spoken = word.translate(DIGIT_LETTERS)
    letters = sum(character.isalpha() for character in word)
    return spoken if spoken.isalpha() and letters * 2 >= len(word) and len(word) >= 4 else word
