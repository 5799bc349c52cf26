"""Which pages a cache in front of the site lets go of when a reply appears or goes."""

import pytest
from wagtail.contrib.frontend_cache.backends.base import BaseBackend

from comments import page_caches
from comments.deciding import decide
from tests import factories

pytestmark = pytest.mark.django_db


class Noting(BaseBackend):
    purged: list[str] = []

    def __init__(self, params=None) -> None:
        super().__init__(params or {})

    def purge(self, url: str) -> None:
        self.purged.append(url)


@pytest.fixture
def purged(settings, django_capture_on_commit_callbacks):
    """Do something to replies; return the paths that were purged."""
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": f"{__name__}.Noting"}}

    def purged_by(act) -> set[str]:
        Noting.purged.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return {url.removeprefix(settings.BASE_URL) for url in Noting.purged}

    return purged_by


def shown_by(story) -> set[str]:
    feeds = {f"/replies/story/{story.pk}/feed/{suffix}" for suffix in ("", "atom/", "json/")}
    return {story.url, *feeds}


def test_approving_purges_the_pages_that_show_the_reply_and_no_others(room, purged):
    story, other = (factories.article(title, room.politics) for title in ("Budget passes", "Court sits"))
    factories.reply(other)
    reply = factories.held_reply(story)
    assert purged(lambda: decide([reply.pk], "approved", room.admin)) == shown_by(story)


def test_what_readers_never_saw_purges_nothing(room, purged):
    reply = factories.held_reply(factories.article("Budget passes", room.politics))
    assert purged(lambda: decide([reply.pk], "spam", room.admin)) == set()


def test_every_page_of_replies_and_of_a_long_thread_is_purged(monkeypatch, room, purged):
    monkeypatch.setattr(page_caches, "THREADS_A_PAGE", 2)
    monkeypatch.setattr(page_caches, "FEWEST_ANSWERS", 2)
    monkeypatch.setattr(page_caches, "ANSWERS_A_PAGE", 2)
    story = factories.article("Budget passes", room.politics)
    beginnings = [factories.reply(story) for _ in range(3)]
    for _ in range(3):
        factories.reply(parent=beginnings[1])
    thread = f"/replies/thread/{beginnings[1].pk}/"
    assert purged(lambda: decide([beginnings[0].pk], "rejected", room.admin)) == {
        *shown_by(story),
        f"{story.url}?replies=2",
        *(thread, f"{thread}?page=2"),
    }


def test_without_a_cache_nothing_is_looked_up(room, django_assert_num_queries):
    with django_assert_num_queries(0):
        page_caches.on_changed({1})
