"""Whatever is typed becomes a bounded, harmless query."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import index
from search.finding import attempts
from search.limits import FIELD
from search.query import LONGEST_QUERY, MOST_WORDS, Term, parse

SIGNS = st.text(alphabet="\"-*():^{}[]+~|&!<>\\'%_.,;/#@ \t\n\x00\u200b\ud800aàß東ก🦆", max_size=80)

# As people type them, and as they never would.
PARTS = st.sampled_from(
    [
        *(
            "author:",
            "section:",
            "topic:",
            "before:",
            "after:",
            "-",
            '"',
            " ",
            "2025",
            "2025-02-30",
            "-author:",
            "AFTER:2025-1",
        ),
        *(
            'author:"Bisi Alao"',
            'topic:"',
            "before:before:2020",
            "author:*",
            "section:-x",
            "kano",
            "the",
            "ferr*",
            ":",
            "é",
        ),
    ]
)
OPERATORS = st.lists(PARTS, max_size=12).map("".join)


def wanted(text: str) -> list[tuple[str, ...]]:
    return [term.words for term in parse(text).wanted]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("fuel price", [("fuel",), ("price",)]),
        ("  fuel\t price\n", [("fuel",), ("price",)]),
        ('"fuel price" naira', [("fuel", "price"), ("naira",)]),
        ("“fuel price”", [("fuel", "price")]),
        ('"fuel price', [("fuel", "price")]),
        ("co-operative", [("co", "operative")]),
        ("Tinubu’s plan", [("tinubu",), ("plan",)]),
        ("fuel fuel FUEL", [("fuel",)]),
        ("NEAR(fuel, 5)", [("near",), ("fuel",), ("5",)]),
        ("headline:fuel", [("headline",), ("fuel",)]),
        ("fuel,price 1,000", [("fuel",), ("price",), ("1", "000")]),
        ('fuel"price"', [("fuel",), ("price",)]),
        ("東京", [("東", "京")]),
        ("🦆", []),
        ("", []),
    ],
)
def test_words_and_phrases(typed, terms):
    assert wanted(typed) == terms


def test_unwanted_words_and_phrases():
    assert parse('fuel -diesel -"petrol station" - ').unwanted == (Term(("diesel",)), Term(("petrol", "station")))


def test_a_minus_within_a_word_unwants_nothing():
    assert parse("covid-19").unwanted == ()


def test_asterisk_makes_a_beginning_of_three_letters_or_more():
    assert parse("econ*").wanted == (Term(("econ",), is_prefix=True),)
    assert parse("e*").wanted == (Term(("e",)),)


def test_stop_words_are_wanted_only_alone():
    assert wanted("what is the price of fuel") == [("price",), ("fuel",)]
    assert [term.words for term in parse("to be or not to be").required] == [("to",), ("be",), ("or",), ("not",)]


def test_names_in_capitals_are_no_stop_words():
    assert wanted("WHO warns") == [("who",), ("warns",)]
    assert wanted("who warns") == [("warns",)]


def test_only_so_many_words_count():
    query = parse(" ".join(f"w{number}" for number in range(1_000)))
    assert sum(len(term.words) for term in query.wanted) <= MOST_WORDS
    assert len(query.text) <= LONGEST_QUERY


@given(st.one_of(st.text(), SIGNS, OPERATORS))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read(text):
    query = parse(text)
    terms = (*query.wanted, *query.unwanted, *query.idle)
    assert len(query.text) <= LONGEST_QUERY
    assert "\x00" not in query.text
    assert sum(len(term.words) for term in terms) <= MOST_WORDS
    # Nothing but letters and digits reaches a database's query language.
    assert all(word and word.isalnum() for term in terms for word in (*term.words, *term.stems))
    marks = (*query.limits.marks, *(mark for group in query.limits.none_of for mark in group))
    assert all(mark[0] == FIELD and mark[1:].isalnum() for mark in marks)
    assert len(marks) <= MOST_WORDS * 20
    assert parse(query.text) == query


@pytest.mark.django_db
@given(st.one_of(st.text(), SIGNS, OPERATORS))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_searched_for(text):
    assert len(list(attempts(parse(text)))) <= 5
    assert index.rank(text, 5) == []
