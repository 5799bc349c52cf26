"""Whatever is asked for, the answer is plain: a 4xx, never an error of ours."""

import pytest
from django.test import Client

from tests import factories
from tests.invariants.newsroom import visit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LISTINGS = ["/politics/", "/authors/ada-obi/", "/topics/money/", "/corrections/"]


@pytest.fixture(autouse=True)
def _newsroom():
    factories.article(
        parent=factories.section("Politics"),
        authors=[factories.author("Ada Obi")],
        topics=[factories.topic("Money")],
    )


@pytest.mark.parametrize("number", ["0", "-1", "zzz", "99999", "1e9", "1.5", "", "%00", "²", "9" * 400, "1%20OR%201=1"])
@pytest.mark.parametrize("listing", LISTINGS)
def test_a_page_number_that_does_not_exist_is_404(listing, number):
    assert visit(listing).status_code == 200
    assert visit(f"{listing}?page={number}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/%00/",
        "/politics/%00/",
        "/politics/%00/feed/",
        "/topics/%00/",
        "/topics/%00/feed/atom/",
        "/authors/a%00b/",
        "/sitemap-%00.xml",
        "/media/images/%00.jpg",
        "/politics/%0a/",
        "/politics/\ud83d\ude00/".encode("utf-16", "surrogatepass").decode("utf-16"),
        "/politics/%ff%fe/",
        "/topics/%ff/feed/",
        "/" + "a" * 3000 + "/",
        "/" + "a" * 8192 + "/",
        "/politics/" + "b/" * 4096,
        "/topics/" + "c" * 8192 + "/",
        "/topics/" + "c" * 8192 + "/feed/json/",
        "/authors/" + "%F0%9F%98%80" * 700 + "/",
        "/media/images/" + "d" * 8192 + ".jpg",
        "/sitemap-" + "e" * 8192 + ".xml",
        "/politics/%01/",
        "/politics/%1b%5b31m/",
        "/politics/%7f/",
        "/politics/%ed%a0%bd/",
        "/politics//",
        "/politics/../../etc/passwd",
        "/politics/feed/xml/",
        "/politics/feed/json/atom/",
        "/feed/yaml/",
        "/topics/money/feed/rdf/",
        "/sitemap-secret.xml",
        "/" + "a/" * 300,
        "/" + "a/" * 300 + "feed/",
        "/politics//feed/",
        "/politics/feed/rss/",
        "/feed/feed/",
        "/politics/<script>/",
    ],
)
def test_an_impossible_address_is_404(path):
    assert visit(path).status_code == 404


@pytest.mark.parametrize("path", ["//politics/", "//evil.example", "//evil.example/%2f..", "/politics//evil.example"])
def test_two_slashes_lead_nowhere_else(path):
    # The test client would take what follows two slashes for a host.
    response = Client(raise_request_exception=False).get("/", PATH_INFO=path)
    assert response.status_code in (301, 404)
    assert not response.headers.get("Location", "").startswith("//")


@pytest.mark.parametrize("path", ["../../pulse.sqlite3", "%2e%2e/%2e%2e/secret_key", "..%5c..%5csecret_key"])
def test_no_file_but_a_picture_is_handed_out(path):
    assert visit(f"/media/images/{path}").status_code in (400, 404)


@pytest.mark.parametrize("query", ["?q=%00", "?q=%22", "?q=" + "x" * 5000, "?q=a&page=zzz", "?q=*%20OR%20(", "?q=%ff"])
def test_a_strange_search_is_answered(query):
    assert visit(f"/search/{query}").status_code in (200, 400, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize(
    "path",
    ["/", *LISTINGS, "/topics/", "/search/?q=river", "/feed/", "/politics/feed/json/", "/sitemap.xml", "/robots.txt"],
)
def test_readers_only_read(path, method):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    response = getattr(client, method)(path)
    assert response.status_code in (403, 405)
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver:80@evil.example", "a b", "%00", "[::1", "testserver.evil", ""]
)
@pytest.mark.parametrize("path", ["/", "/politics/", "/feed/", "/sitemap.xml", "/admin/login/", "/no-such-page/"])
def test_an_unknown_host_is_refused(path, host):
    client = Client(raise_request_exception=False)
    assert client.get(path, headers={"host": host}).status_code == 400
    assert client.get(path).status_code in (200, 404)


@pytest.mark.parametrize("query", ["", "?" + "a" * 8192, "?a=%00", "?%00=1", "?page=1&page=zzz", "?" + "a=1&" * 20_000])
@pytest.mark.parametrize("path", ["/", "/politics/", "/search/", "/feed/", "/admin/login/"])
def test_a_strange_query_is_no_error_of_ours(path, query):
    assert visit(path + query).status_code in (200, 400, 404)
