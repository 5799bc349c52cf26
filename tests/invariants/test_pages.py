"""What holds for every page that readers see."""

import re
from datetime import datetime
from urllib.parse import urlsplit

import extruct
import pytest
from lxml import html

from tests.invariants.conftest import local_links
from tests.invariants.newsroom import BASE_URL, NOT_FOUND, READER_PAGES, UNINDEXED

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ALL = {**READER_PAGES, **UNINDEXED, **NOT_FOUND}
TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z))?")
STORIES = {name: path for name, path in READER_PAGES.items() if name in ("story with everything", "opinion")}


def tree(answer):
    return html.fromstring(answer.content.decode())


def values(answer, name: str) -> list[str]:
    return tree(answer).xpath(f"//meta[@property='{name}' or @name='{name}']/@content")


def structured(answer) -> list[dict]:
    found = extruct.extract(answer.content.decode(), base_url=BASE_URL, syntaxes=["json-ld"], errors="strict")[
        "json-ld"
    ]
    return [entry for block in found for entry in block["@graph"]]


@pytest.mark.parametrize("path", ALL.values(), ids=ALL.keys())
def test_a_page_answers_plainly(visits, path):
    answer = visits[path]

    assert answer.status_code == (404 if path in NOT_FOUND.values() else 200)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ALL.values(), ids=ALL.keys())
def test_a_page_is_the_same_for_everybody(visits, path):
    answer = visits[path]

    assert not answer.cookies
    assert "cookie" not in answer.headers.get("vary", "").lower()
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "nonce=" not in answer.content.decode()


@pytest.mark.parametrize("path", ALL.values(), ids=ALL.keys())
def test_a_page_has_one_headline_a_title_and_a_language(visits, path):
    page = tree(visits[path])

    assert len(page.xpath("//h1")) == 1
    assert page.xpath("string(//h1)").strip()
    assert len(page.xpath("//head/title")) == 1
    assert page.xpath("string(//head/title)").strip()
    assert page.xpath("/html/@lang")
    assert len(page.xpath("//main")) == 1


@pytest.mark.parametrize("path", ALL.values(), ids=ALL.keys())
def test_every_picture_has_an_alternative_and_a_size(visits, path):
    for image in tree(visits[path]).xpath("//img"):
        assert "alt" in image.attrib, image.attrib
        assert image.get("width", "").isdigit(), image.attrib
        assert image.get("height", "").isdigit(), image.attrib
        assert image.get("src")


@pytest.mark.parametrize("path", ALL.values(), ids=ALL.keys())
def test_times_are_valid_html(visits, path):
    """Microseconds, which Django's date:"c" writes, are an error: use the filter isotime."""
    for moment in tree(visits[path]).xpath("//time/@datetime"):
        assert TIME.fullmatch(moment), moment


@pytest.mark.parametrize("path", READER_PAGES.values(), ids=READER_PAGES.keys())
def test_a_page_has_one_absolute_canonical_address(visits, path):
    (address,) = tree(visits[path]).xpath("//link[@rel='canonical']/@href")

    expected = "https://ledger.example/1" if "from-elsewhere" in path else BASE_URL + path
    assert address == expected
    assert values(visits[path], "og:url") == [expected]


@pytest.mark.parametrize("path", [*UNINDEXED.values(), *NOT_FOUND.values()])
def test_searches_and_errors_stay_out_of_the_index(visits, path):
    assert values(visits[path], "robots") == ["noindex, follow"]
    assert not tree(visits[path]).xpath("//link[@rel='canonical']")


@pytest.mark.parametrize("path", READER_PAGES.values(), ids=READER_PAGES.keys())
def test_a_page_can_be_shared(visits, path):
    answer = visits[path]

    for name in ("og:title", "og:type", "og:site_name", "og:image", "og:image:alt", "twitter:card"):
        assert len(values(answer, name)) == 1, name
        assert values(answer, name)[0].strip(), name
    (image,) = values(answer, "og:image")
    assert image.startswith(f"{BASE_URL}/media/")
    assert (values(answer, "og:image:width"), values(answer, "og:image:height")) == (["1200"], ["630"])


