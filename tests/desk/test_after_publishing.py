"""Updates and corrections of a live story, from the editor's side."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset

from desk.gate.publication import publish_without_review, version_of
from news.models import Article
from tests import factories
from tests.desk.newsroom import act, complete, edit_url, form, fresh, submit


@pytest.fixture
def live(room):
    story = factories.article("The ferry", room.politics, owner=room.reporter)
    complete(story)
    story.save_revision(user=room.reporter).publish()
    return fresh(story)


def row(**fields) -> dict:
    return {"date": "", **fields}


def published_without_review(client, room, story, **rows) -> Article:
    client.force_login(room.managing_editor)
    posted = form(story, **{name: inline_formset([value]) for name, value in rows.items()})
    client.post(edit_url(story), posted)
    version = version_of(fresh(story).latest_revision)
    publish_without_review(fresh(story), version, room.managing_editor, "Readers are misled.")
    return fresh(story)


def test_an_update_published_without_review_is_dated(client, room, live):
    story = published_without_review(client, room, live, updates=row(note="Adds the minister."))
    assert story.updates.get().date == story.updated_at
    assert story.updated_at <= timezone.now()
    assert story.get_latest_revision_as_object().updates.get().date == story.updated_at


def test_a_correction_published_without_review_is_dated(client, room, live):
    story = published_without_review(client, room, live, corrections=row(kind="correction", text="Five boats."))
    assert story.corrections.get().date <= timezone.now()


def test_a_minor_edit_published_without_review_is_no_update(client, room, live):
    story = published_without_review(client, room, live)
    assert story.updated_at is None


def test_an_update_that_was_reviewed_is_dated_when_it_is_approved(client, room, live):
    client.force_login(room.reporter)
    client.post(edit_url(live), form(live, updates=inline_formset([row(note="Adds the minister.")])))
    assert fresh(live).get_latest_revision_as_object().updates.get().date is None
    submit(live, room.reporter)
    story = act(act(live, room.copy_editor), room.section_editor)
    assert story.updates.get().date == story.updated_at


def test_add_a_correction_is_offered_for_live_stories_only(client, room, live):
    draft = factories.article("Not yet", room.politics, live=False, first_published_at=None)
    draft.save_revision()
    client.force_login(room.section_editor)
    body = client.get(edit_url(live)).content.decode()
    assert 'href="#add-correction"' in body
    assert f'href="{edit_url(live)}#add-correction"' in body
    assert "desk/add-correction" in body
    assert 'id="id_corrections-ADD"' in body
    assert "#add-correction" not in client.get(edit_url(draft)).content.decode()
    client.force_login(room.photo_desk)
    assert "#add-correction" not in client.get(reverse("wagtailadmin_explore_root")).content.decode()
