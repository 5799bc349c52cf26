"""Whose searches count, which are kept, where they go, and what is never kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles.finders import find
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion

from core import counting as core_counting
from search import counting
from search.counted_text import counted_text
from search.counting import SearchTally
from search.models import QueryOutcome
from tests import factories
from tests.desk.matrix.writes import written

pytestmark = pytest.mark.django_db

HERE = {"sec-fetch-site": "same-origin", "user-agent": "A browser"}
NOON = datetime(2026, 11, 26, 12, 10, tzinfo=UTC)


class Clock:
    """The time as the tally sees it."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def localtime(self, moment: datetime) -> datetime:
        return moment

    def passes(self, **time) -> None:
        self.moment += timedelta(**time)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(core_counting, "timezone", clock)
    monkeypatch.setattr(counting, "timezone", clock)
    return clock


@pytest.fixture(autouse=True)
def tally(monkeypatch):
    tally = SearchTally()
    monkeypatch.setattr(counting, "tally", tally)
    return tally


def send(text: str, client=None, address: str = "192.0.2.1", **headers):
    """Send what count.js sends."""
    return (client or Client()).generic(
        "POST", "/search/count/", urlencode({"q": text}), "application/x-www-form-urlencoded;charset=UTF-8",
        headers={**HERE, **{name.replace("_", "-"): value for name, value in headers.items()}}, REMOTE_ADDR=address,
    )  # fmt: skip


def counted(tally) -> dict[str, int]:
    tally.flush()
    rows = Query.objects.annotate(total=Sum("daily_hits__hits")).filter(total__gt=0)
    return dict(rows.values_list("query_string", "total"))


# Who counts


def test_a_search_is_counted_and_the_answer_says_and_sets_nothing(tally):
    answer = send("Fuel  Prices")

    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer.headers["cache-control"]
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("vary", "").lower()
    assert counted(tally) == {"fuel prices": 1}


def test_a_visitor_counts_once_for_a_query_in_half_an_hour(tally, clock):
    for text in ("fuel", "Fuel", " FUEL "):
        send(text)
        clock.passes(minutes=5)
    send("ferry")
    assert counted(tally) == {"fuel": 1, "ferry": 1}

    clock.passes(minutes=20)
    send("fuel")
    assert counted(tally) == {"fuel": 2, "ferry": 1}


def test_visitors_are_told_apart(tally):
    send("fuel")
    send("fuel", user_agent="Another browser")
    send("fuel", address="192.0.2.2")

    assert counted(tally) == {"fuel": 3}


def test_one_address_has_a_limited_number_of_queries_counted(tally, monkeypatch):
    tally.visitors.most_of_a_line = 4
    for number in range(10):
        send(f"word {number}", user_agent=f"Browser {number}")
    send("fuel", address="192.0.2.2")

    assert len(counted(tally)) == 5


@pytest.mark.parametrize("header", ["sec_gpc", "dnt"])
def test_who_asks_not_to_be_followed_is_not_counted(tally, header):
    assert send("fuel", **{header: "1"}).status_code == 204
    assert counted(tally) == {}

    send("fuel", **{header: "0"})
    assert counted(tally) == {"fuel": 1}


def test_the_newsroom_is_not_counted(tally, client):
    client.force_login(factories.user())

    assert send("fuel", client).status_code == 204
    assert counted(tally) == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "cross-site", "origin": "http://testserver"},
        {"sec_fetch_site": "", "origin": "https://elsewhere.example"},
        {"sec_fetch_site": ""},
    ],
)
def test_another_site_is_refused(tally, headers):
    answer = send("fuel", **headers)

    assert answer.status_code == 403
    assert "no-store" in answer.headers["cache-control"]
    assert counted(tally) == {}


def test_no_token_is_asked_for(tally):
    assert send("fuel", Client(enforce_csrf_checks=True)).status_code == 204
    assert counted(tally) == {"fuel": 1}


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_only_what_is_sent_is_taken(tally, method):
    answer = getattr(Client(), method)("/search/count/?q=fuel", headers=HERE)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert counted(tally) == {}


def test_to_search_writes_nothing(client):
    factories.article("Fuel is dear")
    client.get("/search/", {"q": "warm up"})
    with written() as tables:
        assert client.get("/search/", {"q": "fuel"}).status_code == 200

    assert not tables
    assert not Query.objects.exists()


