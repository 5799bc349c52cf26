"""Two people open one story and both type: the second is told, and neither loses a word."""

import random

from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.conftest import eventually

HEADLINE = "Appeal court orders release of flood fund audit"


def open_story(page) -> None:
    def found() -> int:
        page.goto("/admin/stories/?q=flood+fund+audit")
        return page.get_by_role("link", name=HEADLINE).count()

    eventually(found)  # after the first start the worker has all of the demo to index
    page.get_by_role("link", name=HEADLINE).first.click()
    desk.settle(page)


def standfirst(page):
    return page.get_by_role("textbox", name="Standfirst")


def test_second_editor_is_told_and_saves_her_text_as_a_newer_version(person):
    number = random.randrange(10**6)  # a newsroom that runs on keeps what an earlier test typed
    first_text = f"Grace saved this standfirst first, as number {number}."
    second_text = f"Adaeze wrote another one meanwhile, number {number}."
    first, second = person("copyeditor"), person("sectioneditor")
    open_story(first)
    open_story(second)

    standfirst(first).fill(first_text)
    expect(first.get_by_text("Saved", exact=True)).to_be_visible()
    with second.expect_response(lambda answer: answer.status == 400):  # the autosave is refused
        standfirst(second).fill(second_text)
    second.wait_for_timeout(2000)
    desk.press(second, "Save draft", more=True)
    notice = second.get_by_role("dialog").filter(has_text="Grace Iwuala saved a new version")
    expect(notice).to_be_visible()
    expect(standfirst(second)).to_have_value(second_text)

    notice.get_by_role("button", name="Save draft").click()
    expect(second.get_by_text("yours is the newest now")).to_be_visible()
    expect(standfirst(second)).to_have_value(second_text)

    # Both versions are kept, side by side.
    second.get_by_role("link", name="Compare the two").click()
    comparison = second.locator("main")
    expect(comparison).to_contain_text("Grace saved this")
    expect(comparison).to_contain_text("Adaeze wrote")
