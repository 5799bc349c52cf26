"""Reduce English words to stems: the Porter2 ("English") algorithm, https://snowballstem.org/algorithms/english/stemmer.html.

Ours, so that both databases index the same stems and the page highlights exactly the words that matched.
tests/search/test_stemmer.py compares it with PostgreSQL's own implementation.
"""

VOWELS = frozenset("aeiouy")
DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
BEFORE_LI = frozenset("cdeghkmnrt")
WHOLE_WORDS = {
    "skis": "ski",
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "idly": "idl",
    "gently": "gentl",
    "ugly": "ugli",
    "early": "earli",
    "only": "onli",
    "singly": "singl",
    **{word: word for word in ("sky", "news", "howe", "atlas", "cosmos", "bias", "andes")},
}
AFTER_PLURAL = frozenset(("inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"))
REGION_PREFIXES = ("gener", "commun", "arsen")

# Longest endings first within a step, as the algorithm asks.
STEP_2 = (
    ("ization", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ousli", "ous"),
    ("iviti", "ive"),
    ("fulli", "ful"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("alli", "al"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
)
STEP_3 = (
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ative", ""),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
)
STEP_4 = (
    *("ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion"),
    *("al", "er", "ic"),
)


def stem(word: str) -> str:
    """Return the stem of one lower-case word; words with other letters than a-z stay as they are."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    if word in WHOLE_WORDS:
        return WHOLE_WORDS[word]
    word = mark_consonant_y(word)
    r1, r2 = regions(word)
    word = plural(word)
    if word in AFTER_PLURAL:
        return word
    word = past_and_gerund(word, r1)
    if word[-1] in "yY" and len(word) > 2 and word[-2] not in VOWELS:
        word = word[:-1] + "i"
    word = derived(word, r1)
    word = derived_again(word, r1, r2)
    word = ending(word, r2)
    return last_letter(word, r1, r2).lower()


def mark_consonant_y(word: str) -> str:
    """Write y as Y where it is a consonant: at the start and after a vowel."""
    if "y" not in word:
        return word
    letters = list(word)
    for place, letter in enumerate(letters):
        if letter == "y" and (place == 0 or letters[place - 1] in VOWELS):
            letters[place] = "Y"
    return "".join(letters)


def regions(word: str) -> tuple[int, int]:
    """Return where R1 and R2 start: after the first consonant that follows a vowel, and once more."""
    for prefix in REGION_PREFIXES:
        if word.startswith(prefix):
            r1 = len(prefix)
            break
    else:
        r1 = after_vowel_and_consonant(word, 0)
    return r1, after_vowel_and_consonant(word, r1)


def after_vowel_and_consonant(word: str, start: int) -> int:
    for place in range(start + 1, len(word)):
        if word[place] not in VOWELS and word[place - 1] in VOWELS:
            return place + 1
    return len(word)


def has_vowel(part: str) -> bool:
    return not VOWELS.isdisjoint(part)


def ends_in_short_syllable(word: str) -> bool:
    if len(word) == 2:
        return word[0] in VOWELS and word[1] not in VOWELS
    return (
        len(word) > 2
        and word[-1] not in VOWELS
        and word[-1] not in "wxY"
        and word[-2] in VOWELS
        and word[-3] not in VOWELS
    )


def plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith(("us", "ss")) or not word.endswith("s"):
        return word
    return word[:-1] if has_vowel(word[:-2]) else word


def past_and_gerund(word: str, r1: int) -> str:
    for suffix in ("eedly", "eed"):
        if word.endswith(suffix):
            return word[: -len(suffix)] + "ee" if len(word) - len(suffix) >= r1 else word
    for suffix in ("ingly", "edly", "ing", "ed"):
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            if not has_vowel(base):
                return word
            if base.endswith(("at", "bl", "iz")):
                return base + "e"
            if base.endswith(DOUBLES):
                return base[:-1]
            if ends_in_short_syllable(base) and r1 >= len(base):
                return base + "e"
            return base
    return word


def derived(word: str, r1: int) -> str:
    for suffix, replacement in STEP_2:
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            if len(base) < r1:
                return word
            if suffix == "ogi" and not base.endswith("l"):
                return word
            if suffix == "li" and base[-1:] not in BEFORE_LI:
                return word
            return base + replacement
    return word


def derived_again(word: str, r1: int, r2: int) -> str:
    for suffix, replacement in STEP_3:
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            if len(base) < (r2 if suffix == "ative" else r1):
                return word
            return base + replacement
    return word


def ending(word: str, r2: int) -> str:
    for suffix in STEP_4:
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            if len(base) < r2 or (suffix == "ion" and base[-1:] not in ("s", "t")):
                return word
            return base
    return word


def last_letter(word: str, r1: int, r2: int) -> str:
    base = word[:-1]
    if word.endswith("e") and (len(base) >= r2 or (len(base) >= r1 and not ends_in_short_syllable(base))):
        return base
    if word.endswith("ll") and len(base) >= r2:
        return base
    return word
