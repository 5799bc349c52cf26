import pytest
from django.utils import timezone

from desk.versions import fingerprint
from news.models import Article, Correction
from tests import factories

pytestmark = pytest.mark.once

STORY = {
    "title": "The bridge",
    "standfirst": "One line\nand another",
    "body": '[{"type": "paragraph", "value": "<p>Text</p>", "id": "1"}]',
    "bylines": [{"pk": 1, "sort_order": 0, "author": 7}, {"pk": 2, "sort_order": 1, "author": 8}],
    "topic_rows": [{"pk": None, "tag": 3}, {"pk": None, "tag": 22}],
    "go_live_at": None,
    "wagtail_admin_comments": [],
}

SAME_TEXT = {
    "block keys": {"body": '[{"type": "paragraph", "value": "<p data-block-key=\\"a1b2c\\">Text</p>", "id": "1"}]'},
    "keys in another order": {"body": '[{"id": "1", "type": "paragraph", "value": "<p>Text</p>"}]'},
    "line endings": {"standfirst": "One line\r\nand another"},
    "row keys and numbers": {
        "bylines": [{"pk": 9, "sort_order": 1, "author": 7}, {"pk": 8, "sort_order": 2, "author": 8}]
    },
    "order of topics": {"topic_rows": [{"pk": 5, "tag": 22}, {"pk": 6, "tag": 3}]},
    "a schedule": {"go_live_at": "2026-12-01T10:00:00Z"},
    "a note in the margin": {"wagtail_admin_comments": [{"text": "Really?"}]},
}
OTHER_TEXT = {
    "headline": {"title": "The bridges"},
    "body": {"body": '[{"type": "paragraph", "value": "<p>Texts</p>", "id": "1"}]'},
    "order of names": {"bylines": [{"pk": 1, "sort_order": 1, "author": 7}, {"pk": 2, "sort_order": 0, "author": 8}]},
    "a topic": {"topic_rows": [{"pk": None, "tag": 3}]},
    "an embargo": {"embargo_until": "2026-12-01T10:00:00Z"},
}


@pytest.mark.parametrize("change", SAME_TEXT.values(), ids=SAME_TEXT)
def test_saving_alone_changes_no_text(change):
    assert fingerprint({**STORY, **change}) == fingerprint(STORY)


@pytest.mark.parametrize("change", OTHER_TEXT.values(), ids=OTHER_TEXT)
def test_what_readers_or_rules_see_is_text(change):
    assert fingerprint({**STORY, **change}) != fingerprint(STORY)


@pytest.mark.django_db
def test_saving_a_story_with_dates_again_is_no_change(room):
    story = factories.article(parent=room.politics, embargo_until=timezone.now())
    story.corrections.add(Correction(text="Five boats.", date=timezone.now()))
    story.save_revision()
    stored = Article.objects.get(pk=story.pk).latest_revision
    assert fingerprint(stored.as_object().serializable_data()) == fingerprint(stored.content)


@pytest.mark.django_db
def test_version_made_of_the_stored_story_is_no_change(room):
    story = factories.article(parent=room.politics)
    first = story.save_revision()
    second = Article.objects.get(pk=story.pk).save_revision()
    assert fingerprint(second.content) == fingerprint(first.content)


def test_paragraphs_stand_in_an_order():
    bodies = [
        '[{"type": "paragraph", "value": "<p>One</p>"}, {"type": "paragraph", "value": "<p>Two</p>"}]',
        '[{"type": "paragraph", "value": "<p>Two</p>"}, {"type": "paragraph", "value": "<p>One</p>"}]',
    ]
    assert fingerprint({"body": bodies[0]}) != fingerprint({"body": bodies[1]})
