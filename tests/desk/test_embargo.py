from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from core.clocks import both_clocks, newsroom_time, zone_help
from desk.publishing import PublicationRefused, put_live
from desk.schedule_notices import status_text
from tests import factories
from tests.desk.newsroom import act, again, draft, edit, edit_url, form, fresh, submit

pytestmark = pytest.mark.once

NOON = datetime(2030, 7, 1, 12, 0, tzinfo=ZoneInfo("Africa/Lagos"))


def soon(**delta):
    return (timezone.now() + timedelta(**delta)).replace(second=0, microsecond=0)


def typed(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@pytest.fixture
def story(room):
    return draft(room.politics, room.reporter, headline="The budget")


def approved(room, story):
    submit(story, room.reporter)
    act(story, room.copy_editor)
    return act(story, room.section_editor)


def live(room, **fields):
    story = draft(room.politics, room.reporter, **fields)
    story.latest_revision.publish()
    return fresh(story)


def page_of(client, user, story) -> str:
    client.force_login(user)
    return client.get(edit_url(story)).content.decode()


# Times by two clocks


def test_time_is_told_by_the_newsrooms_clock():
    assert both_clocks(NOON) == "1 July 2030, 12:00 (WAT)"


def test_somebody_elsewhere_reads_both_clocks():
    with timezone.override("Asia/Tokyo"):
        assert both_clocks(NOON) == "1 July 2030, 12:00 (WAT), by your clock 1 July 2030, 20:00 (JST)"
        assert newsroom_time(NOON) == "1 July 2030, 12:00 (WAT)"


def test_zone_without_letters_is_named_by_its_offset():
    with timezone.override("America/Sao_Paulo"):
        assert "08:00 (UTC-03)" in both_clocks(NOON)


def test_another_zone_with_the_same_clock_is_not_told_twice():
    with timezone.override("Africa/Douala"):
        assert "your clock" not in both_clocks(NOON)
        assert zone_help().startswith("Newsroom time")


def test_form_says_in_which_zone_its_times_are(client, room, story):
    UserProfile.get_for_user(room.reporter)
    UserProfile.objects.filter(user=room.reporter).update(current_time_zone="Asia/Tokyo")
    shown = page_of(client, again(room.reporter), story)
    assert shown.count("In your own time zone, Asia/Tokyo") == 3
    assert "Newsroom time: Africa/Lagos (WAT)" in page_of(client, room.section_editor, story)


def test_time_that_does_not_exist_in_the_editors_zone_is_refused(client, room, story):
    UserProfile.get_for_user(room.reporter)
    UserProfile.objects.filter(user=room.reporter).update(current_time_zone="Europe/Berlin")
    client.force_login(again(room.reporter))
    for missing_or_twice in ("2031-03-30 02:30", "2031-10-26 02:30"):
        answer = client.post(edit_url(story), form(story, embargo_until=missing_or_twice))
        assert "in time zone Europe/Berlin" in answer.content.decode()


# What the editor is told


def test_embargo_is_shown_where_the_story_is_edited(client, room, story):
    until = soon(days=2)
    edit(story, room.reporter, embargo_until=until)
    assert f"Under embargo until {newsroom_time(until)}" in page_of(client, room.copy_editor, story)


def test_embargoed_update_of_a_live_story_leaves_the_live_version_up(client, room):
    story = live(room, headline="Live", standfirst="Old.")
    edit(story, room.reporter, standfirst="Secret.", embargo_until=soon(days=2))
    assert "This update is under embargo" in page_of(client, room.copy_editor, story)
    shown = client.get(story.url).content.decode()
    assert "Old." in shown
    assert "Secret." not in shown


def test_schedule_that_is_only_set_says_that_nothing_happens_by_itself(client, room, story):
    edit(story, room.reporter, go_live_at=soon(days=1))
    assert "not approved yet: it will not go out by itself" in page_of(client, room.reporter, story)


def test_approved_story_says_when_it_goes_live(client, room, story):
    when = soon(days=1)
    story = approved(room, edit(story, room.reporter, go_live_at=when))
    expected = f"Approved, goes live on {newsroom_time(when)}"
    assert status_text(story) == expected
    shown = page_of(client, room.section_editor, story)
    assert expected in shown
    assert "Cancel scheduled publish" in shown
    assert "will not go out by itself" not in shown


def test_go_live_time_in_the_past_goes_live_at_once_and_says_so(client, room, story):
    story = edit(story, room.reporter, go_live_at=soon(hours=-1))
    assert "once approved it goes live at once" in page_of(client, room.reporter, story)
    story = approved(room, story)
    assert story.live
    assert story.go_live_at is None


def test_embargo_after_the_go_live_time_is_said_on_a_draft(client, room, story):
    client.force_login(room.reporter)
    times = {"go_live_at": typed(soon(days=1)), "embargo_until": typed(soon(days=2))}
    answer = client.post(edit_url(story), form(story, **times), follow=True)
    assert "it goes live when the embargo ends" in answer.content.decode()


def test_embargo_after_the_go_live_time_is_not_submitted(client, room, story):
    client.force_login(room.reporter)
    times = {"go_live_at": typed(soon(days=1)), "embargo_until": typed(soon(days=2))}
    answer = client.post(edit_url(story), form(story, **times, **{"action-submit": "1"}))
    assert "The embargo ends after the go-live time" in answer.content.decode()
    assert fresh(story).current_workflow_state is None


def test_expiry_before_the_go_live_time_is_refused(client, room, story):
    client.force_login(room.reporter)
    times = {"go_live_at": typed(soon(days=2)), "expire_at": typed(soon(days=1))}
    answer = client.post(edit_url(story), form(story, **times))
    assert "Go live date/time must be before expiry date/time" in answer.content.decode()


# Dates that have done their work


@pytest.mark.parametrize("opened_before", [True, False])
def test_expired_story_can_be_saved(client, room, opened_before):
    story = live(room, headline="Offer", expire_at=soon(minutes=-5))
    story.unpublish(set_expired=True)
    client.force_login(room.reporter)
    page = client.get(edit_url(story))
    assert page.context["form"]["expire_at"].value() is None
    posted = typed(story.expire_at) if opened_before else ""
    client.post(edit_url(story), form(story, standfirst="Again.", expire_at=posted))
    version = fresh(story).get_latest_revision_as_object()
    assert (version.standfirst, version.expire_at) == ("Again.", None)


def test_expiry_typed_into_the_past_is_refused(client, room, story):
    client.force_login(room.reporter)
    answer = client.post(edit_url(story), form(story, expire_at=typed(soon(days=-1))))
    assert "must be in the future" in answer.content.decode()


def test_story_that_has_expired_already_is_not_put_live(room, story):
    story = edit(story, room.reporter, expire_at=soon(days=-1))
    with pytest.raises(PublicationRefused, match="has passed"):
        put_live(story.latest_revision)


# The record


def entries(story) -> list[tuple[str, object]]:
    found = PageLogEntry.objects.filter(page=story.pk, action__startswith="desk.embargo").order_by("timestamp")
    return [(entry.action, entry.user) for entry in found]


def test_setting_moving_and_lifting_an_embargo_is_logged_once(room, story):
    story = edit(story, room.reporter, embargo_until=soon(days=2))
    story.get_latest_revision_as_object().save_revision(user=room.reporter, overwrite_revision=story.latest_revision)
    edit(story, room.copy_editor, embargo_until=soon(days=3))
    edit(story, room.copy_editor, kicker="Same embargo")
    edit(story, room.section_editor, embargo_until=None)
    assert entries(story) == [
        ("desk.embargo.set", room.reporter),
        ("desk.embargo.change", room.copy_editor),
        ("desk.embargo.lift", room.section_editor),
    ]


def test_history_names_the_times(client, room, story):
    until = soon(days=2)
    edit(story, room.reporter, embargo_until=until)
    client.force_login(room.section_editor)
    history = client.get(f"/admin/pages/{story.pk}/history/").content.decode()
    assert f"Embargo set until {newsroom_time(until)}" in history


# Nobody publishes before it ends


@pytest.mark.parametrize("role", ["managing_editor", "admin"])
def test_nobody_publishes_a_story_under_embargo_in_any_way(client, room, story, role):
    user = getattr(room, role)
    until = soon(days=2)
    edit(story, room.reporter, embargo_until=until)
    client.force_login(user)
    embargo = typed(until)
    client.post(edit_url(story), form(story, embargo_until=embargo, **{"action-publish": "1"}))
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={story.pk}", {"include_descendants": ""})
    revision = fresh(story).latest_revision
    assert not fresh(story).live
    put_live(revision)
    assert not fresh(story).live
    assert fresh(story).scheduled_revision.approved_go_live_at == until


def test_embargoed_story_is_on_no_surface(client, room, db):
    author, topic = factories.author("Ada"), factories.topic("Bridges")
    secret = factories.article(
        "Secret plans", room.politics, authors=[author], topics=[topic], embargo_until=soon(days=1)
    )
    other = factories.article("Open plans", room.politics, authors=[author], topics=[topic])
    assert client.get(secret.url).status_code == 404
    surfaces = ["/", room.politics.url, author.url, "/topics/", f"/topics/{topic.slug}/", "/search/?q=plans", other.url]
    surfaces += ["/sitemap-news.xml", "/sitemap-articles.xml", "/sitemap.xml"]
    for address in surfaces:
        answer = client.get(address, follow=True)
        assert "secret" not in answer.content.decode().lower().replace("secret-key", ""), address
