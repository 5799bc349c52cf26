import pytest
from django.test import RequestFactory
from wagtail.models import Site

from core import shared_parts
from core.models import SiteSettings
from delivery import tags
from tests import factories

FOOTER = "core/includes/footer.html"

pytestmark = pytest.mark.django_db


def footer() -> str:
    return shared_parts.shared_part(FOOTER, Site.find_for_request(RequestFactory().get("/")))


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The templates that were rendered, in turn."""
    names: list[str] = []
    own = shared_parts.render
    monkeypatch.setattr(shared_parts, "render", lambda template, site: [names.append(template), own(template, site)][1])
    monkeypatch.setattr(shared_parts, "kept", {})
    return names


def test_a_part_is_rendered_once_for_all_pages(rendered):
    assert footer() == footer()
    assert rendered == [FOOTER]


def test_a_part_is_rendered_again_when_the_settings_change(rendered):
    assert "Printed nowhere" not in footer()

    settings = SiteSettings.objects.get_or_create(site=factories.home().get_site())[0]
    settings.footer_text = "Printed nowhere"
    settings.save()

    assert "Printed nowhere" in footer()
    assert rendered == [FOOTER] * 2


def test_a_part_is_rendered_again_when_a_section_comes_or_goes(rendered):
    assert "Harbours" not in footer()
    section = factories.section("Harbours", show_in_menus=True)
    assert "Harbours" in footer()
    section.unpublish()
    assert "Harbours" not in footer()


def test_each_page_shows_what_its_parts_show(rendered):
    footer()
    with tags.noting() as shown:
        footer()
    assert {"settings", "menu"} <= shown.tags
    assert len(rendered) == 1


def test_every_page_has_the_parts(client):
    page = client.get("/search/").content.decode()
    assert all(text in page for text in ('<footer class="footer">', 'id="site-search"', "css/pulse", 'rel="icon"'))


def test_a_page_without_a_site_has_them_too():
    Site.objects.all().delete()
    assert "<footer" in footer()
