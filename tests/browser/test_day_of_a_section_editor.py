"""A section editor's day: the board, the calendar, the last approval, a bundle, a correction."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.conftest import eventually

pytestmark = pytest.mark.once


def in_review(person, *titles: str, column: str) -> list[int]:
    """Bring complete drafts of the reporter's to a step of their review."""
    reporter, copy_editor = person("reporter"), person("copyeditor")
    found = [desk.file_draft(reporter, title) for title in titles]
    for story in found:
        desk.move(reporter, story, "copy_edit")
        if column == "section_edit":
            desk.move(copy_editor, story, "section_edit")
    return found


def test_day_on_the_board_and_in_the_calendar(person, reader):
    dragged, published, scheduled = (
        desk.headline(words) for words in ("Ferry fares double", "Court opens the flood fund", "Lagoon council meets")
    )
    in_review(person, dragged, column="copy_edit")
    _, later = in_review(person, published, scheduled, column="section_edit")
    page = person("sectioneditor")
    page.get_by_role("link", name="Board", exact=True).click()

    # By drag, to the next column only: any other is refused in words.
    desk.card(page, dragged).drag_to(desk.column(page, "live").get_by_role("heading").first)
    expect(page.locator("[data-board-said]")).to_contain_text("no step is skipped")
    expect(desk.card(desk.column(page, "copy_edit"), dragged)).to_be_visible()
    desk.card(page, dragged).drag_to(desk.column(page, "section_edit").get_by_role("heading").first)
    expect(page.locator("[data-board-said]")).to_contain_text("is in “Section editor” now")
    moved = desk.card(desk.column(page, "section_edit"), dragged)
    expect(moved.get_by_role("link", name=dragged, exact=True)).to_be_focused()

    # By keyboard: the last approval, which readers see at once.
    desk.card(page, published).locator("summary").press("Enter")
    desk.card(page, published).get_by_role("button", name="Live today: approve and publish").press("Enter")
    expect(desk.card(desk.column(page, "live"), published)).to_be_visible()
    expect(desk.card(page, published).get_by_role("link", name=published, exact=True)).to_be_focused()
    eventually(lambda: published in reader.request.get("/politics/").text())

    # A time is set, and the last approval schedules.
    when = (datetime.now() + timedelta(days=2)).replace(hour=9, minute=30)
    desk.open_story(page, later)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    page.get_by_role("textbox", name="Go live date/time").fill(f"{when:%Y-%m-%d %H:%M}")
    picker = page.locator(".xdsoft_datetimepicker:visible")
    picker.wait_for()  # it comes a moment after the focus, and would cover the button
    page.get_by_role("heading", name="Set publishing schedule").click()
    expect(picker).to_have_count(0)
    page.get_by_role("button", name="Save schedule").click()
    expect(page.locator("footer").get_by_role("button", name="Approve and schedule", exact=True)).to_be_visible()
    desk.settle(page)
    desk.press(page, "Approve and schedule")
    desk.is_told(page, f"“{scheduled}”: approved. It goes live on")
    page.get_by_role("link", name="Calendar", exact=True).click()
    if when.month != datetime.now().month:
        page.get_by_role("link", name="Next month").click()
    expect(page.get_by_role("cell").filter(has_text=scheduled)).to_contain_text("09:30")
    assert scheduled not in reader.request.get("/politics/").text()


def choose_story(page, title: str) -> None:
    page.get_by_role("button", name="Choose a page").click()
    modal = page.locator(".modal")
    words = modal.get_by_role("textbox", name="Search term")

    def found() -> int:
        words.fill("")
        words.fill(title)
        page.wait_for_timeout(1_000)
        return modal.get_by_role("link", name=title).count()

    # The worker puts stories into the admin's search one by one; after the first start all of the demo is before them.
    eventually(found)
    modal.get_by_role("link", name=title).click()
    modal.wait_for(state="detached")


def test_bundle_and_correction(person, reader):
    first, second = desk.headline("Lagoon fund pays"), desk.headline("Lagoon fund repays")
    stories = in_review(person, first, second, column="section_edit")
    page = person("sectioneditor")

    # Two stories wait for each other, and go live together.
    page.get_by_role("link", name="Bundles", exact=True).click()
    page.get_by_role("link", name="Add bundle").click()
    page.get_by_role("textbox", name="Title").fill(desk.headline("Fund day"))
    page.get_by_role("button", name="Create").click()
    bundle = page.url
    for title in (first, second):
        choose_story(page, title)
        page.get_by_role("button", name="Add to the bundle").click()
        expect(desk.row(page, title)).to_contain_text("waits for")
    for story in stories:
        desk.open_story(page, story)
        desk.press(page, "Approve for its bundle")
        desk.is_told(page, "approved. It goes live with its bundle.")
    assert first not in reader.request.get("/politics/").text()
    page.goto(bundle)
    expect(desk.row(page, first)).to_contain_text("approved")
    page.get_by_role("button", name="Publish now").click()
    desk.is_told(page, "readers can read all stories of the bundle now")
    eventually(lambda: all(title in reader.request.get("/politics/").text() for title in (first, second)))

    # A correction is an edit like any other: others approve it, and then it stands where readers look.
    correction = f"An earlier version of “{first}” gave the wrong number."
    desk.open_story(page, stories[0])
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Add a correction").click()
    expect(page.get_by_role("textbox", name="Text", exact=False).last).to_be_focused()
    page.keyboard.type(correction)
    desk.press(page, "Submit for review")
    desk.is_told(page, "submitted. Now with Politics copy edit.")
    assert correction not in reader.request.get("/corrections/").text()
    desk.move(person("copyeditor"), stories[0], "section_edit")
    desk.move(person("managingeditor"), stories[0], "live")
    eventually(lambda: correction in reader.request.get("/corrections/").text())
