"""The rules alone: their order, how strict they are together, and that nothing makes them raise."""

import inspect
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import rules
from comments.openness import By, Openness
from comments.rules import Facts, Outcome, Refusal, Spam, judge
from comments.stamps import CHANGED, FOREIGN, MISSING, Stamp
from comments.words import find_word, fold
from news.openness import Replies

GOOD = Facts(stamp=Stamp(seconds=60), least_seconds=3, first_held=1, approved_before=1, most_links=2)
# Each alone makes a good reply end so; in the order in which the rules ask.
BAD = {
    "closed": ({"openness": Openness(Replies.CLOSED, By.STORY)}, 403),
    "size": ({"errors": {"text": "Write something."}}, 422),
    "parent": ({"parent_is_lost": True}, 422),
    "rate": ({"by_address": 5}, 429),
    "rate of the network": ({"by_network": 20}, 429),
    "duplicate": ({"sent_before": True}, 409),
    "trap": ({"trap": "x"}, ("spam", "trap")),
    "no form": ({"stamp": MISSING}, ("spam", "forged")),
    "another form": ({"stamp": FOREIGN}, ("spam", "forged")),
    "fast": ({"stamp": Stamp(seconds=2.9)}, ("spam", "fast")),
    "banned": ({"ban": "192.0.2.0/24"}, ("spam", "banned")),
    "blocked word": ({"blocked_word": "casino"}, ("spam", "blocked_word")),
    "links": ({"links": 3}, ("waiting", "links")),
    "watched word": ({"watched_word": "bribe"}, ("waiting", "watched_word")),
    "filter": ({"ask_filter": lambda: Spam(0.99, "pills", True, True)}, ("spam", "spam_filter")),
    "service": ({"ask_service": lambda: True}, ("spam", "spam_service")),
    "doubtful": ({"ask_filter": lambda: Spam(0.7, "pills", False, True)}, ("waiting", "doubtful")),
    "changed form": ({"stamp": CHANGED}, ("waiting", "forged")),
    "old form": ({"stamp": Stamp(is_old=True, seconds=9e5)}, ("waiting", "forged")),
    "moderated site": ({"openness": Openness(Replies.MODERATED, By.SITE)}, ("waiting", "moderated_site")),
    "moderated section": ({"openness": Openness(Replies.MODERATED, By.SECTION)}, ("waiting", "moderated_section")),
    "moderated story": ({"openness": Openness(Replies.MODERATED, By.STORY)}, ("waiting", "moderated_story")),
    "first": ({"approved_before": 0}, ("waiting", "first")),
    "cached form": ({"stamp": Stamp()}, ("waiting", "doubtful")),
}
NAMES = list(BAD)


def said(verdict) -> object:
    return verdict.status if isinstance(verdict, Refusal) else (verdict.state, verdict.reason)


def strictness(verdict) -> int:
    """Rate how far a reply is from being seen: 0 seen, 1 kept for a moderator, 2 not taken."""
    if isinstance(verdict, Refusal):
        return 2
    return int(verdict.state != "approved")


@pytest.mark.parametrize("name", NAMES)
def test_each_rule_speaks_for_itself(name):
    changes, expected = BAD[name]
    assert said(judge(replace(GOOD, **changes))) == expected


def test_otherwise_it_is_approved():
    assert judge(GOOD) == Outcome("approved", "rules")


@given(st.sets(st.sampled_from(NAMES), min_size=1))
def test_first_rule_that_answers_decides(names):
    facts, chosen = GOOD, {}
    for name in NAMES:
        changes, _ = BAD[name]
        # One fact cannot say two things: the earlier stays.
        if name in names and not chosen.keys() & changes.keys():
            facts, chosen = replace(facts, **changes), chosen | changes
    first = next(name for name in NAMES if name in names)
    assert said(judge(facts)) == BAD[first][1]


@given(st.permutations(NAMES))
def test_another_bad_fact_never_brings_a_reply_nearer_to_readers(names):
    facts, before = GOOD, 0
    for name in names:
        changes, _ = BAD[name]
        if any(getattr(facts, field) is not getattr(GOOD, field) for field in changes):
            continue
        facts = replace(facts, **changes)
        now = strictness(judge(facts))
        assert now >= before
        before = now


