from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import PageViewRestriction

from core.models import StandardPage
from core.text import isotime
from news import sitemaps
from news.models import Article
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.BASE_URL = "https://paper.example"


def read(client, path: str, schema: str = "sitemap.xsd"):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["content-type"].startswith("application/xml")
    assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    tree = etree.fromstring(answer.content)
    etree.XMLSchema(etree.parse(SCHEMAS / schema)).assertValid(tree)
    return tree


def locations(client, path: str) -> set[str]:
    return {loc.text.removeprefix("https://paper.example") for loc in read(client, path).iter(f"{SM}loc")}


def files(client) -> list[str]:
    tree = read(client, "/sitemap.xml", "siteindex.xsd")
    return [loc.text.removeprefix("https://paper.example") for loc in tree.iter(f"{SM}loc")]


def everything(client) -> set[str]:
    return set().union(*(locations(client, path) for path in files(client)))


def test_the_sitemap_lists_what_readers_can_open(client):
    factories.home().add_child(instance=StandardPage(title="About", live=True))
    section = factories.section("Politics")
    factories.article(
        "The budget",
        factories.section("Money", section),
        authors=[factories.author("Ada Obi")],
        topics=[factories.topic("Tax")],
    )

    assert everything(client) == {
        "/",
        "/about/",
        "/authors/",
        "/authors/ada-obi/",
        "/corrections/",
        "/politics/",
        "/politics/money/",
        "/politics/money/the-budget/",
        "/topics/tax/",
    }


