"""The search as readers use it."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.once

SIZES = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
PAGES = {
    "many": "/search/?q=state",
    "narrowed": "/search/?q=the+state&section=politics&year=2026",
    "spelling": "/search/?q=ogbomosho",
    "named": "/search/?q=elections",
    "nothing": "/search/?q=xyzzyq",
    "empty": "/search/",
}


def number_found(page: Page) -> int:
    return int(re.match(r"\s*([\d,]+) stor", page.locator("main [role=status]").inner_text())[1].replace(",", ""))


def stories(page: Page):
    return page.locator(".search .stories article")


def test_search_works_from_the_masthead_without_javascript(page_in):
    page = page_in("/politics/", java_script_enabled=False)
    box = page.locator("header input[name=q]")
    box.fill("ferry")
    box.press("Enter")

    assert "/search/?q=ferry" in page.url
    assert page.locator("main a").count() > 3


def test_results_are_narrowed_and_widened_without_javascript(page_in):
    page = page_in("/search/?q=state", java_script_enabled=False)
    all_stories = number_found(page)
    choice = page.locator(".facets").get_by_role("link", name="Politics")
    of_choice = int(choice.locator(".facets__count").inner_text().split()[0])
    choice.click()
    assert "section=politics" in page.url
    assert number_found(page) == of_choice < all_stories
    assert stories(page).count() == min(of_choice, 20)

    page.locator(".facets section", has_text="Kind").get_by_role("link").first.click()
    assert "section=politics" in page.url
    assert "kind=" in page.url
    both = number_found(page)
    assert 0 < both < of_choice
    page.get_by_role("link", name="Oldest").click()
    assert number_found(page) == both
    dates = [moment.get_attribute("datetime") for moment in stories(page).locator("time").all()]
    assert dates == sorted(dates)

    page.get_by_role("list", name="Narrowed to").get_by_role("link", name="Section Politics").click()
    assert "section=" not in page.url
    assert "kind=" in page.url
    assert "sort=oldest" in page.url
    page.get_by_role("list", name="Narrowed to").get_by_role("link", name="Kind").click()
    assert number_found(page) == all_stories


def test_another_way_to_ask_is_offered(page_in):
    page = page_in('/search/?q="ferry+the+last"', java_script_enabled=False)
    expect(page.locator("main [role=status]")).to_contain_text("No story matches")
    page.get_by_role("link", name="ferry the last", exact=True).click()
    assert number_found(page) > 0
    assert page.get_by_role("searchbox").or_(page.get_by_role("combobox")).last.input_value() == "ferry the last"


def test_a_page_of_the_name_comes_first(page_in):
    page = page_in("/search/?q=elections", java_script_enabled=False)
    page.get_by_role("list", name="Pages of this name").get_by_role("link", name="Elections").first.click()
    assert page.url.endswith("/politics/elections/")


def test_nothing_found_leads_on(page_in):
    page = page_in("/search/?q=xyzzyq", java_script_enabled=False)
    for title in ("How to ask", "Topics of these weeks", "Sections", "Latest"):
        expect(page.get_by_role("region", name=title)).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits(page_in, assert_accessible, name, width, scheme):
    page = page_in(PAGES[name], viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