stamps = st.builds(
    Stamp, st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.none() | st.floats(allow_nan=True)
)
anything = st.builds(
    Facts,
    openness=st.builds(Openness, st.sampled_from(Replies), st.sampled_from(By)),
    errors=st.dictionaries(st.text(), st.text(), max_size=2),
    parent_is_lost=st.booleans(),
    by_address=st.integers(0, 9),
    by_network=st.integers(0, 30),
    sent_before=st.booleans(),
    is_newsroom=st.booleans(),
    trap=st.text(max_size=3),
    stamp=stamps,
    ban=st.text(max_size=300),
    blocked_word=st.text(max_size=300),
    links=st.integers(0, 5_000),
    watched_word=st.text(max_size=300),
    approved_before=st.integers(0, 30),
    least_seconds=st.integers(0, 60),
    most_links=st.integers(0, 20),
    first_held=st.integers(0, 20),
)


@given(anything)
def test_rules_never_raise_and_what_they_say_fits_the_table(facts):
    verdict = judge(facts)
    assert isinstance(verdict, Outcome | Refusal)
    if isinstance(verdict, Outcome):
        assert len(verdict.matched) <= 120


@given(anything)
def test_nothing_moderated_closed_or_watched_appears(facts):
    verdict = judge(facts)
    if isinstance(verdict, Outcome) and verdict.state == "approved" and not facts.is_newsroom:
        assert facts.openness.state == Replies.OPEN
        assert not any((facts.trap, facts.ban, facts.blocked_word, facts.watched_word))
        assert facts.links <= facts.most_links
        assert facts.approved_before >= facts.first_held


@given(anything)
def test_newsroom_is_refused_or_approved_but_never_held(facts):
    verdict = judge(replace(facts, is_newsroom=True))
    assert isinstance(verdict, Refusal) or verdict.reason == "staff"


def test_filter_and_service_are_not_asked_about_what_is_decided():
    def never():
        raise AssertionError("asked")

    assert said(judge(replace(GOOD, trap="x", ask_service=never))) == ("spam", "trap")
    assert said(judge(replace(GOOD, sent_before=True, ask_service=never, ask_filter=never))) == 409


def test_score_is_kept_whoever_decides():
    assert judge(replace(GOOD, trap="x", ask_filter=lambda: Spam(0.4))).spam_score == 0.4


def test_every_fact_is_asked_by_a_rule():
    source = inspect.getsource(rules)
    for fact in fields(Facts):
        asked = source.count(f"facts.{fact.name}") or source.count(f"self.{fact.name}")
        assert asked, fact.name


class TestWords:
    @pytest.mark.parametrize(
        ("word", "text"),
        [
            ("casino", "My CASINO!"),
            ("kásino", "kasino"),
            ("ọlá", "Ola"),
            ("bad  word", "a bad\nword"),
            ("a.b", "x a.b x"),
            ("@spam.example", "me@spam.example"),
            ("C++", "I like c++ most"),
            ("ｆｕｌｌ", "full"),
            ("$$$", "make $$$ fast"),
        ],
    )
    def test_capitals_accents_and_blanks_make_no_difference(self, word, text):
        assert find_word(word, text) == " ".join(word.split())

    @pytest.mark.parametrize(
        ("word", "text"), [("ass", "assembly"), ("casino", "casinos"), ("a.b", "axb"), ("", "x"), (" \n\n", "")]
    )
    def test_only_whole_words(self, word, text):
        assert find_word(word, text) == ""

    def test_words_do_not_join_across_fields(self):
        assert find_word("bad word", "bad", "word") == ""

    def test_first_that_stands_there_is_named(self):
        assert find_word("one\ntwo\nthree", "three", "two") == "three"

    @given(st.text(max_size=200), st.text(max_size=200))
    def test_any_list_and_any_text(self, words, text):
        assert find_word(words, text) in ("", *(" ".join(line.split()) for line in words.splitlines()))

    @given(st.text(min_size=1, max_size=30))
    def test_a_text_has_itself_as_a_word(self, text):
        line = " ".join(text.split())
        if fold(line).strip() and len(line.splitlines()) == 1:
            assert find_word(line, f"so {line} it is") == line or not fold(line)[0].isalnum()
