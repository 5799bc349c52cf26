"""Text that leaves the house in XML."""

import re

# Everything outside Char of XML 1.0, section 2.2: a parser stops at the first of these.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """Remove the characters XML 1.0 forbids, even escaped."""
    return NOT_XML.sub("", text)