@pytest.mark.parametrize("path", READER_PAGES.values(), ids=READER_PAGES.keys())
def test_a_page_has_its_own_title(visits, path):
    titles = {other: tree(visits[other]).xpath("string(//head/title)") for other in READER_PAGES.values()}

    assert [other for other, title in titles.items() if title == titles[path]] == [path]


@pytest.mark.parametrize("path", READER_PAGES.values(), ids=READER_PAGES.keys())
def test_structured_data_is_valid_and_absolute(visits, path):
    objects = structured(visits[path])

    assert objects
    for entry in objects:
        assert entry["@type"]
        check_addresses(entry)


def check_addresses(value) -> None:
    """Expect every address to be absolute."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name in ("url", "item", "sameAs", "urlTemplate", "contentUrl"):
                for address in part if isinstance(part, list) else [part]:
                    assert urlsplit(address).scheme in ("http", "https"), (name, address)
            check_addresses(part)
    elif isinstance(value, list):
        for part in value:
            check_addresses(part)


@pytest.mark.parametrize("path", STORIES.values(), ids=STORIES.keys())
def test_a_story_has_what_google_asks_of_an_article(visits, path):
    """https://developers.google.com/search/docs/appearance/structured-data/article"""
    (story,) = [entry for entry in structured(visits[path]) if entry["@type"].endswith("NewsArticle")]

    assert len(story["headline"]) <= 110
    assert story["image"]
    for moment in (story["datePublished"], story["dateModified"]):
        assert datetime.fromisoformat(moment).tzinfo
    assert all(author["@type"] == "Person" and author["name"] for author in story["author"])
    assert story["publisher"]["name"] == "Pulse Media Ltd"
    assert story["publisher"]["logo"]["url"].startswith(BASE_URL)
    assert story["mainEntityOfPage"]["@id"] == BASE_URL + path


def types(answer) -> set[str]:
    return {entry["@type"] for entry in structured(answer)}


def test_each_kind_of_page_says_what_it_is(visits):
    expected = {
        "home": "WebSite",
        "section": "CollectionPage",
        "topic": "CollectionPage",
        "story without a picture": "NewsArticle",
        "opinion": "OpinionNewsArticle",
        "author": "ProfilePage",
    }
    for name, type_ in expected.items():
        assert type_ in types(visits[READER_PAGES[name]]), name
    for name, path in READER_PAGES.items():
        if name != "home":
            assert "BreadcrumbList" in types(visits[path]), name


def test_listings_announce_their_feeds(visits):
    for path in ("/", "/politics/", "/politics/elections/", "/authors/ada-obi/", "/topics/money/"):
        feeds = tree(visits[path]).xpath("//link[@rel='alternate'][starts-with(@type, 'application/')]/@href")
        for suffix in ("", "atom/", "json/"):
            assert f"{BASE_URL}{path}feed/{suffix}" in feeds
        assert f"{BASE_URL}/feed/" in feeds


def test_pages_of_a_listing_point_to_each_other(visits):
    first, second = tree(visits["/politics/"]), tree(visits["/politics/?page=2"])

    assert first.xpath("//link[@rel='next']/@href") == [f"{BASE_URL}/politics/?page=2"]
    assert not first.xpath("//link[@rel='prev']")
    assert second.xpath("//link[@rel='prev']/@href") == [f"{BASE_URL}/politics/"]


@pytest.mark.parametrize("path", ALL.values(), ids=ALL.keys())
def test_every_link_inside_the_site_leads_somewhere(visits, path):
    for target in local_links(visits[path]):
        assert visits[target].status_code == 200, f"{path} links to {target}"


@pytest.mark.parametrize("path", ALL.values(), ids=ALL.keys())
def test_nothing_is_loaded_from_elsewhere(visits, path):
    """The content security policy would refuse it, and a reader's visit is nobody else's business."""
    page = tree(visits[path])

    loads = page.xpath("//img/@src | //script/@src | //source/@src | //link[@rel='stylesheet' or @rel='preload']/@href")
    assert all(address.startswith("/") and not address.startswith("//") for address in loads), loads
    assert not page.xpath("//script[not(@src) and not(@type='application/ld+json')]")
    assert not page.xpath("//style | //*[@style] | //*[@onclick or @onload or @onerror]")
