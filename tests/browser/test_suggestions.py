"""Suggestions while a reader types, by keyboard, mouse and screen reader."""

import gzip
import json
import re
import threading

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.once

ADDRESS = re.compile(r"/search/suggest\?")


def box(page: Page):
    return page.locator("header").get_by_role("combobox", name="Search Pulse")


def options(page: Page):
    return page.get_by_role("option")


def type_into(page: Page, text: str = "po"):
    box(page).press_sequentially(text)
    expect(options(page).last).to_have_text(f"Search for “{text}”")


def expect_chosen(page: Page, option) -> None:
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)


def answer_with(page: Page, *suggestions, **fields) -> None:
    body = json.dumps({"query": "", "suggestions": suggestions})
    page.route(ADDRESS, lambda route: route.fulfill(body=body, content_type="application/json", **fields))


def suggestion(label: str, url: str = "/about/") -> dict:
    return {"kind": "story", "label": label, "url": url, "detail": "News, 1 May 2026"}


def test_the_whole_way_by_keyboard(reader):
    reader.goto("/")
    expect(box(reader)).to_have_attribute("aria-expanded", "false")
    expect(box(reader)).to_have_attribute("aria-autocomplete", "list")
    type_into(reader)

    expect(box(reader)).to_have_attribute("aria-expanded", "true")
    listed = reader.get_by_role("listbox", name="Suggestions")
    assert box(reader).get_attribute("aria-controls") == listed.get_attribute("id")
    expect(options(reader).first).to_have_text("Politics Section")
    number = options(reader).count() - 1
    expect(reader.locator("header [role=status]")).to_have_text(f"{number} suggestions")

    for key, option in (
        ("ArrowDown", options(reader).first),
        ("ArrowDown", options(reader).nth(1)),
        ("ArrowUp", options(reader).first),
        ("End", options(reader).last),
        ("Home", options(reader).first),
    ):
        reader.keyboard.press(key)
        expect_chosen(reader, option)
    reader.keyboard.press("ArrowUp")
    expect(box(reader)).to_have_attribute("aria-activedescendant", "")
    reader.keyboard.press("ArrowUp")
    expect_chosen(reader, options(reader).last)
    expect(box(reader)).to_be_focused()
    expect(box(reader)).to_have_value("po")
    reader.keyboard.press("Home")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/politics/")


def test_enter_without_a_choice_and_the_last_option_search(reader):
    reader.goto("/")
    type_into(reader, "lagos")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=lagos")
    type_into(reader, "ferry & co")
    reader.keyboard.press("ArrowUp")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=ferry+%26+co")
    expect(reader.locator("main input[name=q]")).to_have_value("ferry & co")


def test_escape_closes_then_clears_and_an_arrow_opens_again(reader):
    reader.goto("/")
    type_into(reader)
    reader.keyboard.press("Escape")
    expect(box(reader)).to_have_attribute("aria-expanded", "false")
    expect(options(reader)).to_have_count(0)
    expect(box(reader)).to_have_value("po")
    reader.keyboard.press("ArrowDown")
    expect(box(reader)).to_have_attribute("aria-expanded", "true")
    reader.keyboard.press("Escape")
    reader.keyboard.press("Escape")
    expect(box(reader)).to_have_value("")
    reader.keyboard.press("ArrowDown")
    reader.wait_for_timeout(300)
    expect(box(reader)).to_have_attribute("aria-expanded", "false")


def test_tab_leaves_and_closes(reader):
    reader.goto("/about/")
    type_into(reader)
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Tab")
    expect(options(reader)).to_have_count(0)
    expect(reader.locator("header").get_by_role("button", name="Search")).to_be_focused()
    assert reader.url.endswith("/about/")


def test_a_click_opens_and_one_elsewhere_closes(reader):
    reader.goto("/about/")
    type_into(reader)
    reader.get_by_role("heading", level=1).click(position={"x": 2, "y": 2})
    expect(options(reader)).to_have_count(0)
    box(reader).press("ArrowDown")
    options(reader).first.click()
    reader.wait_for_url("**/politics/")
    reader.go_back()
    expect(options(reader)).to_have_count(0)


