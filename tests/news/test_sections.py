"""What readers see of a section beside its stories."""

import pytest
from lxml import html
from wagtail.models import PageViewRestriction

from tests import factories

pytestmark = pytest.mark.django_db


def links(client, path: str, where: str) -> list[tuple[str, str]]:
    page = html.fromstring(client.get(path).content)
    return [(link.text_content().strip(), link.get("href")) for link in page.xpath(f"//main//{where}//a")]


def test_a_section_names_its_published_subsections_in_their_order(client):
    politics = factories.section("Politics")
    for name in ("Elections", "Parliament", "Hidden"):
        factories.section(name, politics)
    factories.section("Draft", politics, live=False)
    factories.section("Deeper", politics.get_children().get(title="Elections").specific)
    hidden = politics.get_children().get(title="Hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    assert links(client, "/politics/", "ul[@class='page-head__links']") == [
        ("Elections", "/politics/elections/"),
        ("Parliament", "/politics/parliament/"),
    ]
    assert links(client, "/politics/elections/", "nav") == [("Home", "/"), ("Politics", "/politics/")]


def test_a_section_that_is_unpublished_moved_or_renamed_is_found_where_it_is_now_only(client):
    politics = factories.section("Politics")
    elections = factories.section("Elections", politics)
    assert client.get("/politics/elections/").status_code == 200

    elections.unpublish()
    assert client.get("/politics/elections/").status_code == 404

    elections.save_revision().publish()
    elections.refresh_from_db()
    elections.move(factories.home(), "last-child")
    assert client.get("/politics/elections/").status_code != 200
    assert client.get("/elections/").status_code == 200


def test_a_private_section_stays_private(client):
    politics = factories.section("Politics")
    factories.section("Elections", politics)
    assert client.get("/politics/elections/").status_code == 200

    PageViewRestriction.objects.create(page=politics, restriction_type="login")

    assert client.get("/politics/elections/").status_code == 302
