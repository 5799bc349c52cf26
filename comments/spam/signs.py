"""Take a reply apart into the signs by which it is judged: its words, and what its writing and sender give away.

A word stands for itself, two neighbours for themselves; other signs say what they are: “link: bit.ly”, “name: casino”,
“sign: shouting”. A moderator can read all of them, and no text can pass for the others: words hold no colon.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from comments.spam.folding import Folded, fold, undigit, without_hidden

# What is read of a reply, and kept of it: a megabyte costs no more than a page.
LONGEST_TEXT, LONGEST_WORD, LONGEST_SIGN, MOST_SIGNS = 8_000, 24, 60, 320
# Tokens without a blank; each is cut before it is looked at closely, which keeps the time linear.
LONGEST_TOKEN = 200

WORDS = re.compile(r"[^\W_]+(?:['’@$][^\W_]+)*")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
BARE_HOST = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,12}(?:/\S*)?")
# Of a host that stands there without http or www: “It ended.Then” is no address.
ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "com net org info biz ng gov edu io co uk us eu de fr ru cn in br za ke gh xyz top shop store online site "
        "website club live click link pro bet casino app dev tv me ly gl cc ws asia blog news example",
    )
)
MARKUP = re.compile(r"<\s?/?\s?[a-z][^<>]{0,100}>")
BBCODE = re.compile(r"\[/?(?:url|link|b|i|img|size|color)[=\]]")
TELEPHONE = re.compile(r"\+?\d[\d\s().-]{7,18}\d")
MONEY = re.compile(r"[$€£₦¥₹]\s?\d|\d\s?(?:[$€£₦]|usd|dollars|eur|naira|btc|usdt)\b")
REPEATED = re.compile(r"([^\W\d_])\1{3}")
MESSENGERS = {"whatsapp", "telegram", "wa", "signal", "icq", "skype", "wechat", "viber"}


def signs(name: str, email: str, website: str, text: str) -> list[str]:
    """List the distinct signs of a reply, MOST_SIGNS at most, each LONGEST_SIGN characters at most."""
    text, name = text[:LONGEST_TEXT], name[: LONGEST_WORD * 8]
    (email, _), (website, _) = without_hidden(email[:254]), without_hidden(website[:300])
    body = fold(text)
    found: dict[str, None] = {}
    # What is not words comes first: a long text must not crowd it out.
    for sign in (*about_links(body.text, website, email), *about_sender(name, email), *about_writing(text, body)):
        found.setdefault(sign[:LONGEST_SIGN])
    words = words_of(body.text)
    for sign in words:
        found.setdefault(sign)
    for first, second in pairwise(words):
        found.setdefault(f"{first} {second}"[:LONGEST_SIGN])
    return list(found)[:MOST_SIGNS]


def words_of(folded: str) -> list[str]:
    """Return the words of a folded text, links left out, spelt-out ones (c a s i n o) put together."""
    found: list[str] = []
    letters: list[str] = []
    for token in folded.split():
        token = token[:LONGEST_TOKEN]
        if host_of(token):
            found += spelt(letters)
            letters = []
            continue
        for part in WORDS.findall(token):
            if len(part) == 1 and part.isalpha():
                letters.append(part)
                continue
            found += spelt(letters)
            letters = []
            word = undigit(part.strip("'’@$"))
            if 2 <= len(word) <= LONGEST_WORD and not word.isdecimal():
                found.append(word)
    return found + spelt(letters)


def spelt(letters: list[str]) -> list[str]:
    return ["".join(letters)[:LONGEST_WORD]] if len(letters) >= 4 else []


def host_of(token: str) -> str:
    """Return the host a token leads to, "" when it is no address."""
    token = token.strip("()[]<>{}\"'“”‘’,;:!?*").rstrip(".")
    bare = token
    if found := ADDRESS.search(token):
        bare = found[0].removeprefix("https://").removeprefix("http://")
    elif not is_bare_host(token):
        return ""
    host = re.split(r"[/?#:\]\[<>\"']", bare, maxsplit=1)[0].removeprefix("www.")
    return host if "." in host.strip(".") else ""


def is_bare_host(token: str) -> bool:
    host = token.partition("/")[0]
    return ".." not in host and host.rpartition(".")[2] in ENDINGS and bool(BARE_HOST.fullmatch(token))


def about_links(folded: str, website: str, email: str) -> Iterator[str]:
    hosts = [host for token in folded.split() if (host := host_of(token[:LONGEST_TOKEN]))]
    number = len(hosts)
    yield f"links: {number if number < 3 else '3 or more'}"
    for host in hosts[:20]:
        yield f"link: {host}"
        yield f"link ending: .{host.rpartition('.')[2]}"
    if number and len(folded.split()) <= number * 8:
        yield "sign: hardly more than links"
    if not website:
        return
    yield "website: given"
    try:
        host = (urlsplit(website.casefold()).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if host:
        yield f"link: {host}"
        yield f"website ending: .{host.rpartition('.')[2]}"
        sender = email.casefold().rpartition("@")[2]
        if not (sender == host or sender.endswith(f".{host}") or host.endswith(f".{sender}")):
            yield "website: not the e-mail's"


def about_sender(name: str, email: str) -> Iterator[str]:
    folded = fold(name).text
    parts = words_of(folded)
    for part in parts[:12]:
        yield f"name: {part}"
    if len(parts) > 4:
        yield "sign: a text for a name"
    if any(character.isdecimal() for character in folded):
        yield "sign: digits in the name"
    if any(host_of(token[:LONGEST_TOKEN]) for token in folded.split()):
        yield "sign: a link for a name"
    local, _, domain = email.casefold().rpartition("@")
    if domain:
        yield f"e-mail: {domain}"
        yield f"e-mail ending: .{domain.rpartition('.')[2]}"
    if sum(character.isdecimal() for character in local) >= 4:
        yield "sign: many digits in the e-mail"


def about_writing(text: str, body: Folded) -> Iterator[str]:
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    words = len(body.text.split())
    yield f"length: {'short' if words < 12 else 'middle' if words < 60 else 'long'}"
    tests = {
        "shouting": len(letters) >= 20 and capitals * 2 > len(letters),
        "disguised letters": body.disguised,
        "hidden characters": body.hidden,
        "markup": bool(MARKUP.search(body.text)),
        "forum markup": bool(BBCODE.search(body.text)),
        "a telephone number": bool(TELEPHONE.search(body.text)),
        "a sum of money": bool(MONEY.search(body.text)),
        "a messenger": not MESSENGERS.isdisjoint(re.split(r"\W+", body.text)),
        "an e-mail address in the text": "@" in text and any("." in part for part in text.split("@")[1:]),
        "repeated letters": bool(REPEATED.search(body.text)),
        "many exclamation marks": text.count("!") >= 4,
        "pictures for words": sum(unicodedata.category(character) == "So" for character in text) >= 4,
        "two alphabets": len(alphabets(letters)) > 1,
    }
    yield from (f"sign: {label}" for label, holds in tests.items() if holds)
    for alphabet in alphabets(letters) - {"latin"}:
        yield f"alphabet: {alphabet}"


def alphabets(letters: list[str]) -> set[str]:
    """Name the alphabets of which a tenth of the letters are."""
    seen: dict[str, int] = {}
    for letter in letters:
        alphabet = "latin" if letter.isascii() else unicodedata.name(letter, "UNKNOWN").partition(" ")[0].casefold()
        seen[alphabet] = seen.get(alphabet, 0) + 1
    return {alphabet for alphabet, number in seen.items() if number * 10 >= len(letters)} - {"modifier", "combining"}
