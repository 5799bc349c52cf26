"""The lists of newest stories that a process keeps: never out of date, and never another's."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.renditions import FALLBACK_SPEC
from delivery import tags
from news.newest import COUNT, newest_beside, newest_by, newest_on
from tests import factories

pytestmark = pytest.mark.django_db


class Around:
    """A section, a topic and an author with some stories; `lists()` are the headlines of their three lists."""

    def __init__(self) -> None:
        self.section = factories.section("Politics")
        self.topic, self.author = factories.topic("Money"), factories.author("Ada Obi")
        self.stories = [self.add(f"Story {number}", days=number) for number in range(3)]

    def add(self, headline: str, days: int = 0, **fields):
        published = timezone.now() - timedelta(days=days)
        fields = {"parent": self.section, "topics": [self.topic], "authors": [self.author], **fields}
        return factories.article(headline, first_published_at=published, **fields)

    def lists(self) -> list[list[str]]:
        found = newest_beside(self.stories[0].path), newest_on(self.topic.pk), newest_by(self.author.pk)
        return [[story.headline for story in stories] for stories in found]


@pytest.fixture
def around(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("delivery.keeping.in_transaction", lambda: False)  # each test is in one
    with django_capture_on_commit_callbacks(execute=True):
        around = Around()
    assert around.lists() == [["Story 0", "Story 1", "Story 2"]] * 3
    return around


def test_lists_are_found_once(around):
    with CaptureQueriesContext(connection) as asked:
        around.lists()
    assert len(asked) == 0


def test_lists_are_short(around, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(COUNT):
            around.add(f"Older {number}", days=10 + number)
    assert around.lists() == [["Story 0", "Story 1", "Story 2", "Older 0", "Older 1"]] * 3


def change_headline(around, story) -> None:
    story.title = "Another headline"
    story.save_revision().publish()


def unpublish(around, story) -> None:
    story.unpublish()


def remove(around, story) -> None:
    story.delete()


def put_under_embargo(around, story) -> None:
    story.embargo_until = timezone.now() + timedelta(hours=1)
    story.save_revision().publish()


def make_private(around, story) -> None:
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("change", [unpublish, remove, put_under_embargo, make_private])
def test_what_readers_may_no_longer_see_is_in_no_list(around, change, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        change(around, around.stories[1])
    assert around.lists() == [["Story 0", "Story 2"]] * 3


def test_lists_show_what_was_changed(around, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        change_headline(around, around.stories[1])
    assert around.lists() == [["Story 0", "Another headline", "Story 2"]] * 3


def test_new_story_stands_in_the_lists_it_belongs_to(around, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        around.add("New", days=-1, topics=[])
    old = ["Story 0", "Story 1", "Story 2"]
    assert around.lists() == [["New", *old], old, ["New", *old]]


def test_moved_story_leaves_the_list_of_its_section(around, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        around.stories[1].move(factories.section("Business"), "last-child")
    old = ["Story 0", "Story 1", "Story 2"]
    assert around.lists() == [["Story 0", "Story 2"], old, old]


def test_list_changes_when_an_embargo_ends(around, monkeypatch, django_capture_on_commit_callbacks):
    end = timezone.now() + timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        around.add("Later", days=-1, embargo_until=end)
    assert around.lists() == [["Story 0", "Story 1", "Story 2"]] * 3
    monkeypatch.setattr(timezone, "now", lambda: end + timedelta(seconds=1))
    assert around.lists() == [["Later", "Story 0", "Story 1", "Story 2"]] * 3


def test_picture_comes_with_its_sizes(around, django_capture_on_commit_callbacks):
    image = factories.picture(size=(420, 260))
    image.get_rendition(FALLBACK_SPEC)
    with django_capture_on_commit_callbacks(execute=True):
        around.add("Illustrated", days=-1, lead_image=image)
    shown = newest_on(around.topic.pk)[0].lead_image
    assert [spec for spec, *_ in shown.renditions] == [FALLBACK_SPEC]
    with tags.noting() as noted:
        newest_on(around.topic.pk)
    assert not noted.tags, "who shows some of the list names those"
    image.get_rendition("width-160|format-jpeg")
    assert len(newest_on(around.topic.pk)[0].lead_image.renditions) == 2


def test_transaction_sees_its_own_changes_and_keeps_none(around, monkeypatch):
    monkeypatch.undo()
    with transaction.atomic():
        around.add("Undone", days=-1)
        assert around.lists() == [["Undone", "Story 0", "Story 1", "Story 2"]] * 3
        transaction.set_rollback(True)
    monkeypatch.setattr("delivery.keeping.in_transaction", lambda: False)
    assert around.lists() == [["Story 0", "Story 1", "Story 2"]] * 3
