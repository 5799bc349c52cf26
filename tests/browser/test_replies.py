"""Replies as readers write them: in place, by keyboard, without a script, on a phone, in the dark."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.once

LIVELY = "/politics/constituency-projects-never-begun/"
QUIET = "/sport/ibadan-two-hundred-record/"
SIZES = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


def fill(page: Page, text: str, name: str = "Bola", email: str = "bola@mail.example") -> None:
    page.get_by_label("Comment *").fill(text)
    page.get_by_label("Name *").fill(name)
    page.get_by_label("Email *").fill(email)


def outcome(page: Page):
    return page.locator("[data-reply-outcome]")


def post(page: Page) -> None:
    """Send the form; all readers of these tests have one address, of which five a minute are taken."""
    for _ in range(6):
        page.get_by_role("button", name="Post reply").click()
        page.wait_for_load_state()
        expect(page.get_by_role("main")).not_to_contain_text("Sending …")
        if "Please wait a minute" not in page.get_by_role("main").inner_text():
            return
        page.wait_for_timeout(15_000)


def slowly(page: Page) -> None:
    """Take as long as a person does: the rules say three seconds."""
    page.wait_for_timeout(3_200)


def test_first_reply_is_held_in_place_and_says_why(page_in):
    page = page_in(QUIET)
    fill(page, "Held: is the extra hour in the morning?")
    slowly(page)
    post(page)
    expect(outcome(page)).to_contain_text("Your reply waits for a moderator because the first replies of a new writer")
    expect(page.get_by_label("Comment *")).to_have_value("")
    expect(page).to_have_url(re.compile(QUIET))
    assert not page.context.cookies()
    assert "Held: is the extra hour" not in page_in(QUIET).locator("#replies").inner_text()


def test_outcome_can_be_asked_beforehand_and_nothing_is_lost(page_in):
    page = page_in(QUIET)
    fill(page, "Asked beforehand")
    slowly(page)
    page.get_by_role("button", name="What will happen to it?").click()
    expect(outcome(page)).to_contain_text("Your reply would wait for a moderator because")
    expect(page.get_by_label("Comment *")).to_have_value("Asked beforehand")


def test_what_is_wrong_is_said_at_the_field_and_focus_goes_there(page_in):
    page = page_in(QUIET)
    page.get_by_label("Comment *").fill("Without a name")
    page.get_by_label("Email *").fill("nobody")
    post(page)
    expect(page.get_by_label("Name *")).to_be_focused()
    expect(page.get_by_label("Name *")).to_have_accessible_description("Write your name.")
    expect(page.get_by_label("Email *")).to_have_accessible_description(re.compile("no e-mail address"))
    expect(page.get_by_label("Comment *")).to_have_value("Without a name")
    page.get_by_label("Name *").fill("Bola")
    page.get_by_label("Email *").fill("bola@mail.example")
    page.get_by_role("button", name="What will happen to it?").click()
    expect(page.get_by_label("Name *")).to_have_accessible_description("")


def test_text_stays_when_the_line_is_cut(page_in):
    page = page_in(QUIET)
    fill(page, "Written in a tunnel")
    page.context.set_offline(True)
    post(page)
    expect(outcome(page)).to_contain_text("could not be sent. It is still in the form")
    expect(page.get_by_label("Comment *")).to_have_value("Written in a tunnel")


def test_newsroom_posts_and_the_reply_appears_at_once_in_its_thread(person):
    page = person("sectioneditor")
    page.goto(LIVELY)
    first = page.locator("#replies .reply-list > .reply").first
    before = page.locator("#replies .reply").count()
    first.get_by_role("link", name=re.compile("^Reply")).first.click()
    expect(page.get_by_label("Comment *")).to_be_focused()
    expect(page.locator("[data-reply-to]")).to_contain_text("In answer to")
    fill(page, "Thank you for the photographs. <b>They</b> are with the desk.", "Adaeze Umenwa", "adaeze@pulse.example")
    post(page)
    expect(outcome(page)).to_have_text("Your reply is published.")
    new = first.locator(".reply--new")
    expect(new).to_contain_text("<b>They</b>")
    expect(new).to_contain_text("Staff")
    expect(page.locator("#replies .reply")).to_have_count(before + 1)
    expect(page.locator("[data-reply-to]")).to_be_hidden()
    page.reload()
    expect(first).to_contain_text("Thank you for the photographs")


def test_answering_can_be_called_off(page_in):
    page = page_in(LIVELY)
    page.locator("#replies .reply").first.get_by_role("link", name=re.compile("^Reply")).first.click()
    page.get_by_label("Comment *").fill("Still here")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#replies > .reply-form")).to_be_visible()
    expect(page.get_by_label("Comment *")).to_have_value("Still here")
    assert page.locator("[name=parent]").input_value() == ""


def test_name_is_saved_in_the_browser_only_when_the_reader_says_so(page_in):
    page = page_in(QUIET)
    fill(page, "Not to be remembered", "Forgotten")
    slowly(page)
    post(page)
    expect(outcome(page)).to_contain_text("Your reply waits")
    assert page.evaluate("localStorage.getItem('reply')") is None

    fill(page, "To be remembered", "Remembered")
    page.get_by_label("Save my name in this browser").check()
    slowly(page)
    post(page)
    expect(outcome(page)).to_contain_text("Your reply waits")
    assert json.loads(page.evaluate("localStorage.getItem('reply')"))["name"] == "Remembered"
    page.goto(LIVELY)
    expect(page.get_by_label("Name *")).to_have_value("Remembered")
    expect(page.get_by_label("Save my name in this browser")).to_be_checked()
    assert not page.context.cookies()


def test_everything_works_without_javascript(page_in):
    page = page_in(QUIET, java_script_enabled=False)
    expect(page.get_by_label("Save my name in this browser")).to_be_hidden()
    fill(page, "Sent without a script")
    page.get_by_role("button", name="What will happen to it?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your reply once more")
    expect(page.get_by_label("Comment *")).to_have_value("Sent without a script")
    post(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(page.get_by_role("main")).to_contain_text("Your reply waits for a moderator")
    expect(page.get_by_role("main")).to_contain_text("Sent without a script")


def test_answer_without_javascript_has_a_page_of_its_own(page_in):
    page = page_in(LIVELY, java_script_enabled=False)
    page.locator("#replies .reply").first.get_by_role("link", name=re.compile("^Reply")).first.click()
    expect(page.get_by_role("main")).to_contain_text("In answer to")
    fill(page, "An answer without a script")
    post(page)
    expect(page.get_by_role("main")).to_contain_text("Your reply waits for a moderator")


def test_reply_is_reported(page_in):
    page = page_in("/business/electricity-band-price-of-bread/")
    page.locator("#replies .reply").first.get_by_role("link", name=re.compile("^Report")).first.click()
    page.get_by_label("It is hateful").check()
    page.get_by_label("Anything a moderator should know").fill("Only a test.")
    page.get_by_role("button", name="Report this reply").click()
    expect(page.get_by_role("main")).to_contain_text("A moderator will look at this reply")


def test_count_at_the_headline_leads_to_the_replies(page_in):
    page = page_in(LIVELY)
    page.locator(".byline").get_by_role("link", name=re.compile(r"^\d+ replies$")).click()
    expect(page).to_have_url(re.compile("#replies$"))
    expect(page.locator("#replies-title")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_thread_and_form_are_accessible_and_fit(page_in, assert_accessible, width, scheme):
    page = page_in(LIVELY, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    post(page)
    expect(page.get_by_label("Comment *")).to_be_focused()
    assert_accessible(page)
    page.locator("#replies .reply").nth(2).get_by_role("link", name=re.compile("^Reply")).first.click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_pages_of_replies_are_accessible_and_fit(page_in, assert_accessible, width, scheme):
    page = page_in(LIVELY, viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=True)
    first = page.locator("#replies .reply").first
    paths = [link.get_attribute("href") for link in first.locator(".reply__acts a").all()[:2]]
    thread = first.get_attribute("id").removeprefix("reply-")
    for path in [*paths, f"/replies/thread/{thread}/"]:
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
