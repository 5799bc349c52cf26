"""What a day at the desk needs at hand: stories in any state, made over the newsroom's own addresses."""

import json
import random
import re

from playwright.sync_api import Locator, Page, expect

SOURCE = "/admin/api/main/pages/?type=news.Article&slug=appeal-court-flood-fund-audit"
SEND = """async ([path, type, body]) => {
    const headers = {"X-CSRFToken": wagtailConfig.CSRF_TOKEN, "Content-Type": type, Accept: "application/json"};
    const answer = await fetch(path, {method: "POST", headers, body});
    return [answer.status, await answer.text()];
}"""


def headline(words: str) -> str:
    """Return a headline that a newsroom which runs on cannot have yet."""
    return f"{words}, as number {random.randrange(10**6)} of the survey says"


def send(page: Page, path: str, body: str, content_type: str) -> dict:
    status, text = page.evaluate(SEND, [path, content_type, body])
    assert status < 300, (path, status, text[:500])
    return json.loads(text)


def file_draft(page: Page, title: str) -> int:
    """File a draft that lacks nothing, as the person at `page`: a copy of a story of Politics; return its id."""
    source = page.request.get(SOURCE).json()["items"][0]["id"]
    body = {"title": title, "slug": f"copy-{random.randrange(10**9)}", "recursive": False, "keep_live": False}
    return send(page, f"/admin/api/main/pages/{source}/action/copy/", json.dumps(body), "application/json")["id"]


def move(page: Page, story: int, column: str, note: str = "") -> None:
    """Move a story's card, as the board's script does."""
    body = f"move=story-{story}+{column}&note={note.replace(' ', '+')}"
    answer = send(page, "/admin/desk/board/move/", body, "application/x-www-form-urlencoded")
    assert answer["moved"], answer["message"]


def open_story(page: Page, story: int) -> None:
    page.goto(f"/admin/pages/{story}/edit/")
    settle(page)


def settle(page: Page, edited: bool = False) -> None:
    """Wait until all is saved, as the editor's scripts see it; with `edited` until they have seen a change."""
    page.locator(f"[data-edit-form][data-w-unsaved-has-edits-value={str(edited).lower()}]").wait_for()


def standfirst(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Standfirst")


def panel(page: Page, name: str) -> Locator:
    """Return a panel of the home page."""
    return page.locator(".w-panel").filter(has=page.get_by_role("heading", name=name))


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("row").filter(has_text=title)


def card(page: Page, title: str) -> Locator:
    return page.locator("[data-card]").filter(has_text=title)


def column(page: Page, key: str) -> Locator:
    return page.locator(f"[data-column={key}]")


def press(page: Page, name: str, *, more: bool = False) -> None:
    """Press a button of the editor's action menu; `more` when it stands behind the arrow."""
    footer = page.locator("footer")
    if more:
        footer.get_by_role("button", name="More actions").click()
        footer = page.locator("body")
    footer.get_by_role("button", name=re.compile(f"^{name}$")).click()


def is_told(page: Page, words: str) -> None:
    expect(page.locator(".messages")).to_contain_text(words)
