"""What is suggested while a reader types, on either database, and what never is."""

import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Article, Byline, Topic
from people.models import AuthorIndex
from search import analysis, engines, index, names
from search.engines import engine
from search.suggestions import LIMIT, MOST_NAMES, suggest
from tests.factories import article, author, home, section, topic
from tests.invariants.naughty import strings
from tests.search.hidden import HIDDEN, hide, make_private
from tests.search.test_views import OURS, sendable

pytestmark = pytest.mark.django_db


def labels(text: str, limit: int = LIMIT) -> list[str]:
    return [found.label for found in suggest(text, limit)]


# Headlines, as each engine finds them


def headlines(text: str, limit: int = 10) -> list[int]:
    return engine().headlines(analysis.words(text), engines.now(), limit)


@pytest.mark.parametrize(
    "typed",
    [
        *("ni", "night", "fer", "ferry", "ferries", "night fer", "returns ferr", "returned n", "ik", "ikoro", "to"),
        *("NIGHT F", "night  ferry ", "“night” fer", "ferry: ni", "returning fe", "cafes w", "café", "tinubu", "dont"),
        *("Tinubu’s", "night ferry returns to Ikorodu, Tinubu’s café woes don’t e"),
    ],
)
def test_a_headline_is_found_by(typed):
    story = article("Night ferry returns to Ikorodu, Tinubu’s café woes don’t end", slug="story")
    assert headlines(typed) == [story.pk]


@pytest.mark.parametrize(
    "typed", ["errry", "ightf", "nig fer", "fer night", "ferry zzz", "zzz f", "goat", "nightferry"]
)
def test_a_headline_is_not_found_by(typed):
    article("Night ferry returns", body=[("paragraph", "<p>A goat.</p>")], standfirst="The goat.")
    assert headlines(typed) == []


@pytest.mark.parametrize(
    ("headline", "typed"),
    [
        ("Ƙasa ta huɗu", "kasa hu"),
        ("Ọ̀ṣun state", "osu"),
        ("東京都の新しい橋", "京都"),
        ("Новости дня", "нов"),
        ("Straße gesperrt", "strass"),
        ("Envoys of the U.S. leave", "us le"),
        ("Price rises 1,000 naira", "1,00"),
        ("A well-known co-operative", "co-op"),
        ("Long " + "x" * 200, "x" * 200),
        ("Ｆullwidth news", "fullw"),
    ],
)
def test_spelling_does_not_matter(headline, typed):
    story = article(headline, slug="story")
    assert headlines(typed) == [story.pk]


def test_the_whole_word_comes_first_then_the_newest():
    now = timezone.now()
    facts = [("Port reopens", 900), ("Portrait of a queue", 1), ("The port closes", 30), ("Portugal votes", 5)]
    ids = [article(text, first_published_at=now - timedelta(days=days)).pk for text, days in facts]
    assert headlines("port") == [ids[2], ids[0], ids[1], ids[3]]
    assert headlines("por") == [ids[1], ids[3], ids[2], ids[0]]
    assert headlines("port", 3) == [ids[2], ids[0], ids[1]]


@pytest.mark.parametrize("year", [1, 1960, 9999])
def test_a_story_of_any_year_is_found_and_forgotten(year):
    story = article("Zeppelin lands", first_published_at=timezone.now().replace(year=year, month=6, day=5))
    assert headlines("zepp") == [story.pk]
    story.title = "Turbine turns"
    story.save()
    assert headlines("zepp") == []
    assert headlines("turb") == [story.pk]
    story.delete()
    assert headlines("turb") == []


def test_an_embargo_is_over_when_the_clock_says_so(monkeypatch):
    story = article("Zeppelin lands", embargo_until=timezone.now() + timedelta(hours=1))
    assert headlines("zepp") == []
    assert engine().headlines(["zepp"], engines.now() + 3601, 10) == [story.pk]


