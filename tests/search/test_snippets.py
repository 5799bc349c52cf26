import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import parse
from search.snippets import WRITTEN, Marker

pytestmark = pytest.mark.once

PIECES = [
    "goat",
    "goats",
    "Goat",
    "’",
    "'",
    "s",
    ".",
    "U.S.",
    "us",
    "go",
    "at",
    "feet",
    "women",
    "ßo",
    "İ",
    "→",
    "—",
    " ",
    "-",
    "_",
    "é",
    "e\u0301",
    "山",
    "羊",
    "o",
    "9",
]


QUERIES = ["goat", "goat us", "é", "羊", "goat* foot", "woman so"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.sampled_from(QUERIES))
def test_words_are_found_where_looking_at_each_word_finds_them(text, query):
    marker = Marker(parse(query))
    each = [(match.start(), match.end(), marker.stem_of(match.group())) for match in WRITTEN.finditer(text)]

    assert list(marker.spots(text)) == [spot for spot in each if spot[2]]
