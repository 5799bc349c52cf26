"""The feeds of a story's replies."""

from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.comments.form import rules
from tests.invariants.naughty import packed

pytestmark = pytest.mark.django_db

FORMATS = ["", "atom/", "json/"]


@pytest.fixture
def story():
    rules()
    return factories.article("The ferry", factories.section("Politics"))


def feed(client, story, suffix=""):
    response = client.get(f"/replies/story/{story.pk}/feed/{suffix}")
    assert response.status_code == 200
    return response


def test_newest_fifty_come_first(client, story):
    now = timezone.now()
    rows = [factories.reply(story, created_at=now - timedelta(minutes=number)) for number in range(53)]
    found = feedparser.parse(feed(client, story).content)
    assert not found.bozo
    assert [entry.link.split("/")[-2] for entry in found.entries] == [str(row.pk) for row in rows[:50]]
    assert found.entries[0].title == f"Reply by {rows[0].name}"
    assert rows[0].text in found.entries[0].description
    assert found.feed.title.startswith("Replies to “The ferry”")


@pytest.mark.parametrize("suffix", FORMATS)
def test_only_what_readers_see(client, story, suffix):
    factories.reply(story, text="Seen")
    for number, state in enumerate(("waiting", "rejected", "spam")):
        factories.reply(story, text=f"Secret {number}", state=state)
    factories.reply(story, text="Secret", erased_at=timezone.now())
    text = feed(client, story, suffix).content.decode()
    assert "Seen" in text
    assert "Secret" not in text
    assert "mail.example" not in text


@pytest.mark.parametrize("suffix", FORMATS)
def test_story_without_replies_has_an_empty_feed(client, story, suffix):
    feed(client, story, suffix)


def test_readers_who_have_it_get_304(client, story):
    factories.reply(story)
    first = feed(client, story)
    assert client.get(f"/replies/story/{story.pk}/feed/", headers={"if-none-match": first["etag"]}).status_code == 304


def test_page_announces_the_feed_once_there_is_something_in_it(client, story):
    link = f"/replies/story/{story.pk}/feed/"
    assert link not in client.get(story.url).content.decode()
    factories.reply(story)
    assert link in client.get(story.url).content.decode()


def test_naughty_strings_leave_the_feeds_whole(client, story):
    for pack in packed(900, most=20):
        factories.reply(story, text=pack.replace("\0", ""), name=pack.replace("\0", "")[:80])
    for suffix in ("", "atom/"):
        assert not feedparser.parse(feed(client, story, suffix).content).bozo
    assert feed(client, story, "json/").json()["items"]


def test_cost_is_flat(client, story):
    factories.reply(story)
    feed(client, story)
    with CaptureQueriesContext(connection) as one:
        feed(client, story)
    for _ in range(5):
        factories.reply(story)
    with CaptureQueriesContext(connection) as six:
        feed(client, story)
    assert len(six) == len(one)
