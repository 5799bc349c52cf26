"""What the site says of its responses to caches, ours and others'."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from comments.models import ReplySettings
from delivery.middleware import FACTS, next_midnight
from news.models import BreakingNews
from tests import factories
from tests.delivery.readers import django, environ

pytestmark = [pytest.mark.django_db, pytest.mark.once]

KEPT = ["/", "/politics/", "/politics/budget-passes/", "/authors/", "/authors/ada-obi/", "/topics/", "/topics/budget/",
        "/corrections/", "/feed/", "/politics/feed/json/", "/sitemap.xml", "/sitemap-articles.xml", "/sitemap-news.xml",
        "/robots.txt", "/opensearch.xml"]  # fmt: skip
NOT_KEPT = ["/search/", "/search/?q=budget", "/search/suggest?q=bud", "/admin/login/", "/read/1/"]


@pytest.fixture
def story():
    return factories.article(
        "Budget passes",
        factories.section("Politics"),
        authors=[factories.author("Ada Obi")],
        topics=[factories.topic("Budget")],
    )


def facts_of(path: str, **more: str):
    """Return what the page cache is told of the response to a path; None when it is told nothing."""
    asked = environ(path, **more)
    django(asked, lambda status, headers, exc_info=None: None)
    return asked.get(FACTS)


@pytest.mark.parametrize("path", KEPT)
def test_readers_pages_may_be_kept_by_all(client, story, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=10, stale-while-revalidate=1"
    assert answer["Cache-Tag"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert facts_of(path).is_stored


@pytest.mark.parametrize("path", NOT_KEPT)
def test_others_may_not(client, story, path):
    assert "s-maxage" not in client.get(path).get("Cache-Control", "")
    assert facts_of(path) is None


@pytest.mark.parametrize("path", KEPT)
def test_what_somebody_with_a_session_gets_is_hers(client, story, path):
    client.force_login(factories.user("reader"))
    answer = client.get(path)
    assert answer["Cache-Control"] == "private, no-cache"
    assert facts_of(path, HTTP_COOKIE="sessionid=anything") is None


def test_a_private_page_is_kept_by_nobody(client, story):
    PageViewRestriction.objects.create(page=story, restriction_type="password", password="open sesame")
    answer = client.get(story.url)
    assert answer.status_code == 200
    assert "public" not in answer.get("Cache-Control", "")
    assert facts_of(story.url) is None


def test_errors_are_kept_for_five_seconds(client, story):
    assert client.get("/no-such-page/")["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert not facts_of("/no-such-page/").is_stored


@pytest.mark.parametrize("host", ["testserver:8123", "127.0.0.1:81"])
def test_an_invented_port_makes_no_copy(client, story, host):
    assert client.get("/", headers={"host": host}).status_code == 200
    assert facts_of("/", HTTP_HOST=host) is None


def test_an_unknown_host_is_refused(client, story):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert facts_of("/", HTTP_HOST="evil.example") is None


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL", "HTTP_X_FORWARDED_PREFIX"]
)
def test_headers_that_are_not_in_the_key_change_nothing(client, story, header):
    plain = client.get("/politics/").content
    assert client.get("/politics/", **{header: "evil.example"}).content == plain
    assert client.get("/politics/?x=evil.example&utm_source=evil.example").content == plain


def test_a_page_names_what_it_shows(client, story):
    story.lead_image = factories.picture()
    story.save()
    names = set(client.get(story.url)["Cache-Tag"].split(","))
    author = story.bylines.get().author_id
    topic = story.topics.get().pk
    assert {f"page-{story.pk}", f"page-{author}", f"topic-{topic}", f"image-{story.lead_image_id}"} <= names
    assert {f"replies-{story.pk}", "menu", "settings", "banner", "reply-rules"} <= names
    listed = set(client.get("/politics/")["Cache-Tag"].split(","))
    assert {f"stories-section-{story.get_parent().pk}", f"page-{story.pk}"} <= listed


def test_a_draft_is_named_nowhere(client, story):
    draft = factories.article("Not yet", story.get_parent(), live=False)
    for path in KEPT:
        assert f"page-{draft.pk}" not in client.get(path)["Cache-Tag"].split(",")


# The clock


def test_a_banner_ends_all_pages_with_it(client, story):
    end = timezone.now() + timedelta(seconds=7)
    BreakingNews.objects.create(story=story, until=end, set_at=timezone.now())
    for path in ("/", "/politics/", "/topics/", story.url):
        assert facts_of(path).ends == end.timestamp()
    assert int(client.get("/")["Cache-Control"].split("s-maxage=")[1].split(",")[0]) <= 7


@pytest.mark.parametrize("path", ["/", "/politics/", "/feed/", "/sitemap.xml", "/sitemap-news.xml", "/topics/"])
def test_the_end_of_an_embargo_ends_the_lists(story, path):
    end = timezone.now() + timedelta(minutes=3)
    factories.article("Under embargo", story.get_parent(), embargo_until=end)
    assert facts_of(path).ends == end.timestamp()


def test_a_pin_ends_its_front(story):
    end = timezone.now() + timedelta(minutes=3)
    factories.container("Lead", cards=[factories.card(story, pin_until=end.isoformat())], front=factories.home())
    assert facts_of("/").ends == end.timestamp()
    assert facts_of("/politics/").ends > end.timestamp()


def test_when_replies_close_the_form_goes(story):
    in_an_hour = timezone.now() + timedelta(hours=1)
    story.first_published_at = in_an_hour - timedelta(days=ReplySettings().close_after_days)
    story.save()
    assert facts_of(story.url).ends == in_an_hour.timestamp()


def test_the_date_in_the_masthead_is_made_anew_after_midnight(story, monkeypatch):
    night = next_midnight()
    assert (night.hour, night.minute) == (0, 0)
    monkeypatch.setattr("time.time", lambda: night.timestamp() - 5)
    monkeypatch.setattr("delivery.middleware.next_midnight", lambda: night)
    facts = facts_of("/")
    assert facts.fresh_until == night.timestamp()
    assert facts.ends > night.timestamp()
