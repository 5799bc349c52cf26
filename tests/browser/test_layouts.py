"""Every layout of containers with one, some and all of its cards, at every width: nothing sticks out, nothing overlaps.

Nothing is launched: the preview of a section's front shows its drafts. SCREENSHOTS=<folder> keeps a picture of each.
"""

import itertools
import json
import os
import re
from datetime import datetime, timedelta

import pytest

from news.fronts.layouts import CHOICES, LAYOUTS
from tests.browser import desk
from tests.browser.conftest import log_in

pytestmark = pytest.mark.once

FRONT = "/admin/api/main/pages/?slug=sport"  # nobody curates it
FORM = "application/x-www-form-urlencoded"
OFFERED = [LAYOUTS[key] for key, _ in CHOICES]
WIDTHS = [390, 768, 1280]
COUNTS = {
    "one": lambda layout: 1,
    "middle": lambda layout: layout.max_cards // 2 + 1,
    "most": lambda layout: layout.max_cards,
}
LONG = (
    ", the commission says, after eleven hours of counting in four states where the roads were under water, the lamps "
    "had no oil and the clerks who should have counted waited for boats that never came"
)
SHORT = [
    "Verdict", "Flood", "Interparliamentarisation", "Why?", "Strike", "Ọ̀ṣun", "Rain", "Counterrevolutionaries", "Ferry",
    "₦1,000", "Salt", "Vote",
]  # fmt: skip

PROBLEMS = """() => {
    const problems = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) problems.push(`the page scrolls sideways: ${root.scrollWidth}`);
    const parts = `.container__title, .container__description, .card__breaking, .kicker, .card__voice, .card__meta,
        .card__headline, .card__standfirst, .card__sublinks > li, .card__picture, .portrait, .ticker > li`;
    for (const container of document.querySelectorAll("main .container")) {
        const say = (what, part) => problems.push(`${container.className}: ${what}: ${part.textContent.trim()}`);
        const shown = [...container.querySelectorAll(parts)].filter(part => part.checkVisibility());
        const boxes = shown.map(part => part.getBoundingClientRect());
        const line = document.createRange();
        shown.forEach((part, index) => {
            const box = boxes[index];
            if (part.matches(".dotted")) return;  // sticks out to the left by intent
            if (!part.matches(".card__picture, .portrait")) {
                line.selectNodeContents(part);
                const text = line.getBoundingClientRect();
                if (text.right > box.right + 1 || text.left < box.left - 1) say("text sticks out", part);
            } else if (box.width < 48 || box.height < 48) say("a picture too small to see", part);
            if (!part.closest(".reel") && (box.right > innerWidth || box.left < 0)) say("off the page", part);
            for (let other = index + 1; other < shown.length; other++) {
                if (part.contains(shown[other])) continue;
                const across = Math.min(box.right, boxes[other].right) - Math.max(box.left, boxes[other].left);
                const down = Math.min(box.bottom, boxes[other].bottom) - Math.max(box.top, boxes[other].top);
                if (across > 1 && down > 1) say("lies over another", part);
            }
        });
        for (const part of container.querySelectorAll(":scope *:not(.placeholder, .placeholder *, picture, img)")) {
            const cuts = getComputedStyle(part).overflow !== "visible" && !part.matches(".reel, .card__picture");
            if (cuts && part.scrollHeight > part.clientHeight + 1) say("is cut off", part);
        }
        for (const row of container.querySelectorAll(".columns:not(.lead__beside)")) {
            const last = row.lastElementChild.getBoundingClientRect();
            if (row.getBoundingClientRect().right - last.right > 2) say("a row is not full", row);
        }
        const [large, ...others] = [...container.querySelectorAll(".card__headline")].map(
            headline => parseFloat(getComputedStyle(headline).fontSize));
        if (container.matches(".container--lead, .container--package") && large < 1.15 * Math.max(...others))
            say("the first headline is not the largest", container);
        for (const link of container.querySelectorAll("h2 a, h3 a, .card__sublinks a")) {
            const target = (link.closest(".ticker > li") ?? link.closest("h2, h3, li")).getBoundingClientRect();
            if (target.height < 18 || target.width < 24) say("too small to touch", link);
        }
    }
    return problems;
}"""

LOADED = """() => Promise.all([...document.images].map(image => {
    image.loading = "eager";
    return image.decode().catch(() => null);
}))"""