def test_headlines_follow_every_rebuild():
    story = article("Zeppelin lands")
    Article.objects.filter(pk=story.pk).update(title="Zeppelins landing")  # the same stems; no signal tells
    index.rebuild()
    assert headlines("landi") == [story.pk]
    index.remove([story.pk])
    assert headlines("zepp") == []
    index.rebuild(only_missing=True)
    engine().tidy()
    assert headlines("zepp") == [story.pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into FTS5's own tables")
def test_words_of_removed_stories_leave_fts5_at_once():
    stories = [article("Zeppelin lands") for _ in range(3)]
    stories[0].title = "Turbine turns"
    stories[0].save()
    index.remove([stories[1].pk])
    Article.objects.filter(pk=stories[2].pk).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM search_headline")
        assert cursor.fetchall() == [("turbine turns turbin turn",)]
        cursor.execute("INSERT INTO search_headline (search_headline) VALUES ('integrity-check')")


# Names and headlines together


@pytest.fixture
def paper():
    part = section("Politics")
    writer, subject = author("Adébáyọ̀ Póla"), topic("Police & prisons")
    story = article("Police chief resigns", part, authors=[writer], topics=[subject])
    return part, writer, subject, story


def test_names_come_first_each_with_what_it_is(paper):
    part, writer, subject, story = paper
    day = timezone.localtime(story.first_published_at)
    assert [(found.kind, found.label, found.url, found.detail) for found in suggest("po")] == [
        ("section", "Politics", part.url, "Section"),
        ("topic", "Police & prisons", subject.url, "Topic"),
        ("author", "Adébáyọ̀ Póla", writer.url, "Author"),
        ("story", "Police chief resigns", story.url, f"Politics, {day.day} {day:%B %Y}"),
    ]


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *[("adeb", "Adébáyọ̀ Póla"), ("pola a", "Adébáyọ̀ Póla"), ("ADÉBÁYỌ̀", "Adébáyọ̀ Póla"), ("politi", "Politics")],
        *[("prison", "Police & prisons"), ("prisons & police", "Police & prisons")],
    ],
)
def test_a_name_is_found_by_the_beginnings_of_its_words(typed, name):
    assert labels(typed)[:1] == [name]


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("typed", ["", " ", "p", "é", "-", '"p', "zz", "litics", "politics zz"])
def test_nothing_is_suggested_for(typed):
    assert suggest(typed) == []


def test_the_name_that_begins_as_typed_and_is_used_most_comes_first():
    rare, common, inside = topic("Lagos traffic"), topic("Lagos water"), topic("New Lagos")
    for subject in (rare, common, common, inside, inside, inside):
        article("Council meets", topics=[subject])
    assert labels("lagos") == ["Lagos water", "Lagos traffic", "New Lagos"]


def test_there_are_at_most_so_many():
    subjects = [topic(f"Ferry number {number}") for number in range(6)]
    for number in range(12):
        article(f"Ferry {number} sinks", topics=subjects)
    found = suggest("ferr")
    assert [len([row for row in found if (row.kind == "story") is is_story]) for is_story in (False, True)] == [4, 4]
    assert len(found) == LIMIT == 2 * MOST_NAMES
    assert labels("ferry 1") == ["Ferry number 1", "Ferry 1 sinks", "Ferry 11 sinks", "Ferry 10 sinks"]
    assert len(suggest("ferr", 3)) == 3
    assert suggest("ferr", 0) == []


def test_a_renamed_or_new_name_is_known_at_once(paper):
    _, writer, subject, story = paper
    assert labels("airs") == []
    subject.name = "Airships"
    subject.save()
    writer.title = "Airst Okonkwo"
    writer.save_revision()
    assert labels("airs") == ["Airships"]
    writer.save_revision().publish()
    assert labels("airs") == ["Airships", "Airst Okonkwo"]
    story.topics.add(topic("Airstrips"))
    story.save()
    assert labels("airs") == ["Airships", "Airstrips", "Airst Okonkwo"]
    subject.delete()
    assert labels("airs") == ["Airstrips", "Airst Okonkwo"]


def test_a_section_is_known_by_the_stories_of_its_subsections():
    article("Council meets", section("Elections", section("Politics")))
    assert labels("polit") == ["Politics"]


# What must never be told


@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_story_tells_neither_its_headline_nor_a_name(client, state):
    part = section("Zepp section", section("Zepp parent"))
    suggest("zepp")  # names are kept from now on
    hide(state, part)
    assert suggest("zepp") == []
    assert "zepp " not in client.get("/search/suggest?q=zepp").content.decode().lower()


# Without a signal the index is wrong, and the name stays unsaid until it is right.
@pytest.mark.parametrize("state", [state for state in HIDDEN if state != "hidden without a signal"])
def test_names_of_hidden_stories_show_with_an_open_one(state):
    part = section("Zepp section")
    hide(state, section("Zepp subsection", part))
    article("Council meets", part, topics=[Topic.objects.get()])
    expected = [] if state == "below a private section" else ["Zepp section", "Zepp topic"]
    assert labels("zepp") == expected


def test_a_draft_of_a_live_story_stays_secret():
    story = article("Council meets")
    story.title = "Zeppelin lands"
    story.bylines.add(Byline(author=author("Zepp Writer")))
    story.topics.add(topic("Zepp topic"))
    revision = story.save_revision()
    assert suggest("zepp") == []
    revision.publish()
    assert labels("zepp") == ["Zepp topic", "Zepp Writer", "Zeppelin lands"]


@pytest.mark.parametrize("way", ["unpublished", "never published", "private", "private index", "without a signal"])
def test_an_author_without_a_page_for_readers_is_not_suggested(way):
    writer = author("Zepp Writer", live=way != "never published")
    article("Council meets", authors=[writer])
    if way != "never published":
        assert labels("zepp") == ["Zepp Writer"]
    if way == "unpublished":
        writer.unpublish()
    elif way.startswith("private"):
        make_private(AuthorIndex.objects.get() if way == "private index" else writer)
    elif way == "without a signal":
        type(writer).objects.filter(pk=writer.pk).update(live=False)
    assert suggest("zepp") == []


