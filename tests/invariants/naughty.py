"""Strings that break the handling of text."""

from pathlib import Path

LIST = Path(__file__).parents[3] / "shared" / "data" / "naughty-strings.txt"

OWN = [
    "undefined", "null", "None", "True", "\\", "0", "-1", "1E+02", "NaN", "0xffffffff", "0/0",
    "999999999999999999999999999999999999", ",./;'[]\\-=", "<>?:\"{}|_+", "!@#$%^&*()`~",
    "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x1b\x1f\x7f", "\x80\x84\x86\x9f",
    "\t\x0b\x0c\x85\xa0\u1680\u2002\u2003\u200b\u2028\u2029\u3000", "\xad\u061c\u200b\u200c\u200d\u200e\u2060\ufff9",
    "\ufeff", "\ufffe\uffff", "Ω≈ç√∫˜µ≤≥÷", "ด้้้้้็็็็็้้้้้", "'\"'\"''''\"", "<foo val=“bar” />",
    "田中さんにあげて下さい", "𠜎𠜱𠝹", "Ⱥ", "(╯°□°）╯︵ ┻━┻)", "👩🏽 👨‍👩‍👧‍👦 🇺🇸🇷🇺🇸🇦", "１２３ ١٢٣",
    "בְּרֵאשִׁית, הָיְתָהtestالصفحات", "﷽", "\u202a\u202etest\u202c", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "<script>alert(0)</script>", "&lt;script&gt;alert(1);&lt;/script&gt;", "<img src=x onerror=alert(2) />",
    '"><script>alert(4)</script>', "</script><script>alert(7)</script>", "]]><script>alert(8)</script>",
    '" autofocus onkeyup="javascript:alert(23)', "--><script>alert(14)</script>", "<plaintext>", "<!--", "</title>",
    "</textarea><script>alert(225)</script>", "JavaSCript:alert(17)", "1'; DROP TABLE users-- 1", "%", "_",
    "../../../../etc/passwd%00", "{{ 7*7 }}{% debug %}", "%s%s%n %(name)s {0} ${HOME}", "CON", "&#0; &#x110000; &amp",
    "\x1b[0;31mred\x1b[0m", "జ్ఞ‌ా", "mañana mañana", 'say, "one, two", three', "x" * 250,
]  # fmt: skip


def strings() -> list[str]:
    """Return the project's own strings, and those of the shared list where it is at hand."""
    if not LIST.exists():
        return OWN
    lines = LIST.read_text("utf-8").split("\n")
    return [*OWN, *dict.fromkeys(line for line in lines if line.strip() and not line.startswith("#"))]


def packed(limit: int, most: int | None = None, join: str = " ") -> list[str]:
    """Put as many strings as fit into texts of `limit` characters; with `most` only so many, evenly picked."""
    packs, current = [], ""
    for string in strings():
        if len(string) > limit:
            continue
        if current and len(current) + len(join) + len(string) > limit:
            packs.append(current)
            current = string
        else:
            current = f"{current}{join}{string}" if current else string
    packs.append(current)
    # A field is stripped of blanks at both ends.
    packs = [pack.strip() for pack in packs if pack.strip()]
    if most and len(packs) > most:
        return [packs[round(place * (len(packs) - 1) / (most - 1))] for place in range(most)]
    return packs