# What is kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "???",
        "amina@example.com",
        "amina ＠ example",
        "0803 123 4567",
        "22 33 44 55 66",
        "٠٨٠٣١٢٣٤",
        "https://example.com/page",
        "ftp://files",
        "www.example",
        "example.com",
        "who runs pulse.ng",
        "x" * 81,
        " ".join(["fuel"] * 11),
        "x" * 100_000,
        '"' * 10_000,
        "\x00\x01\x02",
    ],
)
def test_what_may_be_personal_or_is_no_query_is_not_kept(tally, typed):
    answer = send(typed)

    assert (answer.status_code, answer.content) == (204, b"")
    assert not tally.waiting
    assert not tally.visitors.seen
    assert counted(tally) == {}
    assert not Query.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Fuel\t Prices\n", "fuel prices"),
        ("election 2027", "election 2027"),
        ("U.S. troops", "u.s. troops"),
        ("Tinubu’s cabinet", "tinubu’s cabinet"),
        ("before:2025 fuel", "before:2025 fuel"),
        ("燃料価格", "燃料価格"),
        ("fuel\x00price", "fuel price"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE search_entry; --", "'; drop table search_entry; --"),
        ("x" * 80, "x" * 80),
        (" ".join(["fuel"] * 10), " ".join(["fuel"] * 10)),
    ],
)
def test_what_is_kept_is_in_lower_case_with_single_blanks(tally, typed, kept):
    assert counted_text(typed) == kept
    send(typed)
    assert counted(tally) == {kept: 1}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("q=fuel&q=" + "x" * 5_000, "application/x-www-form-urlencoded"),
        ("{}", "application/json"),
        ("fuel", "text/plain"),
        ("q=%ff%fe", "application/x-www-form-urlencoded"),
        ("&" * 3_000, "application/x-www-form-urlencoded"),
        ("", "multipart/form-data; boundary=x"),
        ("--x\r\n", "multipart/form-data; boundary="),
    ],
)
def test_a_body_that_no_page_of_ours_sends_is_harmless(tally, body, kind):
    answer = Client(raise_request_exception=False).generic("POST", "/search/count/", body, kind, headers=HERE)

    assert answer.status_code in (204, 400)
    assert counted(tally) == {}


def test_a_query_in_the_address_is_not_taken(tally):
    Client().post("/search/count/?q=fuel", headers=HERE)

    assert counted(tally) == {}


def test_nothing_of_a_visitor_is_kept_in_words(tally):
    send("fuel")
    tally.count("fuel", "192.0.2.77", "A browser of my own")

    kept = repr(
        [vars(tally.visitors), tally.waiting, list(Query.objects.values()), list(QueryOutcome.objects.values())]
    )
    assert "192.0.2.77" not in kept
    assert "my own" not in kept
    assert {field.name for field in QueryOutcome._meta.get_fields()} == {"query", "added_on", "total", "checked_at"}


# How much


def test_the_number_of_stories_comes_from_the_index(tally, clock):
    factories.article("Fuel is dear")
    factories.article("Fuel is cheap", live=False)
    send("fuel")
    send("nonsuch", user_agent="Another browser")
    tally.flush()

    assert dict(QueryOutcome.objects.values_list("query__query_string", "total")) == {"fuel": 1, "nonsuch": 0}

    factories.article("A nonsuch thing")
    clock.passes(minutes=59)
    send("nonsuch")
    tally.flush()
    assert QueryOutcome.objects.fruitless().count() == 1
    clock.passes(minutes=60)
    send("nonsuch")
    tally.flush()
    assert QueryOutcome.objects.fruitless().count() == 0


def test_a_client_says_nothing_about_the_number_of_stories(tally):
    Client().post("/search/count/", {"q": "nonsuch", "total": "99"}, headers=HERE)
    tally.flush()

    assert QueryOutcome.objects.get().total == 0


def test_only_some_numbers_are_looked_up_at_one_writing(tally, clock, monkeypatch):
    asked = []
    monkeypatch.setattr(counting, "count_answers", lambda text: asked.append(text) or 1)
    monkeypatch.setattr(tally, "next_write", clock.now() + timedelta(hours=1))
    for number in range(50):
        tally.count(f"word {number}", "192.0.2.1", "A browser")
    tally.flush()

    assert len(asked) == counting.CHECKS
    assert Query.objects.count() == 50
    assert QueryOutcome.objects.filter(total=None).count() == 50 - counting.CHECKS


def test_each_day_has_its_own_count(tally, clock):
    send("fuel")
    clock.passes(days=1)
    send("fuel")
    tally.flush()

    assert list(QueryDailyHits.objects.order_by("date").values_list("hits", flat=True)) == [1, 1]