class Sheet:
    """One container of each layout, as drafts on a front."""

    def __init__(self, page) -> None:
        self.page = page
        self.url = f"/admin/fronts/{page.request.get(FRONT).json()['items'][0]['id']}/"
        feeds = [page.request.get(f"{self.url}feed/?section=&p={number}").text() for number in (1, 2, 3)]
        self.stories = [int(key) for feed in feeds for key in re.findall(r'data-story="(\d+)"', feed)]
        images = page.request.get("/admin/api/main/images/?limit=20").json()
        self.pictures = [row["id"] for row in images["items"]]
        self.before = list(self.versions())
        self.containers = {layout.key: self.add(layout) for layout in OFFERED}

    def versions(self) -> dict[int, str]:
        found = self.page.request.get(f"{self.url}containers/").json()["containers"]
        return {row["id"]: row["version"] for row in found}

    def post(self, action: str, values: dict) -> dict:
        body = "&".join(f"{name}={value}" for name, value in values.items())
        return desk.send(self.page, f"{self.url}{action}/", body, FORM)

    def add(self, layout) -> int:
        base = ",".join(map(str, self.versions()))
        return self.post("order", {"base": base, "title": layout.label, "layout": layout.key})["order"][-1]

    def fill(self, count: str, words: str) -> None:
        """Give every container its cards, but those that fill themselves; no story stands twice."""
        versions, stories = self.versions(), iter(self.stories)
        sent = []
        for layout in OFFERED:
            if layout.by_readers:
                continue
            rows = [self.card(layout, place, words, stories) for place in range(COUNTS[count](layout))]
            key = self.containers[layout.key]
            sent.append({"id": key, "base": versions[key], "cards": rows})
        desk.send(self.page, f"{self.url}save/", json.dumps({"containers": sent}), "application/json")

    def card(self, layout, place: int, words: str, stories) -> dict:
        word = SHORT[place % len(SHORT)]
        value: dict = {"headline": {"long": f"{word}{LONG}"[:200], "short": word}.get(words, "")}
        if words == "short":
            value |= {"hide_picture": True, "standfirst": "One line."}
        if words == "mixed" and place in (1, 4):
            value |= {"headline": f"{word}{LONG}"[:200]}
        if words == "mixed" and place in (2, 5):
            value |= {"hide_picture": True}
        if words == "mixed" and place in (0, 3):
            value |= {"breaking_until": f"{datetime.now() + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"}
            value |= {"sublinks": [self.line("What the clerks saw"), self.line(f"Three states{LONG}"[:120])]}
            value |= {"second_picture": self.pictures[place]}
        if words == "long" and place == 1:
            value |= {"boost": "mega"}
        if layout.key == "strip":  # the demo has fewer stories than all layouts take, and links are cards too
            value |= {"url": "/about/", "headline": value["headline"] or f"{word} and what it means"}
            value |= {} if place == 2 else {"picture": self.pictures[place]}
            return {"id": f"{layout.key}-{place}", "type": "link", "value": value}
        return {"id": f"{layout.key}-{place}", "type": "article", "value": {**value, "article": next(stories)}}

    @staticmethod
    def line(words: str) -> dict:
        return {"id": words[:5], "type": "item", "value": {"url": "/about/", "headline": words}}

    def remove(self) -> None:
        order = {"base": ",".join(map(str, self.versions())), "order": ",".join(map(str, self.before))}
        self.post("order", order)
        for key in self.containers.values():
            status, _ = self.page.evaluate(desk.SEND, [f"/admin/snippets/news/container/delete/{key}/", FORM, ""])
            assert status == 200


@pytest.fixture(scope="module")
def sheet(browser, newsroom):
    context = browser.new_context(base_url=newsroom.url)
    page = context.new_page()
    log_in(page, "managingeditor")
    sheet = Sheet(page)
    yield sheet
    sheet.remove()
    context.close()


@pytest.fixture(scope="module")
def preview(sheet):
    page = sheet.page.context.new_page()
    yield page
    page.close()


def keep(preview, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        preview.evaluate(LOADED)
        preview.screenshot(path=f"{folder}/layouts-{name}.png", full_page=True)


@pytest.mark.parametrize("words", ["mixed", "long", "short"])
@pytest.mark.parametrize("count", COUNTS)
def test_layout_is_whole_at_every_width(sheet, preview, assert_accessible, count, words):
    sheet.fill(count, words)
    preview.goto(f"{sheet.url}preview/")

    for layout, key in sheet.containers.items():
        headlines = preview.locator(f"#container-{key} :is(h2, h3):not(.container__title)").all_text_contents()
        if LAYOUTS[layout].by_readers:  # takes what the others leave
            assert 0 < len(headlines) <= LAYOUTS[layout].max_cards
        else:
            assert len(headlines) == COUNTS[count](LAYOUTS[layout])
        assert len(set(headlines)) == len(headlines)
    problems = {}
    for width, scheme in itertools.product(WIDTHS, ["light", "dark"]):
        preview.set_viewport_size({"width": width, "height": 900})
        preview.emulate_media(color_scheme=scheme)
        keep(preview, f"{count}-{words}-{width}-{scheme}")
        problems[width] = preview.evaluate(PROBLEMS)
        if words == "mixed":
            assert_accessible(preview)
    assert not any(problems.values()), problems
