"""Text and times that leave the house."""

import re
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

# Everything outside Char of XML 1.0, section 2.2: a parser stops at the first of these.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """Remove the characters XML 1.0 forbids, even escaped."""
    return NOT_XML.sub("", text)


def isotime(moment: datetime | None) -> str:
    """Write a moment to the second with the site's offset, as HTML's <time>, sitemaps and JSON-LD all read it.

    Django's `date:"c"` adds microseconds, which are not valid in HTML (time zone strings, HTML 2.3.5.6).
    """
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def written_day(day: date, pattern: str = "j F Y") -> str:
    """Write a day by a pattern of Django's `date` filter, in the language of whoever looks."""
    return write_day(day, pattern, get_language())


@lru_cache(maxsize=5_000)  # pages show many days, and many of them the same ones
def write_day(day: date, pattern: str, language: str | None) -> str:
    return date_format(day, pattern)
