"""The calendar of what is due, goes live, comes out of embargo and expires, in the newsroom's time zone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.models import Assignment, Bundle
from tests import factories
from tests.desk.newsroom import draft, edit, scheduled

pytestmark = pytest.mark.once

CALENDAR = reverse("desk_calendar")


def page(client, **query) -> str:
    return client.get(CALENDAR, query).content.decode()


def events(client, **query) -> set[tuple[str, str]]:
    weeks = client.get(CALENDAR, query).context["weeks"]
    return {(event.kind, event.headline) for week in weeks for day in week for event in day.events}


def test_calendar_shows_each_kind_of_event_once(client, room):
    soon = timezone.now() + timedelta(minutes=5)
    Assignment.objects.create(title="Pitch", section=room.politics, due_at=soon)
    story = draft(room.politics, room.reporter, "Planned")
    Assignment.objects.create(title="Planned", section=room.politics, due_at=soon, story=story)
    scheduled(room.politics, "Scheduled", minutes_ago=-5)
    edit(draft(room.politics, room.reporter, "Embargoed"), room.reporter, embargo_until=soon)
    factories.article("Expires", room.politics, expire_at=soon)
    edit(draft(room.politics, room.reporter, "Will expire"), room.reporter, expire_at=soon)
    bundle = Bundle.objects.create(title="Budget day", go_live_at=soon, status=Bundle.Status.SCHEDULED)
    bundle.items.create(item=draft(room.politics, room.reporter, "Bundled"))
    client.force_login(room.section_editor)
    assert events(client) == {
        ("due", "Pitch"),
        ("due", "Planned"),
        ("scheduled", "Scheduled"),
        ("scheduled", "Bundled"),
        ("embargo", "Embargoed"),
        ("expiry", "Expires"),
        ("expiry", "Will expire"),
    }
    assert events(client, view="week") == events(client)
    assert events(client, date="2030-01-01") == set()


def test_people_see_their_sections_and_filter_them(client, room):
    now = timezone.now()
    elections = factories.section("Elections", parent=room.politics)
    Assignment.objects.create(title="Ours", section=room.politics, due_at=now)
    Assignment.objects.create(title="Below", section=elections, due_at=now)
    Assignment.objects.create(title="Theirs", section=room.business, due_at=now)
    client.force_login(room.reporter)
    assert events(client) == {("due", "Ours"), ("due", "Below")}
    assert events(client, section=elections.pk) == {("due", "Below")}
    assert events(client, section=room.business.pk) == {("due", "Ours"), ("due", "Below")}


def test_days_are_the_newsrooms(client, room, settings):
    """In Lagos 23:30 UTC is half past midnight of the next day."""
    Assignment.objects.create(title="Night", section=room.politics, due_at=datetime(2027, 3, 14, 23, 30, tzinfo=UTC))
    client.force_login(room.reporter)
    days = {
        str(day.date): [f"{event.at:%H:%M}" for event in day.events]
        for week in client.get(CALENDAR, {"date": "2027-03-01"}).context["weeks"]
        for day in week
    }
    assert days["2027-03-15"] == ["00:30"]
    assert days["2027-03-14"] == []


def test_steps_lead_to_the_neighbours_and_keep_the_filter(client, room):
    client.force_login(room.reporter)
    body = page(client, date="2027-01-31", section=room.politics.pk)
    assert f"date=2026-12-01&amp;section={room.politics.pk}" in body
    assert f"date=2027-02-01&amp;section={room.politics.pk}" in body
    assert "January 2027" in body
    assert "date=2027-01-24" in page(client, date="2027-01-31", view="week")


@pytest.mark.parametrize(
    "query",
    [{"date": "x"}, {"date": "0001-01-01"}, {"date": "9999-12-31"}, {"date": "\x00"}, {"view": "decade"},
     {"section": "9" * 30}, {"section": "\x00"}, {"section": "-1"}],
)  # fmt: skip
def test_what_cannot_be_understood_is_today(client, room, query):
    client.force_login(room.reporter)
    response = client.get(CALENDAR, query)
    assert response.status_code == 200
    assert response.context["span"].day == response.context["today"]