def test_two_processes_add_to_the_same_day():
    one, two = SearchTally(), SearchTally()
    for tally, number in ((one, 3), (two, 2)):
        for visitor in range(number):
            tally.count("fuel", f"192.0.2.{visitor}", "A browser")
        tally.flush()

    assert QueryDailyHits.objects.get().hits == 5


def test_a_query_that_editors_promoted_something_for_is_counted(tally):
    query = Query.get("Fuel")
    send("fuel")
    tally.flush()

    assert query.hits == 1
    assert query.outcome.total == 0


def test_new_queries_are_limited_by_the_day_and_known_ones_go_on(tally, clock, monkeypatch):
    monkeypatch.setattr(counting, "MOST_NEW", 3)
    for number in range(5):
        tally.count(f"word {number}", f"192.0.2.{number}", "A browser")
        tally.flush()
    assert set(counted(tally)) == {"word 0", "word 1", "word 2"}

    for number in range(5):
        tally.count(f"word {number}", f"192.0.2.{number}", "Another browser")
    tally.flush()
    assert counted(tally) == {"word 0": 2, "word 1": 2, "word 2": 2}

    clock.passes(days=1)
    tally.count("word 4", "192.0.2.4", "A browser")
    assert "word 4" in counted(tally)


def test_what_strangers_send_does_not_fill_the_memory(tally, clock, monkeypatch):
    monkeypatch.setattr(core_counting, "VISITORS", 50)
    monkeypatch.setattr(tally, "next_write", clock.now() + timedelta(hours=1))
    for number in range(2 * core_counting.WAITING):
        tally.count(f"word {number}", f"198.51.100.{number}", "x" * 100_000)

    assert len(tally.waiting) == core_counting.WAITING
    for kept in (tally.visitors.seen, tally.visitors.crowds, tally.visitors.lines):
        assert len(kept) <= 50


# When it is written


def test_the_database_is_asked_every_few_seconds_and_the_same_for_any_number(tally, clock, monkeypatch):
    monkeypatch.setattr(counting, "count_answers", lambda text: 1)

    def cost(texts) -> int:
        with CaptureQueriesContext(connection) as found:
            for text in texts:
                tally.count(text, "192.0.2.1", "A browser")
            tally.flush()
        return len([query for query in found if "SAVEPOINT" not in query["sql"]])

    cost(["first"])  # written at once, and old days swept
    assert cost([]) == 0
    few = cost(["fuel", "ferry"])
    assert cost([f"word {number}" for number in range(20)]) == few

    clock.passes(seconds=4)
    with CaptureQueriesContext(connection) as found:
        tally.count("last", "192.0.2.1", "A browser")
    assert not found.captured_queries
    clock.passes(seconds=2)
    send("last", address="192.0.2.9")
    assert QueryDailyHits.objects.get(query__query_string="last").hits == 2


def test_a_database_that_does_not_answer_loses_nothing(tally, clock, monkeypatch):
    def locked(counts, totals):
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(counting, "write", locked)
        assert send("fuel").status_code == 204
    assert not QueryDailyHits.objects.exists()

    clock.passes(seconds=6)
    send("fuel", user_agent="Another browser")
    assert QueryDailyHits.objects.get().hits == 2


def test_old_days_are_forgotten_and_queries_with_them_but_not_promotions(tally, clock):
    def keep(text: str, days: int) -> Query:
        query = Query.get(text)
        today = datetime.now(UTC).date()
        QueryDailyHits.objects.create(query=query, date=today - timedelta(days=days), hits=1)
        QueryOutcome.objects.create(query=query, added_on=today - timedelta(days=days))
        return query

    keep("old", 91)
    keep("young", 80)
    promoted = keep("promoted", 95)
    SearchPromotion.objects.create(query=promoted, external_link_url="https://a.example/", external_link_text="A")
    send("fuel")
    tally.flush()

    assert set(Query.objects.values_list("query_string", flat=True)) == {"young", "promoted", "fuel"}
    assert set(QueryDailyHits.objects.values_list("query__query_string", flat=True)) == {"young", "fuel"}
    assert QueryOutcome.objects.count() == 3


# The script


@pytest.mark.once
def test_the_script_sends_the_query_in_the_body_and_asks_the_browser_first():
    script = Path(find("js/count.js")).read_text()

    assert "new URLSearchParams({ q:" in script
    assert "globalPrivacyControl" in script
    assert "doNotTrack" in script
