"""What the readers' index promises on either database; the settings name which one runs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Byline
from search import finding, index
from tests.factories import article, author, section, topic

pytestmark = pytest.mark.django_db


def found(query: str, limit: int = 10) -> list[int]:
    return [pk for pk, _ in index.rank(query, limit)]


@pytest.fixture
def ferry():
    return article(
        "Night ferry returns to Ikorodu",
        body=[("paragraph", "<p>Eleven passengers and a <b>goat</b> crossed the lagoon.</p>")],
    )


@pytest.fixture
def others(db):
    for number in range(5):
        article(f"Council meets again, part {number}", body=[("paragraph", "<p>Nothing was decided on roads.</p>")])


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize(
    "query",
    [
        *("ferry", "FERRY", "ferries", "night ferry", "goat", "lagoon goat", '"night ferry"', "ferr*", "ferry -train"),
        *("ferry OR", "the ferry", "“night ferry”", "ferry?", "(ferry", "ferry:", "-train ferry", '"night ferry'),
    ],
)
def test_a_story_is_found_by(ferry, query):
    assert found(query) == [ferry.pk]
    assert index.count_matches(query) == 1


@pytest.mark.parametrize(
    "query", ["zeppelin", "-ferry", "ferry -goat", '"ferry night"', "", "   ", "-", '""', "*", "err"]
)
def test_a_story_is_not_found_by(ferry, query):
    assert found(query) == []
    assert index.count_matches(query) == 0


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("A café in Abidjan", "cafe"),
        ("A cafe in Abidjan", "café"),
        ("President Tinubu’s plan", "tinubu"),
        ("President Tinubu's plan", "Tinubu’s"),
        ("They don’t agree", "dont"),
        ("Ƙasa ta huɗu", "kasa hudu"),
        ("Ọ̀ṣun state", "osun"),
        ("Envoys of the U.S. leave", "US"),
        ("Envoys of the US leave", "U.S."),
        ("東京都の新しい橋", "京都"),
        ("กรุงเทพมหานคร", "เทพ"),
        ("Новости дня", "новости"),
        ("Straße gesperrt", "strasse"),
        ("Price rises 1,000 naira", "1,000"),
        ("A well-known co-operative", "co-operative"),
        ("Covid19 returns", "covid19"),
        ("Growth of 3d printing at 10e5", "10e5"),
        ("Zero\u200bwidth\u00adhyphen", "zerowidthhyphen"),
        ("Cafe\u0301 reopens", "café"),
        ("the who", "the who"),
    ],
)
def test_spelling_does_not_matter(text, query):
    story = article(text, slug="story")
    assert found(query) == [story.pk]


def test_every_field_is_searched():
    story = article(
        "Headlineword",
        section("Sectionword"),
        authors=[author("Bylineword")],
        topics=[topic("Topicword")],
        kicker="Kickerword",
        standfirst="Standfirstword",
        lead_image_caption="Captionword",
        source_name="Sourceword",
        body=[
            ("paragraph", "<p>Bodyword &amp; more</p>"),
            ("heading", "Subheadingword"),
            ("quote", {"text": "Quoteword", "attribution": "Speakerword"}),
            ("fact_box", {"title": "Boxtitleword", "body": "<ul><li>Boxword</li></ul>"}),
        ],
    )
    story.bylines.add(Byline(guest_name="Guestword"))
    story.save()
    for word in ["headline", "section", "byline", "topic", "kicker", "standfirst", "caption", "source", "body"]:
        assert found(f"{word}word") == [story.pk], word
    for word in ["subheading", "quote", "speaker", "boxtitle", "box", "guest"]:
        assert found(f"{word}word") == [story.pk], word


def test_markup_is_not_searched(ferry):
    assert found("paragraph") == []
    assert found("li") == []


def test_headline_weighs_more_than_body_and_scores_fall():
    in_body = article("Something else", body=[("paragraph", "<p>About the turbine and more.</p>")])
    in_headline = article("Turbine arrives", body=[("paragraph", "<p>About something else and more.</p>")])
    ranked = index.rank("turbine", 10)
    assert [pk for pk, _ in ranked] == [in_headline.pk, in_body.pk]
    assert ranked[0][1] > ranked[1][1]


def test_the_newer_of_two_equal_stories_comes_first():
    now = timezone.now()
    old = article("Turbine arrives", first_published_at=now - timedelta(days=900))
    new = article("Turbine arrives", first_published_at=now - timedelta(days=1))
    middle = article("Turbine arrives", first_published_at=now - timedelta(days=300))
    assert found("turbine") == [new.pk, middle.pk, old.pk]


def test_recency_does_not_bury_the_better_match():
    now = timezone.now()
    better = article("Turbine arrives at the dam", first_published_at=now - timedelta(days=2000))
    article("Council meets", body=[("paragraph", "<p>A turbine was mentioned once among many other things.</p>")])
    assert found("turbine")[0] == better.pk


@pytest.mark.usefixtures("others")
def test_rare_word_weighs_more_than_common_one():
    rare = article("Zeppelin lands", body=[("paragraph", "<p>Nobody knew.</p>")])
    assert found("council zeppelin")[0] == rare.pk


def test_all_words_are_wanted_first(ferry):
    article("Ferry sold", body=[("paragraph", "<p>For scrap.</p>")])
    answer = index.find("ferry goat")
    assert (answer.exact, answer.total) == (1, 2)
    assert found("ferry goat")[0] == ferry.pk


@pytest.mark.usefixtures("others")
def test_beginning_of_last_word_is_tried_next(ferry):
    answer = index.find("night fer")
    assert (answer.relaxed, answer.exact, answer.total) == ("prefix", 0, 1)


@pytest.mark.usefixtures("others")
def test_all_but_one_word_is_tried_next(ferry):
    answer = index.find("night ferry goat zeppelin")
    assert (answer.relaxed, answer.exact, answer.total) == ("most", 0, 1)


@pytest.mark.usefixtures("others")
def test_any_word_is_tried_last(ferry):
    answer = index.find("goat council zeppelin quark")
    assert (answer.relaxed, answer.total) == ("any", 6)


@pytest.mark.usefixtures("others")
def test_unwanted_words_stay_out_when_relaxed(ferry):
    assert found("ferry council -goat zeppelin quark") != []
    assert ferry.pk not in found("ferry council -goat zeppelin quark")


def test_sorted_by_date_and_sliced():
    now = timezone.now()
    ids = [article("Turbine", first_published_at=now - timedelta(days=days)).pk for days in (5, 3, 1, 4, 2)]
    by_age = [ids[2], ids[4], ids[1], ids[3], ids[0]]
    answer = index.find("turbine")
    assert [pk for pk, _ in answer.rank(0, 10, "newest")] == by_age
    assert [pk for pk, _ in answer.rank(0, 10, "oldest")] == by_age[::-1]
    assert [pk for pk, _ in answer.rank(2, 4, "newest")] == by_age[2:4]
    assert len(index.rank("turbine", 3)) == 3
    pages = [pk for start in range(0, 6, 2) for pk, _ in answer.rank(start, start + 2)]
    assert sorted(pages) == sorted(ids)


def test_stories_with_all_words_come_first_in_any_order():
    now = timezone.now()
    both, other = article("Ferry goat", first_published_at=now - timedelta(days=3)), article("Ferry sold")
    assert [[pk for pk, _ in index.find("ferry goat").rank(0, 9, by)] for by in index.SORTS] == [
        [both.pk, other.pk]
    ] * 3


def test_of_very_many_stories_the_newest_and_those_about_it_are_ranked_and_all_are_listed(monkeypatch):
    monkeypatch.setattr("search.engines.sqlite.MANY", 5)
    monkeypatch.setattr("search.engines.sqlite.RANKED", 2)
    now = timezone.now()
    passing, often = [("paragraph", "<p>One ferry.</p>")], [("paragraph", "<p>Ferry, ferry, ferry.</p>")]
    stories = [
        article(f"Council {day}", body=passing, first_published_at=now - timedelta(days=10 + day)) for day in range(6)
    ]
    about = article("Night ferry returns", first_published_at=now - timedelta(days=30))
    newest = article("Council today", body=often, first_published_at=now)
    listed = found("ferry", 20)
    assert listed[:2] == [about.pk, newest.pk]
    assert listed[2:] == [story.pk for story in stories]
    # The scores of two searches differ by the time between them.
    assert [pk for pk, _ in index.find("ferry").rank(2, 5)] == listed[2:5]
    assert index.find("ferry").rank(0, 1, "oldest")[0][0] == about.pk


def test_of_very_many_stories_that_are_about_it_only_they_are_ranked_and_pages_do_not_overlap(monkeypatch):
    monkeypatch.setattr("search.engines.sqlite.MANY", 5)
    monkeypatch.setattr("search.engines.sqlite.RANKED", 2)
    passing = [("paragraph", "<p>One ferry.</p>")]
    now = timezone.now()
    others = [
        article(f"Council {day}", body=passing, first_published_at=now - timedelta(days=day)).pk for day in range(5)
    ]
    about = [
        article(headline, standfirst=standfirst, first_published_at=now - timedelta(days=30)).pk
        for headline, standfirst in (
            ("Night ferry", "A ferry"),
            ("Night boat", "The ferry"),
            ("Boat", "No ferry in the fog"),
        )
    ]
    listed = found("ferry", 20)
    assert listed[0] == about[0]
    assert (set(listed[:3]), listed[3:]) == (set(about), others)
    for size in (1, 2, 3, 5):
        assert [pk for start in range(0, 8, size) for pk in ranked("ferry", start, start + size)] == listed


def test_stories_elsewhere_do_not_count_as_about_it_when_very_many_are_narrowed(monkeypatch):
    monkeypatch.setattr("search.engines.sqlite.MANY", 5)
    monkeypatch.setattr("search.engines.sqlite.RANKED", 2)
    business, politics = section("Business"), section("Politics")
    now = timezone.now()
    for number in range(3):
        article(f"Ferry {number}", business, first_published_at=now - timedelta(days=30))
    stories = [
        article(f"Council {day}", politics, body=[("paragraph", text)], first_published_at=now - timedelta(days=day)).pk
        for day, text in enumerate(["<p>One ferry.</p>", "<p>Ferry, ferry, ferry.</p>", *["<p>One ferry.</p>"] * 5])
    ]
    assert found("ferry section:politics", 20)[:2] == [stories[1], stories[0]]


def test_stories_of_other_times_do_not_count_as_about_it_when_very_many_are_narrowed(monkeypatch):
    monkeypatch.setattr("search.engines.sqlite.MANY", 5)
    monkeypatch.setattr("search.engines.sqlite.RANKED", 2)
    now = timezone.now()
    for number in range(3):
        article(f"Ferry {number}", first_published_at=now - timedelta(days=30))
    stories = [
        article(f"Council {day}", body=[("paragraph", text)], first_published_at=now - timedelta(days=day)).pk
        for day, text in enumerate(["<p>One ferry.</p>", "<p>Ferry, ferry, ferry.</p>", *["<p>One ferry.</p>"] * 5])
    ]
    assert found(f"ferry after:{timezone.localdate(now - timedelta(days=20))}", 20)[:2] == [stories[1], stories[0]]


def test_unwanted_words_and_times_hold_among_very_many_that_are_about_it(monkeypatch):
    monkeypatch.setattr("search.engines.sqlite.MANY", 2)
    monkeypatch.setattr("search.engines.sqlite.RANKED", 2)
    now = timezone.now()
    boats, fogs, passing = (
        [
            article(f"{headline} {day}", body=body, first_published_at=now - timedelta(days=day)).pk
            for day in range(1, 5)
        ]
        for headline, body in (
            ("Ferry boat", []),
            ("Ferry fog", []),
            ("Council", [("paragraph", "<p>One ferry.</p>")]),
        )
    )
    assert found("ferry -fog", 20) == [*boats, *passing]
    assert ranked("ferry -fog", 4, 6) == passing[:2]
    assert ranked("ferry -fog", 5, 7) == passing[1:3]
    assert set(found("ferry fog", 20)[:4]) == set(fogs)
    day = timezone.localdate(now - timedelta(days=3))
    assert set(found(f"ferry after:{day}", 20)) == {*boats[:3], *fogs[:3], *passing[:3]}


def ranked(query: str, start: int, stop: int) -> list[int]:
    return [pk for pk, _ in index.find(query).rank(start, stop)]


def test_without_a_word_all_others_are_listed(ferry):
    other = article("Council sits")
    assert (found("-ferry"), found("-council")) == ([other.pk], [ferry.pk])


def test_body_longer_than_the_database_takes_is_cut():
    words = " ".join(f"word{number}" for number in range(150_000))
    story = article("Endless", body=[("paragraph", f"<p>{words} unreachable</p>")])
    assert found("word7") == [story.pk]
    assert found("unreachable") == []


def test_word_longer_than_the_database_takes():
    story = article("Long " + "x" * 200, body=[("paragraph", "<p>" + "ab" * 5000 + "</p>")])
    assert found("x" * 200) == [story.pk]
    assert found("long") == [story.pk]


def test_stories_with_a_part_of_what_was_asked_answer_nothing(ferry):
    assert finding.count_answers("ferry") == finding.count_answers("ferrry") == 1
    assert index.count_matches("ferry zeppelin") == 1
    assert finding.count_answers("ferry zeppelin") == 0
