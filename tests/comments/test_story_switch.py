"""Open, moderated, closed: at once, and through every publication."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from comments import signals
from comments.models import ReplySettings
from comments.site_switch import switch_site
from comments.story_switch import SwitchRefused, switch_story
from news.models import Article
from tests import factories
from tests.desk.newsroom import act, draft, fresh, scheduled, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(room):
    """A live story with an unpublished draft."""
    story = factories.article("Budget passes", room.politics)
    story.save_revision().publish()
    story = fresh(story)
    story.title = "Budget passes late"
    story.save_revision(user=room.reporter)
    return fresh(story)


def test_readers_see_it_at_once_and_nothing_of_the_draft(room, live):
    switch_story(live.pk, "closed", room.comment_moderator)

    now = fresh(live)
    assert (now.replies, now.title) == ("closed", "Budget passes")
    assert now.has_unpublished_changes


def test_next_publication_keeps_it(room, live):
    switch_story(live.pk, "closed", room.comment_moderator)

    fresh(live).get_latest_revision().publish()

    assert (fresh(live).title, fresh(live).replies) == ("Budget passes late", "closed")


def test_scheduled_version_keeps_it(room):
    story = scheduled(room.politics, "Later", minutes_ago=-60)
    approved = story.revisions.get(approved_go_live_at__isnull=False)
    story.save_revision()

    switch_story(story.pk, "moderated", room.comment_moderator)

    approved.refresh_from_db()
    assert approved.content["replies"] == "moderated"


def test_review_goes_on(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    act(story, room.copy_editor)

    switch_story(story.pk, "closed", room.comment_moderator)
    act(story, room.section_editor)

    assert fresh(story).live
    assert fresh(story).replies == "closed"


def test_it_is_logged_and_told_once(room, live):
    told = []

    def hear(article_ids, **kwargs):
        told.append(article_ids)

    signals.changed.connect(hear)
    switch_story(live.pk, "closed", room.comment_moderator)
    switch_story(live.pk, "closed", room.comment_moderator)
    signals.changed.disconnect(hear)

    assert told == [{live.pk}]
    entry = PageLogEntry.objects.get(action="comments.switch_story")
    assert (entry.data["before"], entry.data["after"], entry.user) == ("Open", "Closed", room.comment_moderator)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("comment_moderator", True),
        ("managing_editor", True),
        ("section_editor", True),
        ("copy_editor", True),
        ("admin", True),
        ("reporter", False),
        ("other_section_editor", False),
        ("photo_desk", False),
    ],
)
def test_who_switches_a_live_story(client, room, live, who, may):
    client.force_login(getattr(room, who))
    client.post(reverse("reply_switch_story", args=[live.pk]), {"replies": "closed"})
    assert (fresh(live).replies == "closed") is may


def test_second_of_two_is_told(room, live):
    switch_story(live.pk, "closed", room.comment_moderator, shown="open")
    with pytest.raises(SwitchRefused, match="Somebody else switched to “Closed”"):
        switch_story(live.pk, "moderated", room.section_editor, shown="open")


@pytest.mark.parametrize("word", ["", "ajar", "OPEN", "\0"])
def test_other_words_switch_nothing(client, room, live, word):
    client.force_login(room.comment_moderator)
    url = reverse("reply_switch_story", args=[live.pk])
    answer = client.post(url, {"replies": word}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert fresh(live).replies == "open"


def test_story_that_is_gone_is_no_error(client, room):
    client.force_login(room.comment_moderator)
    for pk in (0, 10**6, 10**17):
        assert client.post(reverse("reply_switch_story", args=[pk]), {"replies": "closed"}).status_code == 302


def test_editor_has_the_switch_beside_the_story(client, room, live):
    factories.held_reply(live)
    client.force_login(room.section_editor)
    body = client.get(reverse("wagtailadmin_pages:edit", args=[live.pk])).content.decode()
    assert reverse("reply_switch_story", args=[live.pk]) in body
    assert f"{reverse('reply_queue')}?story={live.pk}" in body.replace("&amp;", "&")


class TestWholeSite:
    @pytest.mark.parametrize(
        ("who", "may"),
        [
            ("comment_moderator", True),
            ("managing_editor", True),
            ("admin", True),
            ("section_editor", False),
            ("reporter", False),
        ],
    )
    def test_who_switches(self, client, room, who, may):
        client.force_login(getattr(room, who))
        client.post(reverse("reply_switch_site"), {"switch": "closed", "shown": "normal"})
        rules = ReplySettings.for_site(Site.objects.get())
        assert (rules.switch == "closed") is may
        assert ModelLogEntry.objects.filter(action="comments.switch_site").exists() is may

    def test_second_of_two_is_told(self, room):
        site = Site.objects.get()
        switch_site(site, "closed", room.admin, shown="normal")
        with pytest.raises(SwitchRefused, match="Somebody else"):
            switch_site(site, "moderated", room.comment_moderator, shown="normal")

    def test_nonsense_switches_nothing(self, client, room):
        client.force_login(room.admin)
        client.post(reverse("reply_switch_site"), {"switch": "maybe"})
        assert ReplySettings.for_site(Site.objects.get()).switch == "normal"


def test_embargo_and_schedule_are_left_alone(room):
    when = timezone.now() + timedelta(days=2)
    story = draft(room.politics, room.reporter, embargo_until=when)
    switch_story(story.pk, "closed", room.admin)
    assert Article.objects.get(pk=story.pk).embargo_until == when
