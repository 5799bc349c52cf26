"""A moderator's work: by keyboard, by hand, with many at once, on a phone."""

import random
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import eventually
from tests.browser.fill_replies import fill

pytestmark = pytest.mark.once

SETTLE = "document.getAnimations().filter(one => one instanceof CSSTransition).forEach(one => one.finish())"


@pytest.fixture
def queue(person, newsroom):
    """Open the queue of a moderator with so many replies by a name of their own."""

    def open_queue(number: int, username: str = "moderator") -> tuple[Page, str]:
        name = f"Writer{random.randrange(10**8)}"
        fill(newsroom, name, number)
        page = person(username)
        page.goto(f"/admin/replies/?q={name}")
        expect(rows(page)).to_have_count(number)
        return page, name

    return open_queue


def rows(page: Page):
    return page.locator("[data-reply]:not(.reply-row--leaving)")


def stored(page: Page, name: str, tab: str) -> int:
    """Count the replies by a name that the server shows in a tab."""
    return page.request.get(f"/admin/replies/?q={name}&tab={tab}").text().count("<article")


def is_told(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(words)


def test_twenty_decisions_by_keyboard_alone(queue):
    page, name = queue(20)
    for act in "j" + "aras" * 5:
        page.keyboard.press(act)

    # No pointer was used, and nothing was waited for in between.
    expect(rows(page)).to_have_count(0)
    expect(page.locator("[data-none]")).to_be_visible()
    eventually(lambda: stored(page, name, "waiting") == 0)
    assert [stored(page, name, tab) for tab in ("approved", "rejected", "spam")] == [10, 5, 5]


def test_focus_goes_on_to_the_next_and_undo_brings_it_back(queue):
    page, name = queue(3)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-reply]:focus")).to_contain_text(f"{name} 2")
    page.keyboard.press("r")
    expect(page.locator("[data-reply]:focus")).to_contain_text(f"{name} 3")
    is_told(page, "1 reply rejected.")

    page.keyboard.press("u")
    is_told(page, "Taken back: 1 reply as before.")
    expect(rows(page)).to_have_count(3)
    expect(page.locator("[data-reply]:focus")).to_contain_text(f"{name} 2")
    assert stored(page, name, "waiting") == 3

    # It can be decided about again as if nothing had been.
    page.keyboard.press("a")
    is_told(page, "1 reply approved.")
    assert stored(page, name, "approved") == 1


def test_keys_rest_while_somebody_types_and_can_be_switched_off(queue):
    page, _ = queue(2)
    search = page.get_by_label("Search", exact=True)
    search.fill("")
    search.press_sequentially("ara")
    expect(search).to_have_value("ara")
    expect(rows(page)).to_have_count(2)

    page.get_by_role("button", name="Keyboard").click()
    page.get_by_label("Use these keys in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("a")
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).not_to_be_visible()
    page.reload()
    page.keyboard.press("a")
    expect(rows(page)).to_have_count(2)


def test_several_are_chosen_and_decided_together(queue):
    page, name = queue(4)
    page.get_by_label("All on this page").check()
    rows(page).nth(1).get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Spam chosen").click()

    is_told(page, "3 replies put with the spam.")
    expect(rows(page)).to_have_count(1)
    assert stored(page, name, "spam") == 3


def test_what_another_decided_is_put_back_with_who_did(queue, person):
    page, name = queue(2)
    other = person("managingeditor")
    other.goto(f"/admin/replies/?q={name}")
    other.locator("[data-reply]").first.get_by_role("button", name=re.compile("^Approve")).click()
    is_told(other, "1 reply approved.")

    rows(page).first.get_by_role("button", name=re.compile("^Reject")).click()

    expect(page.locator("[data-row-said]").first).to_contain_text("Rukayat Oduya approved it on")
    expect(rows(page)).to_have_count(2)


def test_no_answer_puts_the_row_back(queue):
    page, name = queue(1)
    page.route("**/replies/decide/", lambda route: route.abort())
    page.keyboard.press("a")
    expect(page.locator("[data-row-said]")).to_contain_text("No answer from the server")
    expect(rows(page)).to_have_count(1)
    assert stored(page, name, "waiting") == 1


def test_text_is_edited_and_its_writer_banned(queue):
    page, name = queue(1)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_url("**/edit/**")
    page.get_by_label("Text").fill("Reply 1 says who took the money.")
    page.get_by_role("button", name="Save the text").click()
    expect(rows(page)).to_contain_text("who took the money")
    expect(rows(page)).to_contain_text("Edited by a moderator")

    rows(page).get_by_role("link", name=re.compile("^Ban")).click()
    page.get_by_label("Also put what waits").check()
    page.get_by_role("button", name="Ban", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Banned.")
    assert stored(page, name, "spam") == 1


def test_plain_forms_do_without_scripts(queue, browser, newsroom):
    page, name = queue(3)
    context = browser.new_context(
        base_url=newsroom.url, storage_state=page.context.storage_state(), java_script_enabled=False
    )
    plain = context.new_page()
    plain.goto(f"/admin/replies/?q={name}")
    plain.locator("[data-reply]").first.get_by_role("button", name=re.compile("^Approve")).click()
    expect(plain.locator("body")).to_contain_text("1 reply approved.")
    for box in plain.locator("[data-reply] [name=reply]").all():
        box.check()
    plain.get_by_role("button", name="Reject chosen").click()
    expect(plain.locator("body")).to_contain_text("2 replies rejected.")
    context.close()
    assert [stored(page, name, tab) for tab in ("approved", "rejected")] == [1, 2]


def test_story_is_closed_from_its_editor_without_leaving_it(person):
    page = person("sectioneditor")
    page.goto("/admin/stories/?q=Paid for and never begun")
    page.get_by_role("link", name="Paid for and never begun").first.click()
    page.get_by_role("button", name="Toggle replies").click()
    page.get_by_role("button", name="Closed", exact=True).click()
    expect(page.locator("[data-switch-said]")).to_contain_text("Nobody can reply.")
    expect(page.get_by_role("button", name="Closed", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("[data-switch-said]")).to_contain_text("Readers can reply.")


@pytest.mark.parametrize("screen", ["queue", "history", "edit", "ban", "bans"])
def test_screens_by_day_by_night_and_on_a_phone(queue, assert_accessible, screen):
    page, _ = queue(2)
    if screen == "bans":
        page.goto("/admin/replies/bans/")
    elif screen != "queue":
        rows(page).first.get_by_role("link", name=re.compile(f"^{screen.title()}")).click()
    page.wait_for_load_state("networkidle")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLE)
        assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.querySelector('main').scrollWidth") <= 390
