"""What holds for everything that machines read."""

from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests.invariants.newsroom import BASE_URL, FEEDS, PLAIN, SITEMAPS

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SCHEMAS = Path(__file__).parents[1] / "news" / "schemas"
SCHEMA_OF = {"/sitemap.xml": "siteindex.xsd", "/sitemap-news.xml": "sitemap-with-news.xsd"}


@pytest.mark.parametrize("path", [*FEEDS, *SITEMAPS, *PLAIN])
def test_it_is_the_same_for_everybody(visits, path):
    answer = visits[path]

    assert answer.status_code == 200
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("vary", "").lower()


@pytest.mark.parametrize("path", [path for path in FEEDS if not path.endswith("json/")])
def test_a_feed_parses_without_complaint(visits, path):
    parsed = feedparser.parse(visits[path].content, sanitize_html=False)

    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.feed.title
    assert parsed.entries
    ids = [entry.id for entry in parsed.entries]
    assert len(set(ids)) == len(ids)
    for entry in parsed.entries:
        assert entry.link.startswith(f"{BASE_URL}/")
        assert entry.published_parsed
        for content in entry.get("content", []):
            assert 'src="/' not in content.value
            assert 'href="/' not in content.value


@pytest.mark.parametrize("path", [path for path in FEEDS if path.endswith("json/")])
def test_a_json_feed_has_what_version_1_1_asks(visits, path):
    feed = visits[path].json()

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == BASE_URL + path
    for item in feed["items"]:
        assert item["id"]
        assert item.get("content_html") or item.get("content_text")
        assert item["url"].startswith(f"{BASE_URL}/")


@pytest.mark.parametrize("path", SITEMAPS)
def test_a_sitemap_follows_its_schema(visits, path):
    schema = etree.XMLSchema(etree.parse(SCHEMAS / SCHEMA_OF.get(path, "sitemap.xsd")))

    schema.assertValid(etree.fromstring(visits[path].content))


@pytest.mark.parametrize("path", SITEMAPS)
def test_every_address_in_a_sitemap_opens_and_is_its_own_canonical(visits, path):
    for loc in etree.fromstring(visits[path].content).iter("{*}loc"):
        target = loc.text.removeprefix(BASE_URL)
        answer = visits[target]
        assert answer.status_code == 200, target
        if not target.endswith(".xml"):
            assert f'<link rel="canonical" href="{loc.text}">' in answer.content.decode()
