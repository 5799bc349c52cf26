"""Whose reading counts, where the counts go, and what is never kept."""

import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core import counting
from desk.killing import kill
from desk.preview_links import create_link
from news import reads
from news.models import Article, ReadCount
from news.reads import ReadTally
from tests import factories
from tests.invariants.newsroom import visit

pytestmark = pytest.mark.django_db

HERE = {"sec-fetch-site": "same-origin", "user-agent": "A browser"}
NOON = datetime(2026, 11, 26, 12, 10, tzinfo=UTC)


class Clock:
    """The time as the tally sees it."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def passes(self, **time) -> None:
        self.moment += timedelta(**time)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(counting, "timezone", clock)
    return clock


@pytest.fixture(autouse=True)
def tally(monkeypatch):
    tally = ReadTally()
    monkeypatch.setattr(reads, "tally", tally)
    return tally


@pytest.fixture
def story():
    return factories.article("Ferry capsizes off Lagos")


def send(story, client=None, address: str = "192.0.2.1", **headers):
    pk = getattr(story, "pk", story)
    return (client or Client()).post(
        f"/read/{pk}/", headers={**HERE, **{name.replace("_", "-"): value for name, value in headers.items()}},
        REMOTE_ADDR=address,
    )  # fmt: skip


def counted(tally) -> int:
    tally.flush()
    return ReadCount.objects.aggregate(total=Sum("count"))["total"] or 0


# Who counts


def test_a_read_is_counted_and_the_answer_says_and_sets_nothing(tally, story):
    answer = send(story)

    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer.headers["cache-control"]
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("vary", "").lower()
    assert counted(tally) == 1


def test_a_visitor_counts_once_for_a_story_in_half_an_hour(tally, clock, story):
    other = factories.article("Another")
    for _ in range(3):
        send(story)
        clock.passes(minutes=5)
    send(other)
    assert counted(tally) == 2

    clock.passes(minutes=20)
    send(story)

    assert counted(tally) == 3


def test_two_visitors_are_told_apart_by_address_and_browser(tally, story):
    send(story)
    send(story, user_agent="Another browser")
    send(story, address="192.0.2.2")

    assert counted(tally) == 3


def test_one_line_is_one_address(tally, story):
    for address in ("2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:3::1"):
        send(story, address=address)

    assert counted(tally) == 2


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(tally, story, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for forwarded in ("192.0.2.1", "made-up, 192.0.2.1", "192.0.2.1, 192.0.2.2"):
        send(story, x_forwarded_for=forwarded)

    assert counted(tally) == 2


def test_without_a_proxy_nobody_says_what_address_they_have(tally, story):
    for number in range(5):
        send(story, x_forwarded_for=f"192.0.2.{number}")

    assert counted(tally) == 1


def test_who_invents_a_browser_for_each_visit_counts_no_more_than_a_crowd(tally, story, monkeypatch):
    monkeypatch.setattr(counting, "CROWD", 4)
    for number in range(10):
        send(story, user_agent=f"Browser {number}")

    assert counted(tally) == 4


@pytest.mark.parametrize("header", ["sec_gpc", "dnt"])
def test_who_asks_not_to_be_followed_is_not_counted(tally, story, header):
    assert send(story, **{header: "1"}).status_code == 204
    assert counted(tally) == 0

    send(story, **{header: "0"})
    assert counted(tally) == 1


def test_the_newsroom_is_not_counted(tally, story, client):
    client.force_login(factories.user())

    assert send(story, client).status_code == 204
    assert counted(tally) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "cross-site", "origin": "http://testserver"},
        {"sec_fetch_site": "", "origin": "https://elsewhere.example"},
        {"sec_fetch_site": "", "origin": "http://testserver.elsewhere.example"},
        {"sec_fetch_site": "", "origin": "null"},
        {"sec_fetch_site": ""},
    ],
)
def test_another_site_is_refused(tally, story, headers):
    answer = send(story, **headers)

    assert answer.status_code == 403
    assert "no-store" in answer.headers["cache-control"]
    assert counted(tally) == 0


@pytest.mark.parametrize("origin", ["http://testserver", "https://paper.example"])
def test_a_browser_that_names_only_its_origin_is_believed(tally, story, settings, origin):
    settings.CSRF_TRUSTED_ORIGINS = ["https://paper.example"]

    assert send(story, sec_fetch_site="", origin=origin).status_code == 204
    assert counted(tally) == 1


def test_no_token_is_asked_for(tally, story):
    assert send(story, Client(enforce_csrf_checks=True)).status_code == 204
    assert counted(tally) == 1


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_only_what_is_sent_is_taken(tally, story, method):
    answer = getattr(Client(), method)(f"/read/{story.pk}/", headers=HERE)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert "no-store" in answer.headers["cache-control"]
    assert counted(tally) == 0


# What counts


def unpublished():
    return factories.article(live=False)


def embargoed():
    return factories.article(embargo_until=timezone.now() + timedelta(hours=1))


def private():
    story = factories.article()
    PageViewRestriction.objects.create(page=story.section, restriction_type="login")
    return story


def killed():
    story = factories.article()
    kill(story, None, "Untrue")
    return story


@pytest.mark.parametrize(
    "thing", [unpublished, embargoed, private, killed, factories.section, lambda: 10**6, lambda: 0, lambda: 10**30]
)
def test_what_readers_may_not_open_is_not_counted_and_answers_the_same(tally, story, thing):
    hidden, open_story = send(thing()), send(story)

    assert hidden.status_code == open_story.status_code == 204
    assert dict(hidden.headers).keys() == dict(open_story.headers).keys()
    assert hidden.content == open_story.content == b""
    tally.flush()
    assert not ReadCount.objects.exclude(article=story).exists()


def test_a_story_taken_down_before_its_reads_are_written_is_not_counted(tally, story):
    send(factories.article("The first is written at once"))
    send(story)
    Article.objects.filter(pk=story.pk).update(live=False)
    tally.flush()

    assert not ReadCount.objects.filter(article=story).exists()


def test_counts_go_with_their_story(tally, story):
    send(story)
    tally.flush()
    story.delete()

    assert not ReadCount.objects.exists()


# When it is written


def visits(tally, story, count: int) -> None:
    for number in range(count):
        tally.count(story.pk, f"192.0.2.{number}", "A browser")


def test_what_is_written_adds_up(tally, clock, story):
    other = factories.article("Another")
    visits(tally, story, 3)
    tally.flush()
    clock.passes(minutes=40)  # 12:50, the same hour
    visits(tally, story, 2)
    visits(tally, other, 4)
    tally.flush()

    rows = {row.article_id: row.count for row in ReadCount.objects.all()}
    assert rows == {story.pk: 5, other.pk: 4}
    assert {row.hour for row in ReadCount.objects.all()} == {NOON.replace(minute=0)}


def test_two_processes_add_to_the_same_hour(story):
    one, two = ReadTally(), ReadTally()
    visits(one, story, 3)
    visits(two, story, 2)
    one.flush()
    two.flush()

    assert ReadCount.objects.get().count == 5


def test_each_hour_has_its_own_count(tally, clock, story):
    visits(tally, story, 2)
    clock.passes(hours=1)
    visits(tally, story, 3)
    tally.flush()

    assert list(ReadCount.objects.order_by("hour").values_list("count", flat=True)) == [2, 3]


def test_the_database_is_asked_every_few_seconds_and_the_same_for_any_number_of_stories(tally, clock, story):
    def cost(stories) -> int:
        with CaptureQueriesContext(connection) as found:
            for one in stories:
                visits(tally, one, 3)
            tally.flush()
        return len([query for query in found if "SAVEPOINT" not in query["sql"]])

    visits(tally, story, 1)  # written, and old hours swept
    assert cost([]) == 0
    few = cost([story, factories.article()])
    more = cost([factories.article() for _ in range(20)])
    assert few == more == 3

    last = factories.article()
    clock.passes(seconds=4)
    with CaptureQueriesContext(connection) as found:
        visits(tally, last, 3)
    assert not found.captured_queries
    clock.passes(seconds=1)
    visits(tally, last, 4)
    assert ReadCount.objects.get(article=last).count == 3


def test_a_database_that_does_not_answer_loses_nothing(tally, clock, story, monkeypatch):
    def locked(counts):
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(reads, "write", locked)
        assert send(story).status_code == 204
    assert not ReadCount.objects.exists()

    clock.passes(seconds=6)
    send(story, user_agent="Another browser")

    assert ReadCount.objects.get().count == 2


def test_a_worker_that_ends_writes_what_is_left(tmp_path):
    found = tmp_path / "flushed"
    process = multiprocessing.get_context("fork").Process(target=end_with_reads, args=(str(found),))
    process.start()
    process.join(60)

    assert found.read_text()


def end_with_reads(path: str) -> None:
    tally = ReadTally()
    tally.flush = lambda: Path(path).write_text("written")
    counting.flush_at_exit(tally)


def test_old_hours_are_forgotten_now_and_then(tally, clock, story):
    def keep(days: int) -> None:
        ReadCount.objects.create(article=story, hour=clock.now() - timedelta(days=days), count=1)

    keep(days=9)
    keep(days=7)
    visits(tally, story, 1)
    assert ReadCount.objects.count() == 2

    keep(days=10)
    clock.passes(minutes=1)
    visits(tally, story, 2)
    assert ReadCount.objects.count() == 3

    clock.passes(hours=1)
    visits(tally, story, 1)
    assert not ReadCount.objects.filter(hour__lt=clock.now() - reads.KEPT).exists()


def test_what_strangers_send_does_not_fill_the_memory(tally, clock, monkeypatch):
    monkeypatch.setattr(counting, "VISITORS", 50)
    monkeypatch.setattr(tally, "next_write", clock.now() + timedelta(hours=1))
    for number in range(2 * counting.WAITING):
        tally.count(number + 1, f"198.51.100.{number}", "x" * 100_000)

    assert len(tally.waiting) == counting.WAITING
    assert len(tally.visitors.seen) <= 50
    assert len(tally.visitors.crowds) <= 50


def test_nothing_of_a_visitor_is_kept_in_words(tally, clock, story):
    tally.count(story.pk, "192.0.2.77", "A browser of my own")

    kept = repr([vars(tally.visitors), tally.waiting, list(ReadCount.objects.values())])
    assert "192.0.2.77" not in kept
    assert "my own" not in kept
    assert ReadTally().visitors.salt != tally.visitors.salt
    before = tally.visitors.salt
    clock.passes(minutes=31)
    tally.count(story.pk, "192.0.2.78", "A browser")
    assert tally.visitors.salt != before
    assert len(tally.visitors.seen) == 1


def test_threads_count_each_visit_once(tally, clock, monkeypatch):
    monkeypatch.setattr(tally, "next_write", clock.now() + timedelta(hours=1))

    def read() -> None:
        for number in range(50):
            tally.count(7, f"192.0.2.{number}", "A browser")

    threads = [Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(tally.waiting.values()) == 50


# The page


def tells(page: str) -> bool:
    return "data-count" in page


def test_a_storys_page_tells_the_site_that_it_was_read(client, story):
    page = client.get(story.url).content.decode()

    assert f'data-count="/read/{story.pk}/"' in page
    assert not tells(client.get("/").content.decode())


def test_a_preview_does_not(client, story):
    editor = factories.user(is_superuser=True)
    story.save_revision()
    story = Article.objects.get(pk=story.pk)
    _, token = create_link(story, story.latest_revision, editor, "A lawyer", timezone.now() + timedelta(days=1))
    assert not tells(client.get(reverse("desk_preview", args=[token])).content.decode())

    client.force_login(editor)
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk]))
    assert story.title in draft.content.decode()
    assert not tells(draft.content.decode())


def test_the_address_is_no_page_of_the_tree():
    factories.section("Read", slug="read")

    assert visit("/read/").status_code == 200
    assert visit("/read/1/").status_code == 405
