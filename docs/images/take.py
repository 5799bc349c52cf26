"""Take the pictures of docs/desk-tour.md and docs/curating.md from a running demo newsroom, as make run loads it.

    DEMO_PASSWORD=… PYTHONPATH=. .venv/bin/python docs/images/take.py http://127.0.0.1:8000 [fronts]

Nothing in the newsroom is changed.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS, chromium, log_in

HERE = Path(__file__).parent
SIZE = {"width": 1280, "height": 800}
LIMIT = 120_000  # bytes


def edit(page: Page, headline: str) -> None:
    page.goto(f"/admin/stories/?q={headline}")
    page.get_by_role("link", name=headline).first.click()
    page.wait_for_url("**/edit/")


def home(page: Page) -> None:
    page.goto("/admin/")


def board(page: Page) -> None:
    page.goto("/admin/desk/board/")


def pitch(page: Page) -> None:
    board(page)
    page.get_by_role("link", name="Why the Senate's new chamber").first.click()
    page.get_by_role("button", name="Start writing").wait_for()


def checklist(page: Page) -> None:
    edit(page, "House weighs car loans")
    page.get_by_role("button", name="Toggle checklist").click()
    page.get_by_text("No placeholders").wait_for()


def changes_requested(page: Page) -> None:
    edit(page, "The sergeant who ends the shouting")


def embargo(page: Page) -> None:
    edit(page, "Auditors look for 60 rescue boats")
    page.get_by_role("button", name="Toggle status").click()


def bundle(page: Page) -> None:
    page.goto("/admin/bundles/")
    page.get_by_role("link", name="Borrowing bill").click()


def calendar(page: Page) -> None:
    page.goto("/admin/desk/calendar/?view=week")


def emergency(page: Page) -> None:
    page.goto("/admin/reports/without-review/")


def update(page: Page) -> None:
    page.goto("/politics/constituency-projects-never-begun/")
    page.locator("details.changes summary").click()
    page.evaluate("document.querySelector('#changes').scrollIntoView({block: 'center', behavior: 'instant'})")


def kill(page: Page) -> None:
    edit(page, "Paid for and never begun")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Kill this story").click()


def preview_links(page: Page) -> None:
    edit(page, "House weighs car loans")
    page.goto(page.url.replace("/pages/", "/stories/").replace("/edit/", "/preview-links/"))


def desk(page: Page) -> None:
    page.goto("/admin/desks/")
    page.get_by_role("link", name="Politics").first.click()


def front(page: Page) -> None:
    page.goto("/admin/fronts/")
    page.get_by_role("link", name="Curate Home").click()
    page.locator("[data-feed] .front-story").first.wait_for()


def front_card(page: Page) -> None:
    front(page)
    page.locator("[data-container]").nth(1).get_by_role("button", name="Edit").first.click()
    page.get_by_role("textbox", name="Headline").wait_for()


def front_why(page: Page) -> None:
    front(page)
    page.locator("[data-feed] [data-why]").nth(1).click()
    page.locator(".front-why").wait_for()


PICTURES = {
    "fronts/board": ("homeeditor", front),
    "fronts/card": ("homeeditor", front_card),
    "fronts/why": ("homeeditor", front_why),
    "desk/home": ("sectioneditor", home),
    "desk/board": ("managingeditor", board),
    "desk/pitch": ("sectioneditor", pitch),
    "desk/changes-requested": ("reporter", changes_requested),
    "desk/checklist": ("reporter", checklist),
    "desk/embargo": ("sectioneditor", embargo),
    "desk/bundle": ("managingeditor", bundle),
    "desk/calendar": ("managingeditor", calendar),
    "desk/emergency": ("sectioneditor", emergency),
    "desk/update": ("", update),
    "desk/kill": ("managingeditor", kill),
    "desk/preview-links": ("reporter", preview_links),
    "desk/desk": ("managingeditor", desk),
}


def compress(shot: bytes) -> bytes:
    """Return a screenshot as WebP, as good as LIMIT allows."""
    picture = Image.open(BytesIO(shot)).convert("RGB")
    for quality in (90, 80, 70, 60):
        file = BytesIO()
        picture.save(file, "WEBP", quality=quality, method=6)
        if file.tell() < LIMIT:
            break
    return file.getvalue()


def main(address: str, only: str = "") -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        pages: dict[str, Page] = {}
        for name, (person, go) in PICTURES.items():
            if not name.startswith(only):
                continue
            if person not in pages:
                pages[person] = browser.new_context(base_url=address, viewport=SIZE).new_page()
                if person:
                    log_in(pages[person], person)
            page = pages[person]
            go(page)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(800)  # notices slide in
            file = HERE / f"{name}.webp"
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(compress(page.screenshot()))
            print(name)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
