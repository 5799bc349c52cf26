"""From draft to reader: reporter, copy editor, section editor, and an anonymous browser that looks everywhere."""

import random
import re
from io import BytesIO

import pytest
from PIL import Image as Canvas
from playwright.sync_api import expect

from tests.browser import desk
from tests.browser import story as stories
from tests.browser.conftest import eventually

STORY = stories.read()
CHANGED_STANDFIRST = (
    "Changed after the copy editor asked: what happened, who says so, and what it means for readers here."
)
TOPIC = "Main job topic"
SEARCH_WORDS = " ".join(re.findall(r"[A-Za-z]{5,}", STORY.headline)[:3])


def picture_file() -> dict:
    """Make a picture that the library cannot have yet: it would ask about a second copy."""
    buffer = BytesIO()
    Canvas.effect_mandelbrot((1600, 1000), (-2, -1.2, 1 + random.random(), 1.2), 60).convert("RGB").save(buffer, "JPEG")
    return {"name": "night-ferry.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def paste_from_word_processor(page, html: str) -> None:
    """Put `html` on the real clipboard, as copying in a word processor does, and press Ctrl+V."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """html => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([html], {type: "text/html"}),
            "text/plain": new Blob([""], {type: "text/plain"}),
        })])""",
        html,
    )
    page.keyboard.press("Control+v")


def write_story(page) -> str:
    """Write and save the story as its reporter; return the address of its edit page."""
    page.get_by_role("link", name="Stories", exact=True).click()
    page.get_by_role("link", name="Add story").click()
    page.get_by_label("Politics").check()
    page.get_by_role("button", name="Start writing").click()

    page.get_by_placeholder("Headline").fill(STORY.headline)
    assert f"{len(STORY.headline)} characters" in page.locator(".headline-count").inner_text()
    page.get_by_role("textbox", name="Standfirst").fill(STORY.standfirst)
    editor = page.locator("[contenteditable=true]").first
    editor.click()
    page.keyboard.insert_text(STORY.paragraphs[0])
    page.keyboard.press("Enter")
    paste_from_word_processor(page, STORY.word_processor_html)
    assert STORY.paragraphs[-1][:60] in editor.inner_text()
    page.locator("#panel-child-story-topics-section .tagit-new input").fill(TOPIC)
    page.keyboard.press("Enter")

    page.get_by_role("tab", name="Picture").click()
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("tab", name="Upload").click()
    upload = page.locator(".modal")
    upload.get_by_label("File").set_input_files(picture_file())
    expect(upload.get_by_label("Title")).to_have_value("night-ferry")
    upload.get_by_label("Alt text").fill("A drawn figure of curves within curves")
    upload.get_by_label("Credit").fill("Graphic: A. Tester")
    upload.get_by_role("button", name="Upload").click()
    page.locator(".modal").wait_for(state="detached")

    page.get_by_role("tab", name="Byline").click()
    assert page.get_by_text("Tunde Akinfolarin", exact=True).is_visible()
    page.get_by_role("tab", name="Source").click()
    page.get_by_role("textbox", name="Source name").fill(STORY.source_name)
    page.get_by_role("textbox", name="Source address").fill(f"https://{STORY.source_name}/")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/")
    return page.url


def assert_previews(page) -> None:
    """Open the live preview and find the headline in it, as a story and as a card."""
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    frame.get_by_role("heading", name=STORY.headline, exact=False).first.wait_for()
    page.get_by_label("Preview mode").select_option("card")
    frame.get_by_role("link", name=STORY.headline, exact=False).first.wait_for()
    page.get_by_role("button", name="Toggle preview").click()


@pytest.fixture(scope="module")
def places(newsroom):
    """Every place where a reader may come upon a story from Politics by Tunde Akinfolarin on a topic of its own."""
    return {
        "home page": "/",
        "section front": "/politics/",
        "author's page": "/authors/tunde-akinfolarin/",
        "topic page": "/topics/main-job-topic/",
        "search": f"/search/?q={SEARCH_WORDS.replace(' ', '+')}&sort=newest",
        "site feed": "/feed/",
        "Atom feed": "/feed/atom/",
        "JSON feed": "/feed/json/",
        "section feed": "/politics/feed/",
        "author's feed": "/authors/tunde-akinfolarin/feed/",
        "topic feed": "/topics/main-job-topic/feed/",
        "news sitemap": "/sitemap-news.xml",
    }


def seen_in(reader, places) -> set[str]:
    """Ask each place as an anonymous reader; return those that show this story."""
    found = set()
    for name, path in places.items():
        response = reader.request.get(path)
        if response.ok and "/politics/" + SLUG in response.text():
            found.add(name)
    return found


SLUG = ""


def test_a_story_goes_from_reporter_to_reader(person, reader, places):
    global SLUG
    reporter = person("reporter")
    edit_url = write_story(reporter)
    reporter.get_by_role("tab", name="Publishing").click()
    SLUG = reporter.locator("#id_slug").input_value()
    assert SLUG
    assert_previews(reporter)
    desk.press(reporter, "Submit for review")
    desk.is_told(reporter, "submitted. Now with Politics copy edit.")
    assert seen_in(reader, places) == set()

    copy_editor = person("copyeditor")
    copy_editor.get_by_role("link", name=STORY.headline).first.click()
    desk.press(copy_editor, "Request changes", more=True)
    copy_editor.get_by_role("textbox", name="Comment").fill(
        "The standfirst repeats the headline. Say what it means here."
    )
    copy_editor.locator(".modal").get_by_role("button", name="Request changes").click()
    copy_editor.locator(".modal").wait_for(state="detached")

    reporter.goto(edit_url)
    desk.settle(reporter)
    expect(reporter.get_by_text("Grace Iwuala asked for changes: “The standfirst repeats")).to_be_visible()
    reporter.get_by_role("textbox", name="Standfirst").fill(CHANGED_STANDFIRST)
    desk.press(reporter, "Submit again")
    desk.is_told(reporter, "submitted. Now with Politics copy edit.")

    # Four eyes: the reporter's own page offers no approval.
    reporter.goto(edit_url)
    assert reporter.get_by_role("button", name=re.compile("^Approve")).count() == 0

    approve(copy_editor, edit_url)
    assert seen_in(reader, places) == set()

    section_editor = person("sectioneditor")
    section_editor.goto(edit_url)
    approve(section_editor, edit_url)
    eventually(lambda: seen_in(reader, places) == set(places))

    reader.goto(f"/politics/{SLUG}/")
    assert reader.get_by_role("heading", level=1).inner_text() == STORY.headline
    text = reader.locator("main").inner_text()
    for paragraph in STORY.paragraphs:
        assert paragraph.split("\n")[0][:80] in text
    assert CHANGED_STANDFIRST in text
    assert "Graphic: A. Tester" in text
    assert STORY.source_name in text
    assert reader.get_by_alt_text("A drawn figure of curves within curves").first.is_visible()
    assert reader.context.cookies() == []


def approve(page, edit_url: str) -> None:
    page.goto(edit_url)
    desk.press(page, "Approve( and publish)?")
    page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))
