"""Minor edits, significant updates and corrections, and the list of them that readers can open."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone
from lxml import html

from news.changes import change_log
from news.models import Article, Correction, Update
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def story():
    start = timezone.now() - timedelta(days=2)
    story = factories.article("The ferry", factories.section("Politics"), first_published_at=start)
    story.save_revision().publish()
    return fresh(story)


def fresh(story) -> Article:
    return Article.objects.get(pk=story.pk)


def edited(story, **fields) -> Article:
    """Return the latest version with new values, not saved."""
    version = fresh(story).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    return version


def publish(version) -> Article:
    version.save_revision().publish()
    return fresh(version)


def with_update(story, note: str = "Adds the minister.") -> Article:
    version = edited(story)
    version.updates.add(Update(note=note))
    return version


def dates(story) -> list:
    return [row.date for row in fresh(story).updates.all()]


def test_a_minor_edit_leaves_the_update_time_alone(story):
    before = fresh(story).updated_at
    assert publish(edited(story, standfirst="A comma, mended.")).updated_at == before
    later = publish(with_update(story))
    assert publish(edited(story, standfirst="Another comma.")).updated_at == later.updated_at


def test_an_update_gets_the_moment_of_going_live(story):
    before = timezone.now().replace(second=0, microsecond=0)
    live = publish(with_update(story))
    (date,) = dates(live)
    assert before <= date <= timezone.now()
    assert live.updated_at == live.modified_at == date


def test_a_draft_of_an_update_changes_nothing_for_readers(story, client):
    with_update(story, "Not yet.").save_revision()
    assert fresh(story).updated_at is None
    assert "Not yet." not in client.get(story.url).content.decode()


def test_later_versions_carry_the_dates_and_do_not_get_new_ones(story, monkeypatch):
    first = publish(with_update(story))
    date = first.updated_at
    monkeypatch.setattr("news.changes.timezone.now", lambda: date + timedelta(hours=3))
    assert fresh(story).get_latest_revision_as_object().updates.get().date == date
    for _ in range(2):
        live = publish(edited(story, standfirst="Again."))
        assert dates(live) == [date]
        assert live.updated_at == date


def test_a_second_update_is_dated_and_the_first_keeps_its_date(story, monkeypatch):
    date = publish(with_update(story)).updated_at
    later = date + timedelta(hours=3)
    monkeypatch.setattr("news.changes.timezone.now", lambda: later)
    live = publish(with_update(story, "Adds the opposition."))
    assert {row.note: row.date for row in live.updates.all()} == {
        "Adds the minister.": date,
        "Adds the opposition.": later,
    }
    assert live.updated_at == later


def test_an_update_without_a_note_is_told_from_the_one_before(story, monkeypatch):
    date = publish(with_update(story, "")).updated_at
    later = date + timedelta(hours=3)
    monkeypatch.setattr("news.changes.timezone.now", lambda: later)
    assert dates(publish(with_update(story, ""))) == [date, later]


def test_a_version_begun_before_the_update_went_live_does_not_date_it_anew(story, monkeypatch):
    version = with_update(story)
    approved = version.save_revision()
    version.standfirst = "Written while the other was on its way."
    version.save_revision()
    approved.publish()
    (date,) = dates(story)
    monkeypatch.setattr("news.changes.timezone.now", lambda: date + timedelta(hours=3))
    live = publish(edited(story))
    assert dates(live) == [date]
    assert live.updated_at == date


def test_a_schedule_dates_nothing_until_it_is_due(story):
    version = with_update(story)
    version.go_live_at = timezone.now() + timedelta(hours=1)
    version.save_revision().publish()
    assert fresh(story).get_latest_revision_as_object().updates.get().date is None


def test_an_update_taken_back_takes_its_time_with_it(story):
    publish(with_update(story))
    version = edited(story)
    version.updates.clear()
    assert publish(version).updated_at is None


def test_an_imported_update_time_stays_through_minor_edits(story):
    moment = timezone.now().replace(microsecond=0) - timedelta(hours=5)
    publish(edited(story, updated_at=moment))
    assert publish(edited(story, standfirst="A comma.")).updated_at == moment


def test_a_correction_without_a_date_gets_the_moment_of_going_live(story, client):
    version = edited(story)
    version.corrections.add(Correction(text="Five boats, not four."))
    live = publish(version)
    assert live.corrections.get().date is not None
    assert live.updated_at is None
    assert "Five boats, not four." in client.get("/corrections/").content.decode()


@pytest.mark.parametrize("row", [Update(note="n"), Correction(text="t")])
def test_a_date_that_is_still_to_come_is_refused(row):
    row.date = timezone.now() + timedelta(hours=1)
    with pytest.raises(ValidationError, match="still to come"):
        row.clean()
    row.date = timezone.now()
    row.clean()


class TestChangeLog:
    def test_a_story_that_never_changed_has_none(self, story, client):
        assert "Changes to this story" not in client.get(story.url).content.decode()

    def test_it_lists_everything_newest_first(self, story, client):
        now = timezone.now()
        Update.objects.create(article=story, note="Adds the minister.", date=now - timedelta(hours=5))
        Update.objects.create(article=story, note="", date=now - timedelta(hours=1))
        Correction.objects.create(article=story, text="Five boats.", date=now - timedelta(hours=3))
        Correction.objects.create(
            article=story, text="She spoke twice.", kind="clarification", date=now - timedelta(hours=2)
        )
        assert [(change.label, change.text) for change in change_log(fresh(story))] == [
            ("Updated", ""),
            ("Clarification", "She spoke twice."),
            ("Correction", "Five boats."),
            ("Updated", "Adds the minister."),
            ("First published", ""),
        ]
        page = html.fromstring(client.get(story.url).content.decode())
        (changes,) = page.xpath("//details/ol[@id='changes']")
        assert len(changes.xpath("li//time[@datetime]")) == 5

    def test_its_times_are_the_newsrooms(self, story, client, settings):
        yesterday = timezone.localtime() - timedelta(days=1)
        moment = yesterday.replace(hour=0, minute=30, second=0, microsecond=0)
        Article.objects.filter(pk=story.pk).update(first_published_at=moment - timedelta(days=1))
        Update.objects.create(article=story, date=moment)
        body = client.get(story.url).content.decode()
        assert f'<time datetime="{moment.isoformat(timespec="seconds")}">' in body
        assert f"{moment:%Y}, 00:30</time>" in body

    def test_it_tells_nothing_before_its_time(self, story, client):
        Update.objects.create(article=story, note="Secret one", date=timezone.now() + timedelta(hours=1))
        Update.objects.create(article=story, note="Secret two")
        Correction.objects.create(article=story, text="Secret three", date=timezone.now() + timedelta(hours=1))
        Correction.objects.create(article=story, text="Secret four")
        for path in (story.url, "/corrections/", "/corrections/feed/"):
            assert "Secret" not in client.get(path).content.decode()

    def test_it_leaves_out_updates_from_before_the_first_publication(self, story):
        Update.objects.create(article=story, note="In the making", date=story.first_published_at - timedelta(days=1))
        assert change_log(fresh(story)) == []

    def test_an_update_time_without_a_row_is_listed_beside_corrections(self, story):
        Article.objects.filter(pk=story.pk).update(updated_at=timezone.now() - timedelta(hours=1))
        Correction.objects.create(article=story, text="Five boats.", date=timezone.now())
        assert [change.label for change in change_log(fresh(story))] == ["Correction", "Updated", "First published"]

    def test_a_preview_shows_what_is_not_dated_yet(self, story):
        version = with_update(story)
        version.corrections.add(Correction(text="Five boats."))
        request = RequestFactory().get("/")
        request.is_preview = True
        context = version.get_context(request)
        assert [change.label for change in context["changes"]] == ["Updated", "Correction", "First published"]
        assert fresh(story).updates.count() == 0
