from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from desk import failures, publishing
from desk.models import ScheduleFailure
from desk.scheduling import publish_due
from tests import factories
from tests.desk.newsroom import edit_url, fresh, person, scheduled
from tests.desk.test_scheduling import poison

REPORT = "/admin/reports/failed-schedules/"


@pytest.fixture
def bad(room):
    story = scheduled(room.politics, "Bad one", owner=room.reporter)
    poison(story)
    return story


def told() -> set[str]:
    """Return who got a mail since the last look."""
    found = [message.to[0].split("@")[0] for message in mail.outbox]
    assert len(found) == len(set(found)), "somebody got a mail twice"
    mail.outbox.clear()
    return set(found)


def later(**delta) -> None:
    """Let time pass for the one failure that is open."""
    for failure in ScheduleFailure.objects.open():
        failure.first_failed_at -= timedelta(**delta)
        failure.notice_due_at = failure.notice_due_at and failure.notice_due_at - timedelta(**delta)
        failure.save()


def test_failure_outlives_the_rollback_and_counts_its_attempts(bad):
    publish_due()
    publish_due()
    failure = ScheduleFailure.objects.open().get()
    assert (failure.name, failure.item, failure.attempts) == ("Bad one", bad, 2)
    assert "mend it and approve it again" in failure.remedy
    assert failure.revision_id == bad.latest_revision_id


def test_story_that_goes_out_at_last_closes_its_failure(bad):
    publish_due()
    revision = fresh(bad).scheduled_revision
    revision.content["slug"] = "free-again"
    revision.save()
    publish_due()
    assert not ScheduleFailure.objects.open().exists()
    assert ScheduleFailure.objects.get().solved_at


def test_cancelled_schedule_closes_the_failure_at_once(client, room, bad):
    publish_due()
    client.force_login(room.section_editor)
    client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[bad.pk, bad.latest_revision_id]))
    assert not ScheduleFailure.objects.open().exists()


@pytest.mark.parametrize("way", ["delete", "move"])
def test_what_is_not_due_any_more_is_closed_in_the_next_round(bad, way):
    publish_due()
    if way == "delete":
        fresh(bad).delete()
    else:
        Revision.objects.filter(pk=bad.latest_revision_id).update(
            approved_go_live_at=timezone.now() + timedelta(days=1)
        )
    publish_due()
    assert not ScheduleFailure.objects.open().exists()


def test_expiry_that_fails_is_kept_too(room, monkeypatch):
    story = factories.article("Old offer", room.politics, expire_at=timezone.now() - timedelta(minutes=1))
    with monkeypatch.context() as broken:
        broken.setattr("wagtail.actions.unpublish.UnpublishAction.execute", lambda *args, **kwargs: 1 / 0)
        publish_due()
    failure = ScheduleFailure.objects.open().get()
    assert (failure.action, failure.item) == ("expire", story)
    publish_due()
    assert not ScheduleFailure.objects.open().exists()


def test_refusal_at_the_moment_of_publishing_is_the_remedy(room, monkeypatch):
    monkeypatch.setattr(publishing, "hold", lambda story: "The lead picture has no alt text. Write it first.")
    scheduled(room.politics, "Unchecked")
    publish_due()
    failure = ScheduleFailure.objects.open().get()
    assert failure.remedy.startswith("The lead picture has no alt text. Write it first.")


def test_expiry_leaves_a_later_schedule_alone(room):
    story = factories.article("Sale", room.politics, expire_at=timezone.now() - timedelta(minutes=1))
    revision, when = story.save_revision(), timezone.now() + timedelta(days=1)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=when)
    assert publish_due().expired == ["Sale"]
    assert fresh(story).scheduled_revision.approved_go_live_at == when


# Mail


def test_editors_of_the_section_managing_editors_and_the_scheduler_are_told(room, bad):
    approver = person("approver", room.desk.group("section_editor"))
    stranger = room.other_section_editor
    for user in (approver, stranger):
        log(instance=bad, action="wagtail.publish.schedule", user=user, revision=bad.latest_revision)
    publish_due()
    mailed = mail.outbox[0]
    assert mailed.subject == "Not published on time: “Bad one”"
    assert edit_url(bad) in mailed.body
    assert "mend it and approve it again" in mailed.body
    assert told() == {"section_editor", "approver", "managing_editor"}


def test_people_are_told_at_once_after_an_hour_and_after_a_day(bad):
    publish_due()
    assert told()
    publish_due()
    assert not told()
    later(minutes=61)
    publish_due()
    assert told()
    publish_due()
    assert not told()
    later(hours=24)
    publish_due()
    assert told()
    later(days=30)
    publish_due()
    assert not told()


def test_mail_server_that_is_down_stops_nothing_and_loses_no_notice(room, bad, settings):
    good = scheduled(room.politics, "Good one")
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.desk.broken_mail.Backend"
    publish_due()
    assert fresh(good).live
    assert ScheduleFailure.objects.open().get().notices == 0
    settings.EMAIL_BACKEND = working
    publish_due()
    assert not told()
    later(minutes=6)
    publish_due()
    assert told() == {"section_editor", "managing_editor"}


def test_headline_cannot_forge_a_header(room, bad):
    bad.draft_title = "Bad\nBcc: everybody@example.org"
    bad.save(update_fields=["draft_title"])
    publish_due()
    assert all("\n" not in message.subject for message in mail.outbox)


# The report


def test_report_shows_what_failed_and_what_to_do(client, room, bad):
    publish_due()
    client.force_login(room.section_editor)
    shown = client.get(REPORT).content.decode()
    assert "Bad one" in shown
    assert edit_url(bad) in shown
    assert "mend it and approve it again" in shown


def test_edit_view_says_that_it_could_not_go_live(client, room, bad):
    publish_due()
    client.force_login(room.section_editor)
    assert "It could not go live on time." in client.get(edit_url(bad)).content.decode()


@pytest.mark.parametrize(
    ("role", "answer", "sees"),
    [
        ("reporter", 302, False),
        ("copy_editor", 302, False),
        ("section_editor", 200, True),
        ("other_section_editor", 200, False),
        ("managing_editor", 200, True),
        ("photo_desk", 302, False),
        ("admin", 200, True),
    ],
)
def test_report_is_for_those_who_can_do_something_about_it(client, room, bad, role, answer, sees):
    publish_due()
    client.force_login(getattr(room, role))
    for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"):
        response = client.get(address)
        assert response.status_code == answer
        if answer == 200:
            assert ("Bad one" in response.getvalue().decode()) is sees


def test_report_costs_the_same_for_one_and_for_six(client, room, bad):
    client.force_login(room.managing_editor)

    def cost() -> int:
        publish_due()
        client.get(REPORT)
        with CaptureQueriesContext(connection) as queries:
            client.get(REPORT)
        return len(queries)

    one = cost()
    for number in range(5):
        poison(scheduled(room.politics, f"Bad {number}"))
    assert cost() == one


def test_open_failures_without_a_place_in_the_admin_have_no_link(room, bad):
    publish_due()
    failure = ScheduleFailure.objects.open().get()
    failure.item = None
    assert failures.edit_url(failure) == ""
