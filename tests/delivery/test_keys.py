"""Under which keys responses are kept: bounded, and never one for two different pages."""

import pytest
from django.http import QueryDict
from hypothesis import assume, given
from hypothesis import strategies as st

from delivery.keys import key_of

PARAMETERS = ("page", "replies", "p")


def key(path="/news/", query="", host="pulse.example"):
    return key_of(host, path, query, PARAMETERS)


def test_host_and_path_are_the_key():
    assert key() == key(host="PULSE.example")
    assert len({key(), key("/"), key(host="other.example"), key("/news")}) == 4


@pytest.mark.parametrize(
    "query", ["utm_source=x", "fbclid=1&utm_medium=mail", "x=1;page=3", "PAGE=2", "%00=1", "a", "page2=1", "q=page=2"]
)
def test_what_no_page_declares_is_ignored(query):
    assert key(query=query) == key()


def test_what_a_page_declares_is_in_the_key_in_any_order():
    assert key(query="page=2") != key()
    assert key(query="p%61ge=2") == key(query="page=2")
    assert key(query="replies=3&page=2") == key(query="page=2&utm_x=1&replies=3")
    assert key(query="page=2") != key(query="replies=2")


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=01", "page=-1", "page=", "page=x", "page=2&page=3", "page=1234567", "page=%32%0a", "page=٢",
     "&".join(f"x{number}=1" for number in range(100)), "x=" + "y" * 8000],
)  # fmt: skip
def test_numbers_that_are_none_and_endless_queries_have_no_key(query):
    assert key(query=query) is None


@pytest.mark.parametrize(
    "path",
    ["//news/", "/news//x/", "/news/../admin/", "/./news/", "/news;x=1/", "/news\\x/", "/%6eews/", "/a b/", "/a\n/",
     "/\x00/", "/" + "x" * 600, "/news/#x", "/news/?x"],
)  # fmt: skip
def test_other_spellings_of_an_address_have_no_key(path):
    assert key(path) is None


def test_a_request_without_a_host_has_no_key():
    assert key_of(None, "/", "", PARAMETERS) is None
    assert key_of("", "/", "", PARAMETERS) is None


@given(st.text(), st.text())
def test_two_queries_with_one_key_declare_the_same(one, other):
    """What Django would hand to a view of the two is the same, so one response is right for both."""
    keys = key(query=one), key(query=other)
    assume(None not in keys)
    declared = [
        {name: QueryDict(query).getlist(name) for name in PARAMETERS if name in QueryDict(query)}
        for query in (one, other)
    ]
    assert (keys[0] == keys[1]) == (declared[0] == declared[1])


PAIRS = st.lists(
    st.tuples(st.sampled_from([*PARAMETERS, "utm", "q"]), st.sampled_from(["1", "2", "x", ""])), max_size=4
)


@given(PAIRS, PAIRS)
def test_likely_queries_with_one_key_declare_the_same(one, other):
    queries = ["&".join(f"{name}={value}" for name, value in pairs) for pairs in (one, other)]
    keys = [key(query=query) for query in queries]
    assume(None not in keys)
    declared = [sorted(pair for pair in pairs if pair[0] in PARAMETERS) for pairs in (one, other)]
    assert (keys[0] == keys[1]) == (declared[0] == declared[1])
