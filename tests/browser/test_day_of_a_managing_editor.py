"""A managing editor's day: people, an emergency, a story that has to go, a link for a lawyer."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.conftest import eventually

pytestmark = pytest.mark.once

REASON = "The court ruled ten minutes ago, and everybody else has it."


@pytest.fixture
def outsider(browser, newsroom):
    """Open addresses in a browser without a session, as a lawyer does who got a link by mail."""
    context = browser.new_context(base_url=newsroom.url)
    yield context.new_page()
    context.close()


def choose(page, name: str) -> None:
    """Choose from the menu beside the story's headline."""
    page.locator("header").get_by_role("button", name="Actions").click()
    page.get_by_role("link", name=name).click()


def test_people_of_a_desk(person):
    page = person("managingeditor")
    page.get_by_role("link", name="Desks", exact=True).click()
    page.get_by_role("link", name="Business", exact=True).first.click()
    photographer = page.get_by_role("listitem").filter(has_text="Emeka Nwafor-Bright")
    field = page.get_by_label("Add to Business reporters")
    field.fill("Emeka Nwafor-Bright (photodesk)")
    field.press("Enter")
    desk.is_told(page, "Emeka Nwafor-Bright")
    expect(photographer.first).to_be_visible()

    # The new reporter of Business sees its board from now on, and not after.
    newcomer = person("photodesk")
    newcomer.get_by_role("link", name="Board", exact=True).click()
    expect(newcomer.get_by_role("heading", name="Board", level=1)).to_be_attached()
    page.get_by_role("link", name="Remove Emeka Nwafor-Bright from Business reporters").click()
    page.get_by_role("button", name=re.compile("^Remove")).click()
    expect(page.get_by_role("link", name="Remove Emeka Nwafor-Bright from Business reporters")).to_have_count(0)
    newcomer.goto("/admin/")
    expect(newcomer.get_by_role("link", name="Board", exact=True)).to_have_count(0)


def test_emergency_and_kill(person, reader):
    title = desk.headline("Court stops the levy")
    story = desk.file_draft(person("reporter"), title)
    page = person("managingeditor")
    desk.open_story(page, story)
    page.get_by_role("tab", name="Publishing").click()
    path = f"/politics/{page.locator('#id_slug').input_value()}/"

    # Without review, with a reason.
    desk.press(page, "Publish without review…", more=True)
    page.get_by_label("Why can it not wait?").fill(REASON)
    page.get_by_role("button", name="Publish without review").click()
    desk.is_told(page, "is live, without review")
    eventually(lambda: title in reader.request.get("/politics/").text())
    assert reader.request.get(path).status == 200

    # It stays in sight until somebody else has read it.
    page.goto("/admin/desk/board/")
    expect(desk.card(desk.column(page, "live"), title)).to_be_visible()
    expect(page.locator(".desk-alerts")).to_contain_text("without review")
    section_editor = person("sectioneditor")
    section_editor.goto("/admin/reports/without-review/")
    published = desk.row(section_editor, title)
    expect(published).to_contain_text(REASON)
    published.get_by_role("button", name="Read afterwards").click()
    desk.is_told(section_editor, f"You have read “{title}”.")
    expect(published).to_contain_text("Adaeze Umenwa")

    # Killed: readers learn that it is gone.
    desk.open_story(page, story)
    choose(page, "Kill this story")
    page.get_by_label("Reason").fill("The levy was never passed.")
    page.get_by_role("button", name="Kill the story").click()
    desk.is_told(page, "Killed.")
    gone = eventually(lambda: (answer := reader.request.get(path)).status == 410 and answer)
    assert title not in gone.text()
    assert title not in reader.request.get("/politics/").text()

    # Brought back, it is a draft that nobody reads before its review.
    choose(page, "Bring this story back")
    page.get_by_label("Reason").fill("It was passed after all.")
    page.get_by_role("button", name="Bring it back").click()
    desk.is_told(page, "Brought back, as a draft.")
    eventually(lambda: reader.request.get(path).status == 404)
    expect(page.locator("footer").get_by_role("button", name="Submit for review")).to_be_visible()


def test_link_for_a_lawyer(person, outsider):
    title = desk.headline("Levy papers named three councillors")
    story = desk.file_draft(person("reporter"), title)
    page = person("managingeditor")
    desk.open_story(page, story)
    choose(page, "Preview links")
    page.get_by_label("For whom").fill("A lawyer")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("textbox", name="Preview link").input_value()

    answer = outsider.goto(link)
    assert answer.status == 200
    assert "no-store" in answer.headers["cache-control"]
    assert "noindex" in answer.headers["x-robots-tag"]
    expect(outsider.get_by_role("heading", level=1)).to_have_text(title)
    assert outsider.context.cookies() == []

    page.get_by_role("button", name="Revoke the link for A lawyer").click()
    desk.is_told(page, "The preview link for A lawyer is closed.")
    assert outsider.goto(link).status == 404
    expect(outsider.locator("body")).not_to_contain_text(title)