@pytest.mark.parametrize("way", ["unpublished", "private", "parent private", "home private", "without a signal"])
def test_a_section_without_a_page_for_readers_is_not_suggested(way):
    above = section("Above")
    part = section("Zepp section", above)
    article("Council meets", part)
    assert labels("zepp") == ["Zepp section"]
    if way == "unpublished":
        part.unpublish()
    elif way == "without a signal":
        type(part).objects.filter(pk=part.pk).update(live=False)
    else:
        make_private({"private": part, "parent private": above, "home private": home()}[way])
    assert suggest("zepp") == []


def test_a_section_beside_a_full_one_is_not_suggested():
    section("Zepp empty")
    article("Council meets", section("Full"))
    section("Zepp empty too")
    assert suggest("zepp") == []


# The address


def get(client, q: str):
    return client.get("/search/suggest", {"q": q})


def test_the_answer_is_json_for_everybody(client, paper):
    response = get(client, " poli ")
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert answer["query"] == "poli"
    assert answer["suggestions"][0] == {
        "kind": "section", "label": "Politics", "url": "/politics/", "detail": "Section"
    }  # fmt: skip
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "public, max-age=5"
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


def test_only_reading_is_allowed(client):
    assert client.head("/search/suggest?q=poli").status_code == 200
    for method in (client.post, client.put, client.delete, client.patch):
        assert method("/search/suggest?q=poli").status_code == 405


@pytest.mark.parametrize("typed", OURS, ids=range(len(OURS)))
def test_bad_input_gets_a_proper_answer_quickly(client, typed):
    article("Night ferry returns", topics=[topic("Word")])
    get(client, "warm")
    started = time.process_time()
    response = get(client, sendable(typed))
    assert time.process_time() - started < 0.2
    assert response.status_code == 200
    assert set(json.loads(response.content)) == {"query", "suggestions"}


@pytest.mark.parametrize(
    "query", ["", "?q", "?q=", "?q=%00", "?q=%ff%fe", "?q=%ED%A0%80", "?q[]=a", "?=", "?%", "?x=ferry"]
)
def test_an_address_without_a_query_has_no_suggestions(client, query):
    article("Night ferry returns")
    response = client.get(f"/search/suggest{query}")
    assert response.status_code == 200
    assert response.json()["suggestions"] == []


def test_naughty_strings_get_a_proper_answer(client):
    article("Night ferry returns")
    for typed in strings():
        assert get(client, typed).status_code == 200, typed


def test_headlines_of_naughty_strings_are_suggested(client):
    for number, text in enumerate(strings()[:80]):
        article(f"Zepp {text}"[:250], slug=f"zepp-{number}")
    assert len(get(client, "zepp").json()["suggestions"]) == LIMIT


def test_number_of_queries_is_flat(client):
    def queries(text: str = "ferr") -> int:
        get(client, text)  # fills the caches of the site and its addresses
        with CaptureQueriesContext(connection) as captured:
            get(client, text)
        return len(captured)

    def add(number: int) -> None:
        part = section(f"Ferry section {number}")
        article(f"Ferry {number}", part, authors=[author(f"Ferry {number}")], topics=[topic(f"Ferry topic {number}")])

    add(0)
    before = queries()
    for number in range(1, 6):
        add(number)
    assert queries() == before <= 5
    assert queries("f") == 0


def test_names_are_read_again_after_a_while(monkeypatch):
    subject = topic("Ferries")
    article("Council meets", topics=[subject])
    assert labels("airs") == []
    Topic.objects.filter(pk=subject.pk).update(name="Airships")
    assert labels("airs") == []
    monkeypatch.setattr(names.kept.held, "end", 0)
    assert labels("airs") == ["Airships"]


def test_an_unwanted_word_suggests_nothing():
    article("Kano grain")
    assert suggest("grain -kan") == []


# Misspelt


@pytest.mark.parametrize(("typed", "label"), [("fery", "Night ferry returns"), ("nihgt fer", "Night ferry returns")])
def test_a_misspelt_word_is_mended_when_nothing_begins_so(typed, label):
    article("Night ferry returns")
    assert label in labels(typed)


def test_misspelt_names_are_suggested():
    topic("Elections")
    article("Voters queue", topics=[Topic.objects.get(name="Elections")])
    assert labels("elektions") == ["Elections"]


def test_nothing_is_mended_while_something_begins_so():
    article("Night ferry returns")
    article("Nigh on a hundred")
    assert labels("nigh") == ["Nigh on a hundred", "Night ferry returns"]


def test_nothing_hidden_is_suggested_for_a_misspelt_word():
    article("Night ferry returns", live=False)
    assert labels("fery") == []