def test_a_finger_opens(page_in):
    page = page_in("/", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    type_into(page)
    options(page).first.tap()
    page.wait_for_url("**/politics/")


def test_the_form_of_the_search_page_suggests_as_well(reader):
    reader.goto("/search/?q=lagos")
    form = reader.locator("main").get_by_role("combobox")
    expect(form).to_have_value("lagos")
    expect(options(reader)).to_have_count(0)
    form.fill("poli")
    expect(options(reader).first).to_have_text("Politics Section")
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/politics/")


def test_what_was_typed_is_marked_and_nothing_is_markup(reader):
    reader.goto("/about/")
    answer_with(
        reader,
        suggestion("<b>Bold</b> & <img src=x onerror=document.title='hit'>"),
        suggestion("The Ọ̀ṣun’s Bo\u0301ld bold"),
        suggestion("Embolden"),
    )
    type_into(reader, "osuns bo")
    marks = options(reader).locator("mark")
    expect(marks).to_have_text(["Bo", "Ọ̀ṣun’s", "Bo\u0301", "bo"])
    expect(options(reader).first).to_contain_text("<b>Bold</b> & <img src=x onerror=document.title='hit'>")
    assert "hit" not in reader.title()


def test_the_typed_text_is_no_markup_either(reader):
    reader.goto("/about/")
    type_into(reader, "<img src=x onerror=alert(1)>")
    expect(reader.locator(".suggestions img")).to_have_count(0)


def test_one_pause_is_one_question_and_a_letter_is_none(reader):
    # The page's clock goes on when the test says so: on a busy machine each letter would be a pause.
    reader.clock.install(time=0)
    reader.goto("/about/")
    reader.clock.pause_at(3_600_000)
    asked = []
    reader.on("request", lambda request: asked.append(request.url) if ADDRESS.search(request.url) else None)
    box(reader).press("p")
    reader.clock.run_for(400)
    assert asked == []
    for letter in "olitics":
        box(reader).press(letter)
        reader.clock.run_for(20)
    reader.clock.run_for(400)
    expect(options(reader).first).to_have_text("Politics Section")
    assert [url.split("?")[1] for url in asked] == ["q=politics"]


def test_an_answer_that_comes_late_is_not_shown(reader):
    reader.goto("/about/")
    held = []

    def answer(route):
        typed = route.request.url.split("q=")[1]
        if typed == "po":
            held.append(route)
        else:
            body = json.dumps({"query": typed, "suggestions": [suggestion(f"Answer to {typed}")]})
            route.fulfill(body=body, content_type="application/json")

    reader.route(ADDRESS, answer)
    box(reader).press_sequentially("po")
    with reader.expect_request(ADDRESS):
        pass
    box(reader).press_sequentially("li")
    expect(options(reader).first).to_contain_text("Answer to poli")
    for route in held:
        body = json.dumps({"query": "po", "suggestions": [suggestion("Answer to po")]})
        route.fulfill(body=body, content_type="application/json")
    reader.wait_for_timeout(300)
    expect(options(reader).first).to_contain_text("Answer to poli")
    expect(options(reader)).to_have_count(2)


def test_an_answer_after_leaving_the_box_opens_nothing(reader):
    reader.goto("/about/")
    held = threading.Event()
    routes = []
    reader.route(ADDRESS, lambda route: (routes.append(route), held.set()))
    with reader.expect_request(ADDRESS):
        box(reader).press_sequentially("po")
    box(reader).blur()
    for route in routes:
        route.fulfill(body=json.dumps({"suggestions": [suggestion("Late")]}), content_type="application/json")
    reader.wait_for_timeout(300)
    expect(options(reader)).to_have_count(0)


@pytest.mark.parametrize("fault", [{"status": 500, "body": "<h1>Sorry"}, {"body": "null"}, None])
def test_a_broken_answer_leaves_the_form_working(reader, fault):
    reader.goto("/about/")
    reader.route(ADDRESS, lambda route: route.fulfill(**fault) if fault else route.abort())
    with reader.expect_request(ADDRESS):
        box(reader).press_sequentially("po")
    reader.wait_for_timeout(200)
    expect(options(reader)).to_have_count(0)
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=po")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
@pytest.mark.parametrize("path", ["/", "/search/?q=lagos"])
def test_axe_finds_nothing_with_the_list_open(page_in, assert_accessible, path, width, height, scheme):
    page = page_in(path, color_scheme=scheme, viewport={"width": width, "height": height}, is_mobile=width < 500)
    type_into(page)
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("path", ["/", "/about/", "/search/?q=lagos"])
def test_the_list_fits_and_nothing_moves(page_in, path, width):
    page = page_in(path, viewport={"width": width, "height": 900})
    place = "main" if "search" in path else "header"
    form = page.locator(place).get_by_role("combobox")
    before = page.locator("main").bounding_box()
    answer_with(
        page, *(suggestion(f"Po {'headline' * 9} {number} and more words than fit a line") for number in range(8))
    )
    form.fill("po")
    expect(options(page)).to_have_count(9)
    assert page.locator("main").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    listed = page.get_by_role("listbox").bounding_box()
    assert listed["x"] >= 0
    assert listed["x"] + listed["width"] <= width


def test_without_javascript_the_box_is_a_plain_one(page_in):
    page = page_in("/", java_script_enabled=False)
    plain = page.locator("header input[name=q]")
    assert plain.get_attribute("role") is None
    assert plain.get_attribute("autocomplete") is None
    assert page.locator("[role=listbox]").count() == 0
    plain.fill("lagos")
    plain.press("Enter")
    assert "/search/?q=lagos" in page.url


def test_the_script_stays_small(newsroom, page_in):
    page = page_in("/")
    sources = page.eval_on_selector_all("script[src]", "all => all.map(one => one.src)")
    (source,) = [source for source in sources if "suggest" in source]
    assert len(gzip.compress(page.request.get(source).body(), 9)) < 2_048
