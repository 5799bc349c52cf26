"""Sizes of pictures that are missing when a story is published."""

from types import SimpleNamespace

import pytest

from core.models import Picture
from core.renditions import make, specs_for
from news import pictures
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(pictures, "make_renditions", SimpleNamespace(enqueue=asked.append))
    return asked


def test_missing_sizes_are_made_when_a_story_is_published(asked, django_capture_on_commit_callbacks):
    whole, lacking, inside, elsewhere = (factories.picture(size=(420, 260)) for _ in range(4))
    make(whole)
    shown = [("image", {"image": inside}), ("gallery", {"images": [{"image": whole}, {"image": inside}]})]
    story = factories.article("Harbour", lead_image=lacking, body=shown)
    asked.clear()
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish()
    assert sorted(asked) == sorted([lacking.pk, inside.pk])
    assert elsewhere.pk not in asked


def test_nothing_is_made_twice_nor_for_stories_without_pictures(asked, django_capture_on_commit_callbacks):
    picture = factories.picture(size=(420, 260))
    make(picture)
    assert set(specs_for(picture)) <= {row.filter_spec for row in Picture.objects.get().renditions.all()}
    stories = [factories.article("One", lead_image=picture), factories.article("Two")]
    asked.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for story in stories:
            story.save_revision().publish()
    assert asked == []
