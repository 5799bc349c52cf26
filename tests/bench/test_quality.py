from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from demo.content import read_stories
from search import index
from tests.bench import quality
from tests.bench.quality import ndcg

JUDGED = quality.read_judged()
ON_THE_SITE = {story.slug for story in read_stories() if story.fields["status"] in quality.PUBLISHED}


@pytest.mark.parametrize(
    ("ranked", "grades", "expected"),
    [
        (["a"], {"a": 3}, 1.0),
        (["b", "a"], {"a": 3}, 0.6309),  # 1 / log2(3)
        (["b", "c", "a"], {"a": 3}, 0.5),  # 1 / log2(4)
        (["a", "b"], {"a": 3, "b": 2}, 1.0),
        (["b", "a"], {"a": 3, "b": 2}, 0.8340),  # (3 + 7 / 1.58496) / (7 + 3 / 1.58496)
        (["a"], {"a": 3, "b": 3}, 0.6131),  # 7 / (7 + 7 / 1.58496)
        (["x", "c"], {"a": 3, "b": 2, "c": 1}, 0.0672),  # 0.63093 / (7 + 1.89279 + 0.5)
        ([], {"a": 3}, 0.0),
        (["b"], {"a": 3}, 0.0),
        (["a"], {}, 0.0),
    ],
)
def test_ndcg_by_hand(ranked, grades, expected):
    assert ndcg(ranked, grades) == pytest.approx(expected, abs=0.00005)


def test_only_the_first_places_count_and_only_as_many_can_be_wanted():
    filler = [f"other {number}" for number in range(10)]

    assert ndcg([*filler, "a"], {"a": 3}) == 0
    assert ndcg(["x", "a"], {"a": 3}, at=1) == 0
    twelve = {f"story {number}": 3 for number in range(12)}
    assert ndcg(list(twelve)[:10], twelve) == 1


def test_every_judged_story_is_on_the_site():
    assert {slug for judgement in JUDGED for slug in judgement.grades} <= ON_THE_SITE


def test_every_story_on_the_site_is_wanted_by_some_query():
    assert {slug for judgement in JUDGED for slug, grade in judgement.grades.items() if grade == 3} == ON_THE_SITE


def test_the_judged_set_is_large_even_and_without_duplicates():
    queries = [" ".join(judgement.query.casefold().split()) for judgement in JUDGED]
    kinds = [judgement.kind for judgement in JUDGED]

    assert len(queries) >= 60
    assert {query for query in queries if queries.count(query) > 1} == set()
    assert {kind for kind in kinds if kinds.count(kind) < 4} == set()
    for judgement in JUDGED:
        assert judgement.grades, judgement.query
        assert set(judgement.grades.values()) <= {1, 2, 3}, judgement.query
        assert max(judgement.grades.values()) == 3, judgement.query


def test_days_ago_become_dates():
    assert quality.with_dates("Kano before:{9 days ago}") == f"Kano before:{timezone.localdate() - timedelta(days=9)}"


@pytest.mark.once
@pytest.mark.django_db
def test_search_finds_what_readers_mean():
    quality.load_newsroom()
    call_command("rebuild_search", verbosity=0)
    assert index.size() == len(ON_THE_SITE)

    found = quality.measure()

    worst = [f"{result.ndcg:.2f} {result.judgement.kind}: {result.judgement.query}" for result in found.worst]
    assert found.mean >= quality.GOAL, worst
