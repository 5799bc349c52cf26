"""What editors promote for a query: for which queries it shows, what it never shows, and Wagtail's screens for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import PageViewRestriction

from core.models import SiteSettings
from desk.killing import kill
from news.models import Article
from search.promotions import Promotion, promoted
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def promote(query: str, page=None, url: str = "", **fields) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(query), page=page, external_link_url=url, **fields)


def titles(text: str) -> list[str]:
    return [promotion.title for promotion in promoted(text)]


# For which query


@pytest.mark.parametrize(
    "typed",
    ["fuel price", "Fuel  Prices", "FUEL PRICE", " fuel-price ", "“fuel prices”", "fuel\x00price", "fúel pricés"],
)
def test_the_whole_query_counts_word_by_word(typed):
    promote("Fuel price", factories.article("How dear fuel is"))

    assert titles(typed) == ["How dear fuel is"]


@pytest.mark.parametrize(
    "typed", ["fuel", "price fuel", "fuel price today", "", "   ", "???", "x" * 10_000, '"' * 10_000]
)
def test_part_of_a_query_or_more_of_it_is_another_query(typed):
    promote("Fuel price", factories.article("How dear fuel is"))

    assert titles(typed) == []


def test_a_promoted_query_without_words_matches_nothing():
    promote("???", factories.article())

    assert titles("!!!") == []
    assert titles("") == []


def test_the_editors_order_is_kept_and_nothing_shows_twice():
    one, two = factories.article("One"), factories.article("Two")
    promote("fuel price", two, sort_order=1)
    promote("fuel price", one, sort_order=0)
    promote("fuel prices", two, sort_order=0)
    promote("fuel prices", url="https://prices.example/", external_link_text="Prices")

    assert titles("fuel price") == ["One", "Two", "Prices"]


def test_a_change_shows_at_once(django_capture_on_commit_callbacks):
    story = factories.article("How dear fuel is")
    assert titles("fuel") == []
    with django_capture_on_commit_callbacks(execute=True):
        row = promote("fuel", story)
    assert titles("fuel") == ["How dear fuel is"]
    with django_capture_on_commit_callbacks(execute=True):
        row.query = Query.get("petrol")
        row.save()
    assert titles("fuel") == []
    assert titles("petrol") == ["How dear fuel is"]
    with django_capture_on_commit_callbacks(execute=True):
        Query.objects.all().delete()
    assert titles("petrol") == []


def test_the_language_of_the_site_decides_which_endings_count(django_capture_on_commit_callbacks):
    promote("fuel prices", factories.article("How dear fuel is"))
    assert titles("fuel price")
    settings = SiteSettings.objects.first() or SiteSettings.for_site(factories.home().get_site())
    settings.search_language = ""
    settings.save()

    assert titles("fuel price") == []
    assert titles("Fuel Prices")


# What it shows


def test_each_kind_is_named():
    promote("all", factories.article("A story"), sort_order=0, description="What it is about.")
    promote("all", factories.section("A section"), sort_order=1)
    promote("all", factories.author("Amina Yusuf"), sort_order=2)
    promote("all", factories.home(), sort_order=3)
    promote("all", url="https://www.inec.example/results", external_link_text="Results", sort_order=4)

    found = promoted("all")

    assert [promotion.kind for promotion in found] == ["Story", "Section", "Author", "Page", "inec.example"]
    assert found[0].description == "What it is about."
    assert all(promotion.url.startswith(("/", "http")) for promotion in found)
    assert found[-1] == Promotion("inec.example", "Results", "https://www.inec.example/results", "")


def draft():
    return factories.article("Secret", live=False)


def embargoed():
    return factories.article("Secret", embargo_until=timezone.now() + timedelta(hours=1))


def private():
    story = factories.article("Secret")
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    return story


def in_a_private_section():
    closed = factories.section()
    story = factories.article("Secret", parent=factories.section(parent=closed))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    return story


def private_section():
    section = factories.section("Secret")
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    return section


def unpublished():
    story = factories.article("Secret")
    story.unpublish()
    return story


def killed():
    story = factories.article("Secret")
    kill(story, None, "Untrue")
    return story


def section_not_live():
    return factories.section("Secret", live=False)


def author_not_live():
    return factories.author("Secret", live=False)


@pytest.mark.parametrize(
    "thing",
    [
        draft, embargoed, private, in_a_private_section, private_section, unpublished, killed, section_not_live,
        author_not_live,
    ],
)  # fmt: skip
def test_what_readers_may_not_open_is_not_shown(thing):
    elsewhere = factories.section()
    promote("fuel", thing(), description="Secret")
    promote("fuel", factories.article("Open", parent=elsewhere))

    found = promoted("fuel")

    assert [promotion.title for promotion in found] == ["Open"]
    assert "Secret" not in repr(found)


def test_a_story_whose_embargo_is_over_shows():
    promote("fuel", factories.article("Now", embargo_until=timezone.now() - timedelta(seconds=1)))

    assert titles("fuel") == ["Now"]


def test_a_draft_of_a_live_story_stays_secret():
    story = factories.article("Open")
    story.title = "Secret"
    story.save_revision()
    promote("fuel", story)

    assert titles("fuel") == ["Open"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "ftp://files.example/",
        "//elsewhere.example/",
        "/admin/",
        "https://",
        "http://[",
        "",
    ],
)
def test_only_links_to_web_sites_are_shown(url):
    promote("fuel", url=url, external_link_text="Press here")

    assert promoted("fuel") == []


def test_the_number_of_queries_does_not_grow():
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            promoted("fuel")
        return len(found)

    promote("fuel", factories.article())
    promoted("fuel")
    one = cost()
    for number in range(6):
        promote("fuel", factories.section())
        promote("fuel", factories.article())
        promote(f"word {number}", factories.article())
        promote("fuel", url=f"https://{number}.example/", external_link_text="A")
    promoted("fuel")
    assert cost() == one == 1
    with CaptureQueriesContext(connection) as found:
        promoted("another")
    assert len(found) == 0


# Wagtail's screens

ADD = "wagtailsearchpromotions:add"


def form(query: str, **promotion) -> dict:
    values = {"page": "", "external_link_url": "", "external_link_text": "", "description": "", **promotion}
    management = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {
        "query_string": query,
        **{f"editors_picks-{name}": value for name, value in management.items()},
        **{f"editors_picks-0-{name}": value for name, value in {"ORDER": 1, "id": "", **values}.items()},
    }


@pytest.mark.parametrize("who", ["managing_editor", "home_editor", "section_editor", "admin"])
def test_who_promotes_a_story(client, room, who):
    story = factories.article("How dear fuel is")
    client.force_login(getattr(room, who))

    assert client.get(reverse(ADD)).status_code == 200
    assert client.post(reverse(ADD), form("Fuel Price", page=story.pk)).status_code == 302

    assert titles("fuel prices") == ["How dear fuel is"]
    assert "fuel price" in client.get(reverse("wagtailsearchpromotions:index")).content.decode()


@pytest.mark.parametrize("who", ["reporter", "copy_editor", "photo_desk", "comment_moderator"])
def test_who_does_not(client, room, who):
    client.force_login(getattr(room, who))
    client.post(reverse(ADD), form("fuel", page=factories.article().pk))

    assert not SearchPromotion.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "fuel", "https://"])
def test_a_link_that_is_none_is_refused_and_shown_again(client, room, url):
    client.force_login(room.section_editor)
    answer = client.post(reverse(ADD), form("fuel", external_link_url=url, external_link_text="<b>Press</b>"))

    assert answer.status_code == 200
    assert "Enter a valid URL" in answer.content.decode()
    assert "&lt;b&gt;Press&lt;/b&gt;" in answer.content.decode()
    assert not SearchPromotion.objects.exists()


def test_a_link_elsewhere_is_taken(client, room):
    client.force_login(room.home_editor)
    client.post(reverse(ADD), form("fuel", external_link_url="https://nnpc.example/", external_link_text="Prices"))

    assert [promotion.url for promotion in promoted("fuel")] == ["https://nnpc.example/"]


def test_the_chooser_offers_popular_queries_to_those_who_promote(client, room):
    for text, hits in (("fuel", 9), ("ferry", 2), ("my own name", 1)):
        QueryDailyHits.objects.create(query=Query.get(text), date=timezone.localdate(), hits=hits)
    client.force_login(room.section_editor)

    for address in ("chooser", "chooserresults"):
        page = client.get(reverse(f"wagtailsearchpromotions:{address}")).content.decode()
        assert page.index("fuel") < page.index("ferry")
        assert "my own name" not in page
        page = client.get(reverse(f"wagtailsearchpromotions:{address}"), {"q": "FERR", "p": "99"}).content.decode()
        assert "ferry" in page
        assert "fuel" not in page

    client.force_login(room.reporter)
    for address in ("chooser", "chooserresults"):
        answer = client.get(reverse(f"wagtailsearchpromotions:{address}"))
        assert "fuel" not in answer.content.decode()
        assert answer.status_code != 200


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_a_rare_query_is_not_shown_by_its_number(client, room, name):
    rare, popular, without = Query.get("my own name"), Query.get("fuel"), Query.get("ferry")
    for query, hits in ((rare, 1), (popular, 2)):
        QueryDailyHits.objects.create(query=query, date=timezone.localdate(), hits=hits)
    promote("ferry", factories.article())
    client.force_login(room.section_editor)

    def opens(query) -> int:
        return client.get(reverse(f"wagtailsearchpromotions:{name}", args=[query.pk])).status_code

    assert [opens(query) for query in (rare, popular, without)] == [404, 200, 200]


def test_a_promotion_is_changed_and_deleted(client, room):
    row = promote("fuel", factories.article("How dear fuel is"))
    client.force_login(room.home_editor)
    changed = form("petrol", external_link_url="https://nnpc.example/", external_link_text="Prices", id=row.pk)
    changed["editors_picks-INITIAL_FORMS"] = 1
    answer = client.post(reverse("wagtailsearchpromotions:edit", args=[row.query_id]), changed)

    assert answer.status_code == 302
    assert titles("petrol") == ["Prices"]
    query = Query.get("petrol")
    assert client.post(reverse("wagtailsearchpromotions:delete", args=[query.pk])).status_code == 302
    assert not SearchPromotion.objects.exists()


def test_promoting_a_story_changes_nothing_about_it(client, room):
    story = factories.article("How dear fuel is", live=False)
    client.force_login(room.section_editor)
    client.post(reverse(ADD), form("fuel", page=story.pk))

    assert titles("fuel") == []
    assert not Article.objects.get(pk=story.pk).live
