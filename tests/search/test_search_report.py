"""The report on what readers search for: what it lists, what it leaves out, who opens it."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion

from search.models import QueryOutcome
from search.permissions import can_see_searches
from tests import factories
from tests.desk.newsroom import again

pytestmark = [pytest.mark.django_db, pytest.mark.once]

REPORT = "searches_report"


def searched(text: str, hits: int = 2, days_ago: int = 0, total: int | None = 1) -> Query:
    query = Query.get(text)
    day = timezone.localdate() - timedelta(days=days_ago)
    QueryDailyHits.objects.create(query=query, date=day, hits=hits)
    QueryOutcome.objects.get_or_create(query=query, defaults={"added_on": day, "total": total})
    return query


@pytest.fixture
def admin(client):
    client.force_login(factories.user("chief", is_superuser=True))
    return client


def listed(client, **asked) -> list[str]:
    answer = client.get(reverse(REPORT), asked)
    assert answer.status_code == 200
    return [row.text for row in answer.context["object_list"]]


# What it lists


def test_the_most_frequent_come_first_over_the_period(admin):
    searched("ferry", 3, days_ago=1)
    searched("ferry", 4, days_ago=20)
    searched("fuel", 5)
    searched("strike", 9, days_ago=60)
    searched("ancient", 9, days_ago=90)

    assert listed(admin) == ["ferry", "fuel"]
    assert listed(admin, period="7") == ["fuel", "ferry"]
    assert listed(admin, period="90") == ["strike", "ferry", "fuel"]


@pytest.mark.parametrize(
    "asked", [{"period": "1000"}, {"period": "x"}, {"found": "x"}, {"ordering": "pk"}, {"p": "99"}]
)
def test_what_nobody_offers_is_not_asked_for(admin, asked):
    searched("fuel")

    assert listed(admin, **asked) == ["fuel"]


def test_a_period_begins_with_its_first_day(admin):
    searched("in", days_ago=6)
    searched("out", days_ago=7)

    assert listed(admin, period="7") == ["in"]


def test_rare_queries_are_left_out_and_the_page_says_so(admin):
    searched("my own name", 1)
    searched("ferry", 1)
    searched("ferry", 1, days_ago=10)

    assert listed(admin) == ["ferry"]
    assert listed(admin, period="7") == []
    page = admin.get(reverse(REPORT)).content.decode()
    assert "at least 2 times in the last 30 days" in " ".join(page.split())
    assert "my own name" not in page
    for kind in ("csv", "xlsx"):
        answer = admin.get(reverse(REPORT), {"export": kind})
        assert b"my own name" not in answer.getvalue()


def test_what_found_nothing_has_a_list_of_its_own(admin):
    searched("fuel", total=12)
    searched("nonsuch", total=0)
    searched("not looked up", total=None)

    assert listed(admin, found="nothing") == ["nonsuch"]
    page = admin.get(reverse(REPORT)).content.decode()
    assert "Not known yet" in page
    assert "<strong>None</strong>" in page


def test_a_query_can_be_looked_for(admin):
    searched("fuel price")
    searched("ferry")

    assert listed(admin, q="FUEL") == ["fuel price"]
    assert listed(admin, q="nonsuch") == []


def test_an_empty_report_says_why(admin):
    assert "Nothing was searched for" in admin.get(reverse(REPORT)).content.decode()
    assert "was found" in admin.get(reverse(REPORT), {"found": "nothing"}).content.decode()
    assert "No such query" in admin.get(reverse(REPORT), {"q": "fuel"}).content.decode()


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("text", ["a", "b", "c"]),
        ("-text", ["c", "b", "a"]),
        ("searches", ["c", "a", "b"]),
        ("total", ["b", "c", "a"]),
        ("-last_searched", ["a", "b", "c"]),
    ],
)
def test_columns_can_be_sorted(admin, ordering, expected):
    searched("a", 3, total=30, days_ago=1)
    searched("b", 4, total=0, days_ago=2)
    searched("c", 2, total=5, days_ago=3)

    assert listed(admin, ordering=ordering) == expected


def test_it_is_paged_in_a_fixed_number_of_queries(admin):
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            listed(admin)
        return len(found)

    searched("fuel")
    cost()
    one = cost()
    for number in range(60):
        searched(f"word {number:02}")
    assert cost() == one
    first, second = listed(admin), listed(admin, p="2")
    assert (len(first), len(second)) == (50, 11)
    assert not set(first) & set(second)


# What an editor does about it


def test_each_line_leads_to_the_forms_filled_in(admin):
    query = searched("fuel, “price” <b>")
    page = admin.get(reverse(REPORT)).content.decode()
    synonym = "/admin/snippets/search/synonymgroup/add/?words=fuel%2C+%E2%80%9Cprice%E2%80%9D+%3Cb%3E"
    promotion = reverse("wagtailsearchpromotions:edit", args=[query.pk])

    assert f'href="{synonym}"' in page
    assert f'href="{promotion}"' in page
    assert "fuel “price” &lt;b&gt;" in admin.get(synonym).content.decode()
    assert 'value="fuel, “price” &lt;b&gt;"' in admin.get(promotion).content.decode()
    assert "“price” <b>" not in page


def test_what_is_promoted_already_is_said(admin):
    query = searched("fuel")
    assert "Promote a result" in admin.get(reverse(REPORT)).content.decode()
    SearchPromotion.objects.create(query=query, external_link_url="https://a.example/", external_link_text="A")

    assert "Promoted results" in admin.get(reverse(REPORT)).content.decode()


def test_a_query_leads_to_what_readers_find(admin):
    searched('fuel & "price"')

    assert 'href="/search/?q=fuel%20%26%20%22price%22"' in admin.get(reverse(REPORT)).content.decode()


# Downloads


def test_it_can_be_downloaded(admin):
    searched("fuel", 5, total=12)
    searched("=HYPERLINK(1)", 3)
    searched("-ferry", 2)
    today = timezone.localdate()

    answer = admin.get(reverse(REPORT), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    assert rows[0] == ["Query", "Searches", "Stories found", "Last searched"]
    assert rows[1] == ["fuel", "5", "12", str(today)]
    # A spreadsheet would take them for formulas.
    assert [row[0] for row in rows[2:]] == ["'=hyperlink(1)", "'-ferry"]

    answer = admin.get(reverse(REPORT), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert [cell.value for cell in sheet["A"]] == ["Query", "fuel", "'=hyperlink(1)", "'-ferry"]
    assert all(cell.data_type != "f" for row in sheet.rows for cell in row)


# Who opens it


def test_who_sees_it(room):
    people = [
        "reporter", "copy_editor", "section_editor", "other_section_editor", "managing_editor", "home_editor",
        "photo_desk", "comment_moderator", "admin",
    ]  # fmt: skip
    allowed = {"section_editor", "other_section_editor", "managing_editor", "home_editor", "admin"}

    assert {who for who in people if can_see_searches(again(getattr(room, who)))} == allowed
    gone = room.managing_editor
    gone.is_active = False
    gone.save()
    assert not can_see_searches(again(gone))


@pytest.mark.parametrize("name", ["searches_report", "searches_report_results"])
def test_it_opens_to_those_only(client, room, name):
    searched("fuel")
    for who, opens in (("section_editor", True), ("reporter", False), ("photo_desk", False)):
        client.force_login(getattr(room, who))
        for asked in ({}, {"export": "csv"}):
            answer = client.get(reverse(name), asked)
            assert (answer.status_code == 200) is opens
    client.logout()
    assert "/login/" in client.get(reverse(name)).url


@pytest.mark.parametrize("name", ["search_terms", "search_terms_results"])
def test_wagtails_own_report_leads_to_it(admin, name):
    searched("my own name", 1)
    answer = admin.get(reverse(f"wagtailsearchpromotions:{name}"), {"export": "csv"})

    assert answer.url == reverse(REPORT)
    menu = admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "What readers search for" in menu
    assert "Search terms" not in menu
