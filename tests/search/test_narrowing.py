"""Operators, facets and dates narrow a search, alike on either database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from news.models import Article, Byline
from search import facets, index
from search.limits import Limits, moment
from search.query import parse
from tests.factories import article, author, section, topic
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


def found(query: str, **params: str) -> set[int]:
    address = QueryDict(mutable=True)
    address.update(params)
    return {pk for pk, _ in index.find(query, facets.limits(facets.chosen(address))).rank(0, 50)}


def on_ferries() -> dict[str, int]:
    """Make four stories on ferries: who wrote them, where and when differs."""
    politics, sport = section("Politics"), section("Sport")
    elections = section("Elections", politics)
    bisi, musa = author("Bisi Alao"), author("Musa Ẹniọlá")
    floods, boats = topic("Floods and rain"), topic("Boats")

    def story(place, writers, topics, year, **fields):
        return article(
            "Night ferry returns",
            place,
            authors=writers,
            topics=topics,
            first_published_at=datetime(year, 6, 1, tzinfo=UTC),
            **fields,
        ).pk

    return {
        "floods": story(politics, [bisi], [floods], 2021),
        "boats": story(sport, [musa], [boats], 2022, kind="opinion"),
        "both": story(elections, [bisi, musa], [floods, boats], 2023),
        "none": story(sport, [], [], 2024),
    }


made_stories = made_once(on_ferries)


@pytest.fixture
def stories(made_stories):
    return made_stories


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('author:"Bisi Alao"', {"floods", "both"}),
        ("author:bisi ferry", {"floods", "both"}),
        ("author:alao author:musa", {"both"}),
        ("author:eniola", {"boats", "both"}),
        ("AUTHOR:Bisi", {"floods", "both"}),
        ("ferry -author:bisi", {"boats", "none"}),
        ("author:nobody ferry", set()),
        ("section:politics", {"floods", "both"}),
        ("section:elections ferry", {"both"}),
        ("topic:floods", {"floods", "both"}),
        ('topic:"floods rain"', {"floods", "both"}),
        ("topic:boats section:sport", {"boats"}),
        ("ferry after:2023", {"both", "none"}),
        ("ferry before:2022", {"floods"}),
        ("after:2022-06-01 before:2022-06-02", {"boats"}),
        ("before:2022-06-01 after:2022", set()),
        ("-before:2024", {"none"}),
        ("zeppelin author:bisi ferry night", {"floods", "both"}),
    ],
)
def test_operators(stories, query, names):
    assert found(query) == {stories[name] for name in names}


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"section": "politics"}, {"floods", "both"}),
        ({"section": "politics/elections"}, {"both"}),
        ({"author": "bisi-alao"}, {"floods", "both"}),
        ({"topic": "boats"}, {"boats", "both"}),
        ({"topic": "boats", "author": "bisi-alao"}, {"both"}),
        ({"year": "2022"}, {"boats"}),
        ({"kind": "opinion"}, {"boats"}),
        ({"kind": "opinion", "section": "politics"}, set()),
        ({"section": "elections"}, set()),
        ({"author": "nobody"}, set()),
        ({"topic": "boats\x00x"}, set()),
        ({"year": "20222"}, set()),
        ({"year": "²⁰²²"}, set()),
        ({"kind": "s1"}, set()),
    ],
)
def test_choices(stories, params, names):
    assert found("ferry", **params) == {stories[name] for name in names}
    assert found("", **params) == {stories[name] for name in names}


def test_a_guests_name_is_an_author_too():
    story = article("Night ferry returns")
    story.bylines.add(Byline(guest_name="Ann Guest"))
    story.save()
    assert found("author:guest") == {story.pk}


def test_facets_are_counted_within_what_was_found(stories):
    answer = index.find("ferry", with_facets=True)
    counts = answer.facets
    politics = facets.section_key("politics")
    assert counts[f"s{politics}"] == 2
    assert counts[f"a{facets.author_key('bisi-alao')}"] == 2
    assert counts["kopinion"] == 1
    assert counts["knews"] == 3
    assert {year: counts[f"y{year}"] for year in range(2021, 2025)} == dict.fromkeys(range(2021, 2025), 1)
    assert index.find("author:bisi", with_facets=True).facets["kopinion"] == 0
    assert not index.find("zeppelin", with_facets=True).facets


def test_what_is_offered_narrows(stories):
    answer = index.find("ferry", with_facets=True)
    offers = {facet.key: facet.choices for facet in facets.offered(answer.facets, answer.total, [])}
    for key, choices in offers.items():
        for choice in choices:
            assert len(found("ferry", **{key: choice.value})) == choice.count < answer.total
    assert [choice.value for choice in offers["section"]] == ["politics", "sport"]
    assert [choice.value for choice in offers["year"]] == ["2024", "2023", "2022", "2021"]


def test_below_a_chosen_section_its_subsections_are_offered(stories):
    choices = facets.chosen(QueryDict("section=politics"))
    answer = index.find("ferry", facets.limits(choices), with_facets=True)
    offers = {facet.key: facet.choices for facet in facets.offered(answer.facets, answer.total, choices)}
    assert [choice.value for choice in offers["section"]] == ["politics/elections"]


def test_stories_nobody_may_see_are_in_no_count():
    article("Night ferry returns")
    hidden = [
        article("Night ferry draft", topics=[topic("Secretdraft")], live=False),
        article("Night ferry kept", topics=[topic("Secretkept")], embargo_until=timezone.now() + timedelta(days=1)),
    ]
    answer = index.find("ferry", with_facets=True)
    counts = answer.facets
    assert answer.total == 1
    assert not any(token.startswith("t") for token in counts)
    for slug in ("secretdraft", "secretkept"):
        choices = facets.chosen(QueryDict(f"topic={slug}"))
        assert facets.named(choices, counts)[0].label == slug
        assert not found("", topic=slug)
    assert Article.objects.filter(pk__in=[story.pk for story in hidden]).count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("before:Christmas", ["before", "christmas"]),
        ("after:", ["after"]),
        ("headline:fuel", ["headline", "fuel"]),
        ("2:1", ["2", "1"]),
        ("after:2023-13-01", ["after", "2023", "13", "01"]),
    ],
)
def test_what_is_no_operator_is_words(typed, words):
    query = parse(typed)
    assert not query.limits
    assert [word for term in (*query.idle, *query.wanted) for word in term.words] == words


def test_operators_become_limits():
    limits = parse("after:2023 before:2024-03 after:2022").limits
    assert limits == Limits(since=moment("2023"), until=moment("2024-03"))
    assert moment("2023") == moment("2023-01-01")
    for typed in ("2023-02-30", "1899", "20230101", "x", "", "2023-1-", "９９９９"):
        assert moment(typed) is None, typed


def test_a_renamed_author_is_followed(stories):
    profile = author("Bisi Alao", slug="bisi-renamed")
    story = article("Night ferry returns", authors=[profile])
    profile.title = "Chika Obi"
    profile.save_revision().publish()
    assert story.pk in found("author:chika")
    assert story.pk not in found("author:alao")


@pytest.mark.parametrize(
    ("typed", "word"), [("author:alaoo", "alao"), ('author:"Bisi Aloa" ferry', "alao"), ("topic:flods", "floods")]
)
def test_a_misspelt_name_gives_way_to_the_one_that_was_meant(client, typed, word):
    story = article("Night ferry returns", authors=[author("Bisi Alao")], topics=[topic("Floods")])
    article("Council meets", authors=[author("Ada Obi")], body=[("paragraph", "<p>Alaoi.</p>")])
    answer = index.find(typed)
    assert [pk for pk, _ in answer.rank(0, 9)] == [story.pk]
    assert list(answer.corrections.values()) == [word]
    assert f"<b>{word}</b> in its place" in client.get("/search/", {"q": typed}).content.decode()


@pytest.mark.parametrize("typed", ["author:alao", "-author:alaoo", "author:zeppelin", "author:secrett"])
def test_a_name_is_mended_only_when_readers_see_a_better_one(typed):
    article("Night ferry returns", authors=[author("Bisi Alao")])
    article("Kept", authors=[author("Ada Secret")], live=False)
    assert index.find(typed).corrections == {}
