"""The admin's search: page search, listings and choosers take whatever is typed."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, And, Not, Or, Phrase, PlainText
from wagtail.search.utils import parse_query_string

from core.models import Picture
from news.models import Article, Section, Topic
from search.backends.terms import clean
from tests.factories import article, author, picture, section, topic
from tests.invariants.naughty import strings
from tests.search.test_views import OURS, sendable

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("chief", password="pass word 1 for tests"))
    return client


def test_pages_are_found_by_word_and_by_beginning():
    story = article("Night ferry returns", standfirst="After nine years.")
    article("Council meets")
    assert list(Article.objects.search("ferry")) == [story]
    assert list(Article.objects.search("nine years")) == [story]
    assert [page.pk for page in Page.objects.autocomplete("fer")] == [story.pk]
    assert [page.pk for page in Page.objects.autocomplete("night fer")] == [story.pk]
    assert Page.objects.autocomplete("fer").count() == 1
    assert list(Section.objects.autocomplete("fer")) == []


def test_filters_slices_scores_and_facets_work():
    stories = [article(f"Night ferry {number}", kind="news" if number else "opinion") for number in range(5)]
    found = Article.objects.filter(live=True).search("ferry")
    assert len(found) == found.count() == 5
    assert len(found[1:3]) == 2
    assert found[0].pk == next(iter(found)).pk
    assert {row.pk for row in found} == {story.pk for story in stories}
    assert all(row.score is not None for row in found.annotate_score("score"))
    assert Article.objects.search("ferry").facet("kind") == {"news": 4, "opinion": 1}
    assert list(Article.objects.filter(live=False).search("ferry")) == []
    assert list(Article.objects.filter(pk__in=Article.objects.search("ferry").get_queryset())) != []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's weights are Wagtail's own")
def test_title_weighs_more():
    body = article("Council meets", standfirst="A ferry, among other things that were said of the ferry.")
    title = article("Ferry returns")
    assert list(Article.objects.search("ferry")) == [title, body]


def test_order_of_the_queryset_is_kept_when_asked():
    first, second = article("B ferry"), article("A ferry ferry")
    rows = Article.objects.order_by("title").search("ferry", order_by_relevance=False)
    assert list(rows) == [second, first]


def test_queries_built_of_parts():
    ferry, goat = article("Night ferry returns"), article("A goat on the night")
    search = Article.objects.search
    assert list(search(Phrase("night ferry"))) == [ferry]
    assert list(search(And([PlainText("night"), PlainText("goat")]))) == [goat]
    assert len(search(Or([PlainText("ferry"), PlainText("goat")]))) == 2
    assert list(search(And([PlainText("night"), Not(PlainText("goat"))]))) == [ferry]
    assert goat not in list(search(Not(PlainText("goat"))))
    assert len(search(MATCH_ALL)) == 2
    assert len(search(PlainText("ferry goat", operator="or"))) == 2


def test_other_models_are_found():
    subject, image = topic("Ferries"), picture("Ferry from the air")
    assert list(get_search_backend().autocomplete("ferr", Topic)) == [subject]
    assert list(Picture.objects.search("ferry")) == [image]
    assert list(get_search_backend().search("ferries", Topic, fields=["name"])) == [subject]


@pytest.mark.parametrize("typed", OURS, ids=range(len(OURS)))
def test_nothing_typed_raises(typed):
    article("Night ferry returns a b c")
    for query in (typed, Phrase(typed), PlainText(typed, operator="or")):
        for found in (Page.objects.search(query), Page.objects.autocomplete(query), Article.objects.search(query)):
            assert len(found) == found.count()
    _, query = parse_query_string(typed, operator="and", zero_terms=MATCH_ALL)
    found = Page.objects.autocomplete(query)
    assert len(found) == found.count()


def test_ten_thousand_quotes_become_a_bounded_query():
    _, query = parse_query_string('a "b" ' * 2_000, operator="and")
    assert len(repr(clean(query))) < 2_000


ADMIN = [
    "/admin/pages/search/",
    "/admin/pages/search/results/",
    "/admin/choose-page/search/",
    "/admin/images/",
    "/admin/images/chooser/results/",
    "/admin/documents/",
    "/admin/documents/chooser/results/",
]


@pytest.mark.parametrize("address", ADMIN)
def test_admin_searches_take_nasty_terms(editor, address):
    article("Night ferry returns", section(), authors=[author()])
    picture("Ferry")
    for typed in [*OURS[::2], *strings()[::40]]:
        response = editor.get(address, {"q": sendable(typed)})
        assert response.status_code == 200, (address, typed[:60])


def test_page_listing_takes_nasty_terms(editor):
    part = section()
    article("Night ferry returns", part)
    for typed in OURS[1::2]:
        response = editor.get(reverse("wagtailadmin_explore", args=[part.pk]), {"q": sendable(typed)})
        assert response.status_code == 200, typed[:60]


def test_admin_page_search_finds(editor):
    article("Night ferry returns")
    assert b"Night ferry returns" in editor.get("/admin/pages/search/", {"q": "ferr"}).content
    assert b"Night ferry returns" in editor.get("/admin/choose-page/search/", {"q": "ferr"}).content
