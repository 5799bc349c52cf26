import pytest
from django.urls import reverse

from news.models import Byline
from tests import factories
from tests.desk.newsroom import draft, edit, edit_url, form, fresh

pytestmark = pytest.mark.once


@pytest.fixture
def versions(room):
    """Return a story and the keys of two versions that differ in headline, text, byline and topics."""
    story = draft(room.politics, room.reporter, headline="The bridge at Lokoja", authors=[factories.author("Ada Obi")])
    first = story.latest_revision_id
    version = fresh(story).get_latest_revision_as_object()
    version.title = "The old bridge at Lokoja"
    version.body = [("paragraph", "<p>It was closed for repairs on Friday.</p>")]
    version.bylines = [*version.bylines.all(), Byline(guest_name="Guest Writer", sort_order=2)]
    version.topics.add(factories.topic("Roads"))
    version.save_revision(user=room.reporter)
    edit(story, room.reporter, standfirst="A third version.")
    return story, first, first + 1


def address(story, first, second) -> str:
    return reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, first, second])


def test_any_two_versions_are_compared_field_by_field(room, versions, client):
    client.force_login(room.copy_editor)
    text = client.get(address(*versions)).content.decode()
    for expected in ("Headline:", "Text:", "Topics:", "closed for repairs", "Guest Writer", "Roads", "Byline"):
        assert expected in text, expected
    assert "A third version." not in text


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("reporter", True),
        ("copy_editor", True),
        ("section_editor", True),
        ("managing_editor", True),
        ("other_reporter", False),
        ("other_section_editor", False),
        ("photo_desk", False),
        ("comment_moderator", False),
    ],
)
def test_versions_are_compared_by_those_who_may_edit(room, versions, client, role, may):
    client.force_login(getattr(room, role))
    answer = client.get(address(*versions))
    assert (answer.status_code == 200) is may
    assert ("Lokoja" in answer.content.decode()) is may


def test_versions_of_another_story_are_not_compared(room, versions, client):
    story, first, _second = versions
    other = draft(room.business, room.other_reporter, headline="Not for Politics")
    client.force_login(room.reporter)
    assert client.get(address(story, first, other.latest_revision_id)).status_code == 404


def test_whoever_saves_over_a_newer_version_is_told_and_can_compare(room, versions, client):
    story, _first, _second = versions
    opened = form(story, title="My headline")
    between = edit(story, room.reporter, standfirst="Saved meanwhile.").latest_revision_id
    client.force_login(room.copy_editor)
    text = client.post(edit_url(story), opened, follow=True).content.decode()
    assert "Reporter saved a version while you had the story open" in text
    assert address(story, between, fresh(story).latest_revision_id) in text
    assert story.revisions.get(pk=between).content["standfirst"] == "Saved meanwhile."


def test_whoever_saves_the_version_they_opened_hears_nothing(room, versions, client):
    story, _first, _second = versions
    client.force_login(room.copy_editor)
    text = client.post(edit_url(story), form(story, title="My headline"), follow=True).content.decode()
    assert "while you had the story open" not in text
