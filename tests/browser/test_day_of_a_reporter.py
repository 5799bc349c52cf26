"""A reporter's day: from a pitch on the home page to a story that waits for the copy desk."""

import pytest
from playwright.sync_api import expect

from tests.browser import desk

pytestmark = pytest.mark.once

NOTE = "Who says so? Name the source in the second sentence."


def pitch(page, title: str) -> None:
    """Give the reporter a story to write, as the section's editor."""
    page.goto("/admin/desk/board/")
    page.get_by_role("link", name="New pitch").click()
    page.get_by_label("Working headline").fill(title)
    page.get_by_label("Section").select_option(label="Politics")
    page.get_by_label("Assignee").select_option(label="Tunde Akinfolarin")
    page.get_by_role("button", name="Pitch it").click()
    page.wait_for_url("**/board/")


def test_day_of_a_reporter(person):
    title = desk.headline("Ferry fares double on the lagoon")
    pitch(person("sectioneditor"), title)
    page = person("reporter")

    # The pitch is on the home page, and the keyboard starts it.
    begin = desk.panel(page, "My stories").get_by_role("button", name=f"Start writing “{title}”")
    page.reload()
    begin.press("Enter")
    page.wait_for_url("**/edit/")
    edit_url = page.url
    assert page.get_by_placeholder("Headline").input_value() == title

    # What is typed is kept without a button.
    desk.settle(page)
    desk.standfirst(page).click()
    page.keyboard.type("Traders paid ₦800 on Monday and TK naira on Tuesday.")
    page.locator("[data-contentpath=body] [contenteditable=true]").click()
    page.keyboard.type("The night boat doubled its fare between two crossings.")
    desk.settle(page, edited=True)
    desk.settle(page)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(page.locator("[data-contentpath=body]")).to_contain_text("between two crossings.")
    expect(desk.standfirst(page)).to_have_value("Traders paid ₦800 on Monday and TK naira on Tuesday.")

    # The checklist names what is open, follows each save, and takes a tick from the keyboard.
    desk.settle(page)
    page.get_by_role("button", name="Toggle checklist").click()
    checklist = page.locator("[data-checklist]")
    open_items = checklist.locator(".desk-checklist__item--open")
    expect(open_items.filter(has_text="No placeholders")).to_contain_text("Something is still to come: “TK”.")
    expect(checklist.get_by_role("status")).to_contain_text("2 required items open")
    desk.standfirst(page).fill("Traders paid ₦800 on Monday and ₦1,600 on Tuesday.")
    expect(checklist.get_by_text("You have changes that are not saved.")).to_be_visible()
    expect(open_items.filter(has_text="No placeholders")).to_have_count(0)
    expect(checklist.get_by_text("You have changes that are not saved.")).to_be_hidden()
    checklist.get_by_label("No picture").press("Space")
    expect(checklist.get_by_role("status")).to_contain_text("Nothing required is missing.")
    expect(checklist.get_by_label("No picture")).to_be_checked()
    expect(checklist.get_by_label("No picture")).to_be_focused()

    desk.press(page, "Submit for review")
    desk.is_told(page, f"“{title}”: submitted. Now with Politics copy edit.")
    page.goto("/admin/")
    expect(desk.row(desk.panel(page, "My stories"), title)).to_contain_text("waits for Grace Iwuala")

    # Sent back with a note, and submitted again.
    desk.move(person("copyeditor"), int(edit_url.rstrip("/").split("/")[-2]), "draft", NOTE)
    page.reload()
    expect(desk.row(desk.panel(page, "My stories"), title)).to_contain_text("Changes requested")
    expect(desk.row(desk.panel(page, "My stories"), title)).to_contain_text(NOTE)
    desk.panel(page, "My stories").get_by_role("link", name=title).press("Enter")
    desk.is_told(page, f"Grace Iwuala asked for changes: “{NOTE}”")
    desk.standfirst(page).fill("Traders paid ₦800 on Monday and ₦1,600 on Tuesday, says the jetty's clerk.")
    desk.press(page, "Submit again")
    desk.is_told(page, f"“{title}”: submitted. Now with Politics copy edit.")

    # Where it stands: on the board, and in review for its writer.
    page.goto("/admin/desk/board/")
    expect(desk.column(page, "copy_edit")).to_contain_text(title)
    page.goto(edit_url)
    expect(page.locator("footer").get_by_role("button", name="Take back from review")).to_be_visible()
