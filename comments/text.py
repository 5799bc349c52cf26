"""What readers write: cleaned when it comes in, turned into paragraphs with links when it is shown."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# What no text needs and a database, an XML parser or a terminal chokes on.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n?|\x85|\u2028")
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
# A link as other sites' forms take it; here it is only text, but whoever sends it is up to something.
LINK_MARKUP = re.compile(r"<a\s|\[url|\[link", re.IGNORECASE)
AFTER_A_LINK = ".,:;!?'’»)]}"
BRACKETS = {")": "(", "]": "[", "}": "{"}
# Letters that show nothing: Hangul fillers and the Braille blank are no spaces to Unicode.
INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def clean_text(text: str) -> str:
    """Return running text with plain line ends, at most one blank line in a row, and nothing that is no text."""
    text = LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    text = CONTROLS.sub("", text)
    return BLANK_LINES.sub("\n\n", text).strip()


def clean_line(text: str) -> str:
    """Return one line: every run of blanks is one space."""
    return " ".join(CONTROLS.sub("", LINE_ENDS.sub(" ", text)).split())


def is_visible(text: str) -> bool:
    """Tell whether a text has at least one sign that a reader can see."""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in INVISIBLE for sign in text)


def count_links(text: str) -> int:
    return max(len(LINK.findall(text)), len(LINK_MARKUP.findall(text)))


def as_html(text: str) -> SafeString:
    """Show a reply's text: paragraphs, line breaks, and web addresses as links that search engines do not count.

    https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links
    """
    paragraphs = (linked(part).replace("\n", "<br>") for part in text.split("\n\n") if part.strip())
    return mark_safe("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def linked(text: str) -> str:
    parts, at = [], 0
    for match in LINK.finditer(text):
        address = trimmed(match[0])
        target = address if "://" in address else f"https://{address}"
        if not is_web_address(target):
            continue
        parts += [escape(text[at : match.start()]), link(target, address)]
        at = match.start() + len(address)
    return "".join([*parts, escape(text[at:])])


def link(target: str, label: str) -> str:
    return f'<a href="{escape(target)}" rel="ugc nofollow noopener">{escape(label)}</a>'


def trimmed(address: str) -> str:
    """Leave out what belongs to the sentence around an address: its full stop, a bracket that was opened before it."""
    while address and address[-1] in AFTER_A_LINK:
        opened = BRACKETS.get(address[-1])
        if opened and address.count(opened) >= address.count(address[-1]):
            break
        address = address[:-1]
    return address


def is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        return parts.scheme.lower() in ("http", "https") and "." in host.strip(".") and parts.port != 0
    except ValueError:  # brackets that hold no IPv6 address, a port that is no number
        return False
