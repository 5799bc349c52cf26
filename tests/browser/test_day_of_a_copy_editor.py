"""A copy editor's day: what waits, what changed, a note in the margin, and nobody's approval of their own commas."""

import pytest
from playwright.sync_api import expect

from tests.browser import desk

pytestmark = pytest.mark.once

MENDED = "The court gave the commission thirty days, and its clerk says that the clock runs already."
NOTE = "Thirty working days, or thirty days?"


def test_day_of_a_copy_editor(person):
    fares, audit = desk.headline("Ferry fares double on the lagoon"), desk.headline("Auditors open the flood fund")
    reporter = person("reporter")
    first, second = desk.file_draft(reporter, fares), desk.file_draft(reporter, audit)
    desk.open_story(reporter, first)
    desk.standfirst(reporter).fill(MENDED)
    desk.press(reporter, "Submit for review")
    desk.is_told(reporter, "submitted. Now with Politics copy edit.")
    desk.move(reporter, second, "copy_edit")

    # What waits stands on the home page.
    page = person("copyeditor")
    waiting = desk.panel(page, "Waiting for me")
    expect(waiting).to_contain_text(audit)
    waiting.get_by_role("link", name=fares).press("Enter")
    page.wait_for_url(f"**/pages/{first}/edit/")

    # What has changed since the version before.
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Compare with previous version").first.click()
    expect(page.locator("main")).to_contain_text("the clock runs already")
    expect(page.locator("main .deletion").first).to_be_visible()

    # A note in the margin is no edit: the approval stays the copy editor's.
    desk.open_story(page, first)
    field = page.locator("[data-contentpath=standfirst]")
    field.get_by_role("button", name="Add comment").click()
    page.get_by_role("textbox", name="Enter your comments").fill(NOTE)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text(NOTE).first).to_be_attached()
    expect(page.locator("footer").get_by_role("button", name="Approve", exact=True)).to_be_visible()

    # A comma is one: somebody else has to approve it, and the page says who can.
    desk.open_story(page, second)
    desk.standfirst(page).fill(MENDED.replace(",", ";"))
    desk.press(page, "Save draft", more=True)
    desk.is_told(page, "You cannot approve this version: you edited it last.")
    desk.is_told(page, "Adaeze Umenwa")
    assert page.get_by_role("button", name="Approve").count() == 0
    page.goto("/admin/")
    assert waiting.get_by_text(audit).count() == 0

    # It goes back with a note.
    desk.open_story(page, second)
    desk.press(page, "Request changes", more=True)
    modal = page.locator(".modal")
    modal.get_by_role("textbox", name="Comment").fill("The second paragraph says it twice.")
    modal.get_by_role("button", name="Request changes").click()
    desk.is_told(page, f"“{audit}”: sent back to Tunde Akinfolarin.")
    desk.open_story(reporter, second)
    desk.is_told(reporter, "Grace Iwuala asked for changes: “The second paragraph says it twice.”")

    # The other one is approved, by the button in sight.
    desk.open_story(page, first)
    desk.press(page, "Approve")
    desk.is_told(page, f"“{fares}”: approved. Now with Politics section editor.")
    desk.open_story(reporter, first)
    expect(reporter.get_by_text(NOTE).first).to_be_attached()