def test_the_sitemap_leaves_out_what_readers_cannot_open(client):
    before = everything(client)
    section = factories.section("Open")
    private = factories.section("Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    factories.article(parent=private, topics=[factories.topic("Inside")])
    factories.article(parent=section, live=False, topics=[factories.topic("Draft")])
    factories.article(parent=section, embargo_until=timezone.now() + timedelta(hours=1))
    factories.article(parent=section, is_republication=True, source_url="https://elsewhere.example/", source_name="E")
    factories.author(live=False)

    assert everything(client) - before == {"/open/"}


def test_an_entry_says_when_the_story_last_changed_for_its_readers(client):
    moment = timezone.now() - timedelta(days=3)
    factories.article(
        first_published_at=moment - timedelta(days=1), updated_at=moment, last_published_at=moment + timedelta(days=1)
    )

    (lastmod,) = read(client, "/sitemap-articles.xml").iter(f"{SM}lastmod")
    assert lastmod.text == timezone.localtime(moment).isoformat(timespec="seconds")


def test_long_sitemaps_are_split(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "SIZE", 2)
    authors = {factories.author().url for _ in range(5)}

    parts = [path for path in files(client) if "authors" in path]

    assert parts == ["/sitemap-authors.xml", "/sitemap-authors.xml?p=2", "/sitemap-authors.xml?p=3"]
    assert [len(locations(client, path)) for path in parts] == [2, 2, 1]
    assert set().union(*(locations(client, path) for path in parts)) == authors


def test_stories_are_split_by_their_numbers(client):
    section = factories.section()
    moment = timezone.now().replace(microsecond=0) - timedelta(days=3)
    numbers = [70_998, 70_999, 71_000, 73_001]  # nobody may see the next
    stories = [factories.article(pk=pk, parent=section, first_published_at=moment) for pk in numbers]
    Article.objects.filter(pk=71_000).update(updated_at=moment + timedelta(days=1))
    factories.article(pk=72_001, parent=section, live=False)
    factories.article(pk=73_000, parent=section, embargo_until=timezone.now() + timedelta(hours=1))
    factories.article(pk=74_000, parent=section, embargo_until=timezone.now() + timedelta(hours=1))
    source = {"source_name": "E", "source_url": "https://elsewhere.example/"}
    factories.article(pk=75_000, parent=section, is_republication=True, **source)

    parts = [path for path in files(client) if "articles" in path]

    assert parts == ["/sitemap-articles.xml", "/sitemap-articles.xml?p=2", "/sitemap-articles.xml?p=3"]
    assert [len(locations(client, path)) for path in parts] == [2, 1, 1]
    assert set().union(*(locations(client, path) for path in parts)) == {story.url for story in stories}
    changed = [mod.text for mod in read(client, "/sitemap.xml", "siteindex.xsd").iter(f"{SM}lastmod")]
    assert isotime(moment + timedelta(days=1)) in changed


def test_what_is_kept_of_the_files_follows_every_change(client, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("delivery.keeping.in_transaction", lambda: False)  # each test is in one
    moment = timezone.now().replace(microsecond=0) - timedelta(days=3)
    section = factories.section()

    def after(change) -> list[str]:
        with django_capture_on_commit_callbacks(execute=True):
            change()
        return [changed for _, changed in sitemaps.KINDS["articles"].files()]

    def publish_another() -> None:
        factories.article(pk=81_000, parent=section, first_published_at=moment + timedelta(hours=1))

    def update() -> None:
        story.updated_at = moment + timedelta(days=1)
        story.save_revision().publish()

    first = after(lambda: factories.article(pk=80_000, parent=section, first_published_at=moment))
    assert first == [isotime(moment)]
    assert len(after(publish_another)) == 2
    story = Article.objects.get(pk=80_000)
    assert after(update)[0] == isotime(moment + timedelta(days=1))
    assert len(after(Article.objects.get(pk=81_000).unpublish)) == 1


@pytest.mark.parametrize("query", ["0", "-1", "x", "2", "99999999999999999999999", "1.0", "²", "", "1%00"])
def test_parts_that_do_not_exist_are_404(client, query):
    factories.article()
    assert client.get(f"/sitemap-articles.xml?p={query}").status_code == 404


def test_kinds_that_do_not_exist_are_404(client):
    assert client.get("/sitemap-secrets.xml").status_code == 404


def test_the_news_sitemap_names_the_stories_of_two_days(client, settings):
    now = timezone.now()
    factories.article("Ferry & bridge", factories.section("Politics"), first_published_at=now - timedelta(hours=47))
    factories.article("Old", first_published_at=now - timedelta(hours=49))
    factories.article("From elsewhere", is_republication=True, source_url="https://elsewhere.example/", source_name="E")
    factories.article("Draft", live=False)

    tree = read(client, "/sitemap-news.xml", "sitemap-with-news.xsd")

    (entry,) = tree.iter(f"{SM}url")
    assert entry.findtext(f"{SM}loc") == "https://paper.example/politics/ferry-bridge/"
    news = entry.find(f"{NEWS}news")
    assert news.findtext(f"{NEWS}title") == "Ferry & bridge"
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Pulse"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news.findtext(f"{NEWS}publication_date")


def test_control_characters_do_not_break_the_news_sitemap(client):
    factories.article("a\x08b\ufffec <i>")
    tree = read(client, "/sitemap-news.xml", "sitemap-with-news.xsd")
    assert tree.findtext(f".//{NEWS}title") == "abc <i>"


@pytest.mark.parametrize("name", ["", "-articles", "-authors", "-topics", "-pages", "-news"])
def test_a_sitemap_costs_the_same_for_one_row_and_for_six(client, name):
    path = f"/sitemap{name}.xml"

    def row():
        factories.article(parent=factories.section(), authors=[factories.author()], topics=[factories.topic()])

    def queries() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    row()
    one = queries()
    for _ in range(5):
        row()
    assert queries() == one


def test_a_sitemap_that_has_not_changed_is_304(client):
    factories.article()
    etag = client.get("/sitemap-articles.xml").headers["etag"]

    assert client.get("/sitemap-articles.xml", headers={"if-none-match": etag}).status_code == 304
    Article.objects.update(live=False)
    assert client.get("/sitemap-articles.xml", headers={"if-none-match": etag}).status_code == 404


def test_robots_are_shown_the_sitemaps_and_kept_out_of_the_admin(client):
    answer = client.get("/robots.txt")

    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /search/", "Disallow: /read/"} < set(lines)
    assert "Sitemap: https://paper.example/sitemap.xml" in lines
    assert "Sitemap: https://paper.example/sitemap-news.xml" in lines
