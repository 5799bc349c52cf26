"""A misspelt word finds what was meant, and the page says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search import did_you_mean, index, spelling
from tests.factories import article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stories():
    return [article(f"Ikorodu night ferry returns, part {number}") for number in range(4)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("ikorudu", "ikorodu"), ("ikorodou", "ikorodu"), ("ikordu", "ikorodu"), ("ikoordu", "ikorodu")),
        *(("ferrry", "ferry"), ("fery", "ferry"), ("ikorroduu", "ikorodu"), ("nightferry", "night ferry")),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(typed, meant):
    answer = index.find(typed)
    assert answer.relaxed == "spelling"
    assert answer.corrections == {typed: meant}
    assert answer.total == 4


@pytest.mark.parametrize("typed", ["xyzzy", "fer", "cat", "1001", "ferries2", "zzzzzzzz"])
def test_other_words_are_left_alone(typed):
    assert index.find(typed).corrections == {}


def test_the_right_words_beside_it_still_count():
    article("Ikorodu market burns")
    answer = index.find("ikorudu market")
    assert (answer.corrections, answer.total >= 1) == ({"ikorudu": "ikorodu"}, True)
    assert answer.rank(0, 1)[0][0] == index.rank("ikorodu market", 1)[0][0]


def test_a_rare_word_offers_the_common_one_beside_it():
    article("Ikorudu misspelt in print")
    for number in range(3):
        article(f"Ikorodu again {number}")
    answer = index.find("ikorudu")
    assert (answer.exact, did_you_mean.offer(answer, [])) == (1, "ikorodu")
    assert did_you_mean.offer(index.find("Ikorodu"), []) == ""


def test_words_in_quotation_marks_are_offered_without():
    answer = index.find('"ferry ikorodu"')
    assert answer.total == 0
    assert did_you_mean.offer(answer, []) == "ferry ikorodu"


def test_only_words_of_stories_readers_see_are_offered():
    article("Zanzibar secret", live=False)
    article("Kilimanjaro secret", embargo_until=timezone.now() + timedelta(days=1))
    gone = article("Madagascar secret")
    gone.unpublish()
    for typed in ("zanzibaar", "kilimanjarro", "madagascarr"):
        answer = index.find(typed)
        assert (answer.total, answer.corrections, did_you_mean.offer(answer, [])) == (0, {}, ""), typed


def test_new_words_are_known_at_once():
    assert spelling.nearest("zepelin") == []
    article("Zeppelin lands")
    assert spelling.nearest("zepelin") == [("zeppelin",)]


def test_the_likeliest_mistake_is_mended_with_the_words_beside_it():
    for number in range(6):
        article(f"Very late counts of a very long night, part {number}")
    article("Night accounts drawn up")
    assert index.find("ikorodu fery").corrections == {"fery": "ferry"}
    assert index.find("acounts").corrections == {"acounts": "accounts"}
    assert index.find("prawn").corrections == {}


def test_a_short_word_that_a_story_has_is_no_mistake():
    article("The mace is hidden")
    for number in range(6):
        article(f"What is made here, part {number}")
    assert did_you_mean.offer(index.find("mace"), []) == ""
