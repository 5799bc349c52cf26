"""Section editors curate a front on its board: by mouse, by keyboard, two at once, and readers see what they launch."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import desk, fronts
from tests.browser.conftest import eventually

pytestmark = pytest.mark.once

ELECTIONS = "/politics/elections/"


def read(reader, path: str = ELECTIONS) -> str:
    return reader.request.get(path).text()


def test_a_front_is_built_from_nothing_by_mouse(person, reader, assert_accessible):
    page = person("sectioneditor")
    fronts.open_board(page, "Elections")
    assert "container--" not in read(reader)
    boxes = {"Top": "lead", "Results": "package", "Seats": "three", "Voices": "opinion", "More news": "list"}

    for title, layout in boxes.items():
        fronts.add_container(page, title, layout)
    placed = {}
    fronts.all_sections(page)
    for number, title in enumerate(boxes):
        line = fronts.story(page, number)
        placed[title] = fronts.headline(line)
        fronts.drag(page, line.get_by_role("heading"), fronts.container(page, title).locator("[data-cards]"))
        expect(fronts.container(page, title).locator(fronts.CARDS)).to_have_count(1)
        fronts.saved(page)
    assert_accessible(page)

    # Within a container, between two, and below a headline.
    page.get_by_role("heading", name=placed["Results"]).first.scroll_into_view_if_needed()
    fronts.drag(
        page,
        fronts.card(page, "Results", placed["Results"]).get_by_role("heading"),
        fronts.card(page, "Top", placed["Top"]),
    )
    expect(fronts.container(page, "Top").locator(fronts.CARDS)).to_have_count(2)
    assert fronts.headlines(page, "Top") == [placed["Results"], placed["Top"]]
    fronts.drag(
        page,
        fronts.card(page, "Top", placed["Top"]).get_by_role("heading"),
        fronts.card(page, "Top", placed["Results"]),
    )
    expect(fronts.container(page, "Top").locator(fronts.CARDS).first).to_have_attribute("data-headline", placed["Top"])
    lines = fronts.card(page, "Top", placed["Top"]).locator("[data-sublinks]")
    fronts.drag(page, fronts.story(page, 6).get_by_role("heading"), lines)
    expect(lines.locator("[data-sublink]")).to_have_count(1)
    fronts.saved(page)

    # Undo takes the line away again, and redo brings it back.
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-container] [data-sublink]")).to_have_count(0)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator("[data-container] [data-sublink]")).to_have_count(1)

    # What is launched is seen, and nothing else.
    fronts.launch(page, "Top")
    eventually(lambda: placed["Top"] in read(reader))
    assert "Voices" not in read(reader)
    for title in ("Seats", "Voices", "More news"):
        fronts.launch(page, title)
    found = read(reader)
    assert all(placed[title] in found for title in boxes if title != "Results")
    order = [found.index(f">{title}<") for title in ("Top", "Seats", "Voices", "More news")]
    assert order == sorted(order)

    for title in boxes:
        fronts.take_off(page, title)


def test_a_front_is_built_by_keyboard_alone(person, reader):
    page = person("managingeditor")
    fronts.open_board(page, "Elections")
    page.get_by_label("Title", exact=True).press_sequentially("By hand")
    page.keyboard.press("Enter")
    expect(fronts.container(page, "By hand")).to_be_visible()
    page.get_by_label("Title", exact=True).press_sequentially("Second")
    page.keyboard.press("Enter")
    expect(fronts.container(page, "Second")).to_be_visible()

    # From the feed: a dialog asks where.
    fronts.all_sections(page)
    names = [fronts.headline(fronts.story(page, number)) for number in range(3)]
    for number in range(3):
        fronts.story(page, number).get_by_role("button", name="Place").press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.get_by_label("Container", exact=True).press_sequentially("By hand")
        page.get_by_label("Place", exact=True).press("End" if number < 2 else "Home")
        page.get_by_role("dialog").get_by_role("button", name="Place").press("Enter")
        expect(page.locator("[data-announce]")).to_contain_text(names[number])
    assert fronts.headlines(page, "By hand")[0] == names[2]

    # One step at a time, across containers, with words for who cannot see it.
    first = fronts.headlines(page, "By hand")[0]
    fronts.card(page, "By hand", first).get_by_role("button", name="Edit").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-announce]")).to_contain_text("is second of 3 in By hand")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-announce]")).to_contain_text("is first of 1 in Second")
    fronts.saved(page)
    assert fronts.headlines(page, "Second") == [first]
    expect(page.locator(":focus")).to_contain_text("Edit")

    # Its own words.
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Headline")).to_be_focused()
    page.keyboard.type("Our own words")
    expect(fronts.card(page, "Second", "Our own words")).to_be_visible()
    fronts.saved(page)
    page.keyboard.press("Escape")
    fronts.card(page, "Second", "Our own words").get_by_role("button", name="Edit").focus()
    page.keyboard.press("Delete")
    expect(fronts.container(page, "Second").locator(fronts.CARDS)).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(fronts.card(page, "Second", "Our own words")).to_be_visible()

    fronts.container(page, "Second").get_by_role("button", name="Launch").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("is launched")
    eventually(lambda: "Our own words" in read(reader))
    for title in ("By hand", "Second"):
        fronts.take_off(page, title)


def test_two_editors_on_one_container_lose_nothing(person):
    mine, theirs = person("sectioneditor"), person("managingeditor")
    fronts.open_board(mine, "Elections")
    fronts.add_container(mine, "Shared", "list")
    for number in range(3):
        fronts.story(mine, number).get_by_role("button", name="Place").click()
        mine.get_by_role("dialog").get_by_role("button", name="Place").click()
    fronts.saved(mine)
    fronts.open_board(theirs, "Elections")
    before = fronts.headlines(mine, "Shared")
    assert fronts.headlines(theirs, "Shared") == before

    # What the other does is seen by itself, when one has nothing unsaved.
    fronts.card(theirs, "Shared", before[0]).get_by_role("button", name="Edit").focus()
    theirs.keyboard.press("Alt+ArrowDown")
    fronts.saved(theirs)
    expect(fronts.container(mine, "Shared").locator(fronts.CARDS).first).to_have_attribute("data-headline", before[1])

    # Both at once: the second is told, sees both versions, and has the choice.
    mine.context.set_offline(True)
    fronts.card(mine, "Shared", before[2]).get_by_role("button", name="Edit").focus()
    mine.keyboard.press("Delete")
    expect(mine.locator("[data-progress]")).to_contain_text("No connection")
    fronts.card(theirs, "Shared", before[0]).get_by_role("button", name="Edit").focus()
    theirs.keyboard.press("Alt+ArrowUp")
    fronts.saved(theirs)
    mine.context.set_offline(False)
    dialog = mine.get_by_role("dialog")
    expect(dialog).to_contain_text("not saved")
    expect(dialog.locator("[data-conflict-yours] li")).to_have_count(2)
    expect(dialog.locator("[data-conflict-theirs] li")).to_have_count(3)
    dialog.get_by_role("button", name="Go on with the other version").click()
    expect(fronts.container(mine, "Shared").locator(fronts.CARDS)).to_have_count(3)
    assert fronts.headlines(mine, "Shared") == before
    mine.get_by_role("button", name="Undo").click()
    expect(fronts.container(mine, "Shared").locator(fronts.CARDS)).to_have_count(2)
    fronts.saved(mine)

    # On one card's form.
    name = before[0]
    for page in (mine, theirs):
        expect(fronts.container(page, "Shared").locator(fronts.CARDS)).to_have_count(2)
        fronts.card(page, "Shared", name).get_by_role("button", name="Edit").click()
        expect(page.get_by_role("textbox", name="Kicker")).to_be_visible()
    theirs.get_by_role("textbox", name="Kicker").fill("Theirs")
    fronts.saved(theirs)
    mine.get_by_role("textbox", name="Kicker").fill("Mine")
    expect(mine.get_by_role("alert")).to_contain_text("yours is not saved")
    expect(mine.get_by_role("textbox", name="Kicker")).to_have_value("Mine")
    mine.get_by_role("button", name="Save mine in its place").click()
    fronts.saved(mine)
    expect(fronts.card(mine, "Shared", name)).to_contain_text("Mine")
    fronts.take_off(mine, "Shared")


def test_a_cards_time_passes_by_itself(person, reader):
    page = person("sectioneditor")
    fronts.open_board(page, "Elections")
    fronts.add_container(page, "For now", "list")
    pk = int(fronts.container(page, "For now").get_attribute("data-container"))
    pin_until = datetime.now(UTC) + timedelta(seconds=25)  # until it is launched and read, on a busy machine, too
    value = {"url": "/about/", "headline": "Only for a moment", "pin_until": pin_until.isoformat()}
    row = {"id": "passing", "type": "link", "value": value}
    base = fronts.container(page, "For now").get_attribute("data-version")
    body = f'{{"containers": [{{"id": {pk}, "base": "{base}", "cards": [{desk.json.dumps(row)}]}}]}}'
    desk.send(page, page.locator("[data-front]").get_attribute("data-save-url"), body, "application/json")
    page.reload()
    fronts.ready(page)
    fronts.launch(page, "For now")
    assert "Only for a moment" in read(reader)

    eventually(lambda: "Only for a moment" not in read(reader))

    page.reload()
    fronts.ready(page)
    expect(fronts.container(page, "For now")).to_contain_text("The time of this card is over.")
    fronts.take_off(page, "For now")


def test_clipboard_schedule_live_view_and_reasons(person, assert_accessible):
    page = person("homeeditor")
    fronts.open_board(page, "Home")
    first = fronts.headlines(page, "Happening now")[0]

    menu = fronts.card(page, "Happening now", first).locator("[data-menu]").first
    menu.locator("summary").click()
    menu.get_by_role("button", name="Copy to clipboard").click()
    expect(page.locator("[data-said]")).to_have_text("On your clipboard.")
    page.get_by_role("tab", name="Clipboard").click()
    expect(page.locator("[data-clipped]")).to_contain_text(first)
    assert_accessible(page)
    page.get_by_role("tab", name="Stories").click()

    fronts.story(page, 2).get_by_role("button", name="Why?").click()
    answer = page.locator("[data-panel=answer]")
    expect(answer).to_contain_text("Happening now")
    assert_accessible(page)
    answer.get_by_role("button", name="Close").click()

    page.get_by_role("button", name="Preview").click()
    frame = page.frame_locator("[data-preview]")
    expect(frame.get_by_role("heading", name="Happening now")).to_be_visible()
    page.locator("[data-panel=preview]").get_by_role("button", name="Close").click()

    fronts.card(page, "Happening now", first).get_by_role("button", name="Edit").focus()
    page.keyboard.press("Alt+ArrowDown")
    fronts.saved(page)
    fronts.choose(page, "Happening now", "Schedule the launch")
    later = datetime.now() + timedelta(days=1)
    page.get_by_label("Date and time").fill(f"{later:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text("will be launched on")
    fronts.choose(page, "Happening now", "Take the scheduled launch back")
    expect(page.locator("[data-said]")).to_contain_text("will not be launched by itself")

    page.get_by_text("Live", exact=True).first.click()
    expect(page.locator("[data-container]").first).not_to_contain_text("Draft")
    assert fronts.headlines(page, "Happening now")[0] == first
    page.get_by_text("Draft", exact=True).first.click()
    fronts.choose(page, "Happening now", "Discard draft")
    page.get_by_role("button", name="Discard draft", exact=True).last.click()
    expect(page.locator("[data-said]")).to_contain_text("is discarded")
    expect(fronts.container(page, "Happening now").locator(fronts.CARDS).first).to_have_attribute(
        "data-headline", first
    )
