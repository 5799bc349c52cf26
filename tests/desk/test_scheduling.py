import signal
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from desk.scheduling import publish_due
from tests import factories
from tests.desk.newsroom import complete, edit, fresh, scheduled
from tests.desk.own_database import ask, copy_of_database, finish, start


@pytest.fixture
def section(db):
    return factories.section("Politics")


def poison(story) -> None:
    """Let the story fail to publish: its address has been taken since it was approved."""
    taken = factories.article(parent=story.get_parent())
    revision = story.latest_revision
    revision.content["slug"] = taken.slug
    revision.save()


def test_due_story_is_published(section):
    story = scheduled(section, "Due")
    assert publish_due().published == ["Due"]
    assert fresh(story).live
    assert fresh(story).scheduled_revision is None
    assert PageLogEntry.objects.filter(page=story, action="wagtail.publish.scheduled").count() == 1


def test_story_of_tomorrow_waits(section):
    story = scheduled(section, "Tomorrow", minutes_ago=-60)
    assert not publish_due().published
    assert not fresh(story).live


def test_update_of_a_live_story_goes_up_on_time(section):
    story = factories.article("Live", section)
    complete(story)
    story.save_revision().publish()
    story = edit(story, None, standfirst="Updated.", go_live_at=timezone.now() - timedelta(minutes=1))
    Revision.objects.filter(pk=story.latest_revision_id).update(approved_go_live_at=timezone.now())
    publish_due()
    assert fresh(story).standfirst == "Updated."


def test_one_failing_story_stops_no_other_and_is_tried_again(section, caplog):
    bad = scheduled(section, "Bad one", minutes_ago=9)
    poison(bad)
    others = [scheduled(section, f"Good {number}") for number in range(3)]
    report = publish_due()
    assert sorted(report.published) == ["Good 0", "Good 1", "Good 2"]
    assert all(fresh(story).live for story in others)
    assert "Bad one" in report.failed[0]
    assert "Bad one" in caplog.text
    assert "mend it" in caplog.text
    assert fresh(bad).scheduled_revision is not None
    revision = fresh(bad).scheduled_revision
    revision.content["slug"] = "free-again"
    revision.save()
    assert publish_due().published == ["Bad one"]


def test_unreadable_story_stops_no_other(section):
    bad = scheduled(section, "Unreadable", minutes_ago=9)
    Revision.objects.filter(pk=bad.latest_revision_id).update(content={"pk": bad.pk, "go_live_at": "no time at all"})
    scheduled(section, "Good")
    report = publish_due()
    assert report.published == ["Good"]
    assert len(report.failed) == 1


def test_expired_story_is_taken_down(section):
    story = factories.article("Old offer", section, expire_at=timezone.now() - timedelta(minutes=1))
    assert publish_due().expired == ["Old offer"]
    assert not fresh(story).live
    assert fresh(story).expired


def test_embargo_holds_back_what_is_due(section):
    until = (timezone.now() + timedelta(hours=2)).replace(microsecond=0)
    story = scheduled(section, "Under embargo", embargo_until=until)
    assert publish_due().postponed
    assert not fresh(story).live
    assert fresh(story).scheduled_revision.approved_go_live_at == until
    assert fresh(story).scheduled_revision.as_object().go_live_at == until


def test_stop_is_asked_between_items(section):
    for number in range(3):
        scheduled(section, f"Story {number}")
    answers = iter([False, True])
    assert len(publish_due(lambda: next(answers)).published) == 1


def test_command_counts_and_fails_when_something_failed(section, capsys):
    scheduled(section, "Good")
    call_command("publish_due")
    assert "1 published" in capsys.readouterr().out
    poison(scheduled(section, "Bad"))
    with pytest.raises(CommandError, match="Bad"):
        call_command("publish_due")


def test_interval_must_be_positive(db):
    with pytest.raises(CommandError):
        call_command("publish_due", every=0)


PUBLICATIONS = "SELECT count(*) FROM wagtailcore_pagelogentry WHERE action = 'wagtail.publish.scheduled'"
LIVE = "SELECT count(*) FROM wagtailcore_page WHERE live AND title LIKE 'Story %'"


@pytest.fixture
def environment(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), copy_of_database(tmp_path) as environment:
        yield environment


def test_two_processes_publish_each_story_once(environment):
    finish(start(environment, "-m", "tests.desk.own_database", "20"))
    for worker in [start(environment, "manage.py", "publish_due") for _ in range(2)]:
        finish(worker)
    assert ask(environment, PUBLICATIONS) == 20
    assert ask(environment, LIVE) == 20


def test_clock_publishes_until_it_is_told_to_stop(environment):
    finish(start(environment, "-m", "tests.desk.own_database", "1"))
    clock = start(environment, "manage.py", "publish_due", "--every", "1")
    deadline = time.monotonic() + 120
    while ask(environment, PUBLICATIONS) == 0 and time.monotonic() < deadline:
        time.sleep(0.2)
    clock.send_signal(signal.SIGTERM)
    finish(clock)
    assert ask(environment, PUBLICATIONS) == 1
