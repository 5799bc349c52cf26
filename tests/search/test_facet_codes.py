"""The codes of facets say what was written, however many stand one after the other."""

from collections import Counter
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.models import Article
from search import facet_codes, facets
from search.models import Entry
from tests.factories import article

KEYS = st.integers(1, 2**31)  # as large as keys of pages are


@st.composite
def stories(draw):
    """Make the values of a story's facets: most have sections, all have a year and a kind."""
    numbers = [draw(st.lists(KEYS, max_size=4, unique=True)) for _ in "sat"]
    own = (f"{letter}{key}" for letter, keys in zip("sat", numbers, strict=True) for key in keys)
    return (*own, f"y{draw(st.integers(1800, 2200))}", f"k{draw(st.sampled_from(Article.Kind.values))}")


@given(st.lists(stories(), max_size=20))
def test_what_was_written_is_counted(many):
    expected = Counter(value for values in many for value in values)
    assert facet_codes.count("".join(map(facet_codes.write, many))) == expected


def test_nothing_found_counts_nothing():
    assert facet_codes.count(None) == facet_codes.count("") == Counter()


def test_every_facet_has_a_letter_and_every_kind_a_number_of_its_own():
    assert sorted(facet_codes.LETTERS) == sorted(facets.LETTERS.values())
    assert len(facet_codes.kinds()) == len(Article.Kind.values)


def test_a_kind_that_is_no_more_still_counts_as_one():
    codes = facet_codes.write(("s1", "y2025", "kgone"))
    assert facet_codes.count(codes) == Counter(s1=1, y2025=1, k=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "values"),
    [
        ("s12/y2025/knews a3 t9", ("s12", "a3", "t9", "y2025", "knews")),
        ("s12/s15/y2025/kreview", ("s12", "s15", "y2025", "kreview")),
        ("y2025/knews t9", ("t9", "y2025", "knews")),
    ],
)
def test_an_index_of_words_is_written_as_codes(before, values):
    Entry.objects.filter(article=article()).update(facets=before)
    import_module("search.migrations.0007_facets_as_codes").write_codes(_Apps, None)
    (codes,) = Entry.objects.values_list("facets", flat=True)
    assert facet_codes.count(codes) == Counter(values)
    assert sorted(codes) == sorted(facet_codes.write(values))


class _Apps:
    @staticmethod
    def get_model(*names):
        return Entry
