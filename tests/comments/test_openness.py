"""Who may reply to a story, and what readers of a closed one see."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from comments.models import Reply
from news.models import Section
from tests import factories
from tests.comments.form import rules, send

pytestmark = pytest.mark.django_db

STRICTNESS = ["open", "moderated", "closed"]


def becomes(story) -> str:
    response = send(story)
    return "closed" if response.status_code == 403 else {"approved": "open", "waiting": "moderated"}[
        response.json()["state"]
    ]  # fmt: skip


@pytest.fixture
def section():
    return factories.section("Politics")


@pytest.mark.parametrize("site", ["normal", "moderated", "closed"])
@pytest.mark.parametrize("outer", STRICTNESS)
@pytest.mark.parametrize("inner", STRICTNESS)
@pytest.mark.parametrize("own", STRICTNESS)
def test_strictest_wins(site, outer, inner, own):
    rules(switch=site)
    above = factories.section("Politics", replies=outer)
    story = factories.article(parent=factories.section("Elections", above, replies=inner), replies=own)
    expected = max([site.replace("normal", "open"), outer, inner, own], key=STRICTNESS.index)
    assert becomes(story) == expected


@pytest.mark.parametrize(("days", "closed"), [(29, False), (31, True)])
def test_story_closes_by_itself(client, section, days, closed):
    rules(close_after_days=30)
    story = factories.article(parent=section, first_published_at=timezone.now() - timedelta(days=days))
    assert (becomes(story) == "closed") is closed
    assert ("Replies to this story closed on" in client.get(story.url).content.decode()) is closed


def test_no_days_means_that_stories_stay_open(section):
    rules(close_after_days=0)
    assert (
        becomes(factories.article(parent=section, first_published_at=timezone.now() - timedelta(days=9_000))) == "open"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"switch": "closed"}, "Nobody can reply at present"),
        ({"close_after_days": 1}, "Replies to this story closed on"),
        ({}, "Replies to this story are closed."),
    ],
)
def test_readers_of_a_closed_story_see_the_thread_and_why_there_is_no_form(client, section, change, sentence):
    rules(**change)
    story = factories.article(parent=section, replies="open" if change else "closed",
                              first_published_at=timezone.now() - timedelta(days=3))  # fmt: skip
    reply = factories.reply(story)
    text = client.get(story.url).content.decode()
    assert f'id="reply-{reply.pk}"' in text
    assert sentence in text
    assert '<form class="reply-form' not in text
    assert "data-answer" not in text
    assert client.get(f"/replies/story/{story.pk}/").status_code == 403
    assert client.get(f"/replies/story/{story.pk}/to/{reply.pk}/").status_code == 403


def test_switch_works_at_once(client, section):
    rules()
    story = factories.article(parent=section)
    assert "reply-form" in client.get(story.url).content.decode()
    rules(switch="closed")
    assert 'class="reply-form"' not in client.get(story.url).content.decode()
    rules(switch="normal")
    page = Section.objects.get(pk=section.pk)
    page.replies = "closed"
    page.save_revision().publish()
    assert 'class="reply-form"' not in client.get(story.url).content.decode()


def test_hidden_section_above_still_counts(section):
    """What the navigation keeps holds published sections only; whoever is asked then is the table."""
    rules()
    story = factories.article(parent=factories.section("Elections", section))
    Section.objects.filter(pk=section.pk).update(live=False, replies="closed")
    cache.clear()
    assert becomes(story) == "closed"
    assert not Reply.objects.exists()
