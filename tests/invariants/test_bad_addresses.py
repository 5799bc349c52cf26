"""Whatever is asked for, the answer is plain: a 4xx, never an error of ours."""

import pytest

from tests import factories
from tests.invariants.newsroom import visit

pytestmark = pytest.mark.django_db

LISTINGS = ["/politics/", "/authors/ada-obi/", "/topics/money/", "/corrections/"]


@pytest.fixture(autouse=True)
def _newsroom():
    factories.article(
        parent=factories.section("Politics"),
        authors=[factories.author("Ada Obi")],
        topics=[factories.topic("Money")],
    )


@pytest.mark.parametrize("number", ["0", "-1", "zzz", "99999", "1.5", "", "%00", "²", "9" * 400, "1%20OR%201=1"])
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


@pytest.mark.parametrize("path", ["../../pulse.sqlite3", "%2e%2e/%2e%2e/secret_key", "..%5c..%5csecret_key"])
def test_no_file_but_a_picture_is_handed_out(path):
    assert visit(f"/media/images/{path}").status_code in (400, 404)


@pytest.mark.parametrize("query", ["?q=%00", "?q=%22", "?q=" + "x" * 5000, "?q=a&page=zzz", "?q=*%20OR%20(", "?q=%ff"])
def test_a_strange_search_is_answered(query):
    assert visit(f"/search/{query}").status_code in (200, 400, 404)
