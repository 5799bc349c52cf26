"""What the newsroom put right, for those who follow it by feed."""

from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import Correction
from tests import factories

pytestmark = pytest.mark.django_db

FORMATS = ["", "atom/", "json/"]


def correct(story, text: str = "Five boats, not four.", **fields) -> Correction:
    return Correction.objects.create(article=story, text=text, **{"date": timezone.now(), **fields})


def entries(client) -> list[dict]:
    return client.get("/corrections/feed/json/").json()["items"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_it_says_what_was_wrong_where(client, settings, suffix):
    settings.BASE_URL = "https://paper.example"
    correct(factories.article("The ferry", factories.section("Politics")))
    answer = client.get(f"/corrections/feed/{suffix}")
    assert answer.status_code == 200
    assert not answer.cookies
    for part in ("Correction: The ferry", "Five boats, not four.", "https://paper.example/politics/the-ferry/#corr"):
        assert part in answer.content.decode()
    if suffix != "json/":
        assert not feedparser.parse(answer.content).bozo


def test_newest_first_and_each_with_an_identity_that_stays(client):
    story = factories.article()
    correct(story, "Old", date=timezone.now() - timedelta(days=1))
    correct(story, "New", kind="clarification")
    first = entries(client)
    assert [entry["summary"] for entry in first] == ["New", "Old"]
    assert first[0]["title"].startswith("Clarification: ")
    story.get_latest_revision_as_object()
    version = type(story).objects.get(pk=story.pk)
    version.save_revision().publish()
    assert [entry["id"] for entry in entries(client)] == [entry["id"] for entry in first]
    assert len({entry["id"] for entry in first}) == 2


def test_only_public_corrections_of_public_stories(client):
    now = timezone.now()
    private = factories.section("Inner circle")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    correct(factories.article(live=False), "draft")
    correct(factories.article(embargo_until=now + timedelta(hours=1)), "embargoed")
    correct(factories.article(parent=private), "private")
    correct(factories.article(), "future", date=now + timedelta(hours=1))
    correct(factories.article(), "undated", date=None)
    assert entries(client) == []


def test_the_page_of_corrections_leads_to_it(client):
    body = client.get("/corrections/").content.decode()
    assert 'type="application/atom+xml"' in body
    assert '/corrections/feed/atom/"' in body
    assert '<a href="/corrections/feed/">' in body.replace("http://127.0.0.1:8000", "")


@pytest.mark.parametrize("suffix", FORMATS)
def test_it_costs_the_same_for_one_and_for_six(client, suffix):
    def add() -> None:
        correct(factories.article(authors=[factories.author(), factories.author()]))

    def queries() -> int:
        client.get(f"/corrections/feed/{suffix}")
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/corrections/feed/{suffix}").status_code == 200
        return len(found)

    add()
    one = queries()
    for _ in range(5):
        add()
    assert queries() == one
