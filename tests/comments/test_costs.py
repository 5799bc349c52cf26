"""A thread of thousands asks the database no more than a few replies do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.models import Reply
from tests import factories
from tests.comments.form import rules, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    rules()
    return factories.article("The ferry", factories.section("Politics"), authors=[factories.author()])


def fill(story, count: int) -> None:
    """Make replies of which two in three are answers, some of them gone."""
    begin = timezone.now() - timedelta(days=1)
    rows = [
        Reply(
            article=story, name=f"Reader {number}", text=f"Text {number} https://a.example/{number}",
            state="rejected" if number % 29 == 28 else "approved", reason="rules", digest=f"fill {number}",
            created_at=begin + timedelta(seconds=number),
        )
        for number in range(count)
    ]  # fmt: skip
    beginnings = Reply.objects.bulk_create(row for place, row in enumerate(rows) if place % 3 == 0)
    answers = [row for place, row in enumerate(rows) if place % 3]
    for place, row in enumerate(answers):
        row.thread = row.parent = beginnings[place // 2]
    Reply.objects.bulk_create(answers)


def queries(client, path: str) -> int:
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


def test_page_with_five_thousand_replies_asks_at_most_four_times_more(client, story):
    without = queries(client, story.url)
    fill(story, 5_000)
    assert queries(client, story.url) - without <= 4
    assert queries(client, f"{story.url}?replies=3") - without <= 4


def test_cost_of_pages_is_flat(client, story):
    first = factories.reply(story)
    factories.reply(story, parent=factories.reply(story, parent=first))
    paths = [story.url, reverse("reply_thread", args=[first.pk]), reverse("answer_reply", args=[story.pk, first.pk])]
    few = [queries(client, path) for path in paths]
    fill(story, 60)
    for _ in range(5):
        factories.reply(story, parent=first)
    assert [queries(client, path) for path in paths] == few


def test_cost_of_posting_is_flat(story):
    with CaptureQueriesContext(connection) as few:
        assert send(story).status_code == 201
    fill(story, 400)
    with CaptureQueriesContext(connection) as many:
        assert send(story, text="Another").status_code == 201
    # The settings come from the cache the second time.
    assert len(many) <= len(few)
