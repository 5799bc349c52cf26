"""Say under which key the response to a request is kept: host, path, and the query parameters that pages declare.

What cannot be kept under a bounded set of keys has none and is made each time: strange paths, page numbers that are
none.
All other parameters (`utm_source` …) are ignored: views that are kept never see them (delivery.earning).
"""

import re
from collections.abc import Collection
from urllib.parse import parse_qsl

LONGEST_PATH = 512
LONGEST_QUERY = 2048
MOST_PARAMETERS = 30
NUMBER = re.compile(r"[1-9][0-9]{0,5}\Z", re.ASCII)
# Each stands for another spelling of an address: //news/, /news;x/, /news/../, and what no address of ours has.
STRANGE = re.compile(r"//|/\.|[;\\%?#\x00-\x20\x7f]")


def with_only(key: str, parameters: Collection[str]) -> str:
    """Return the key without the parameters that its page turned out not to depend on."""
    release, host, path, *declared = key.split(" ")
    return " ".join((release, host, path, *(pair for pair in declared if pair.partition("=")[0] in parameters)))


def key_of(host: str | None, path: str, query: str, parameters: Collection[str]) -> str | None:
    """Return the key, None for a request whose response is not kept. `path` is decoded, as WSGI gives it."""
    if not host or len(path) > LONGEST_PATH or STRANGE.search(path):
        return None
    if not query:
        return f"{host.lower()} {path}"
    if len(query) > LONGEST_QUERY:
        return None
    try:
        given = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return None
    declared = sorted((name, value) for name, value in given if name in parameters)
    names = [name for name, _ in declared]
    if len(names) != len(set(names)) or not all(NUMBER.match(value) for _, value in declared):
        return None
    return f"{host.lower()} {path}" + "".join(f" {name}={value}" for name, value in declared)
