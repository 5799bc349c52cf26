"""The board of a front, as an editor uses it."""

from playwright.sync_api import Locator, Page, expect

CARDS = "[data-cards] > [data-card]"


def open_board(page: Page, title: str) -> None:
    page.get_by_role("link", name="Fronts", exact=True).click()
    page.get_by_role("link", name=f"Curate {title}", exact=True).click()
    ready(page)


def ready(page: Page) -> None:
    expect(page.locator("[data-feed] .front-story").first).to_be_visible()


def all_sections(page: Page) -> None:
    """Choose the first section of the filter, which is all of them, by keyboard."""
    with page.expect_response("**/feed/**"):
        page.get_by_label("Section").press("Home")
    expect(page.locator("[data-feed]")).to_have_attribute("aria-busy", "false")


def saved(page: Page) -> None:
    expect(page.locator("[data-progress]")).to_have_text("All saved")


def container(page: Page, title: str) -> Locator:
    return page.locator(f"[data-container][data-title='{title}']")


def headlines(page: Page, title: str) -> list[str]:
    return container(page, title).locator(CARDS).evaluate_all("cards => cards.map(card => card.dataset.headline)")


def card(page: Page, title: str, headline: str) -> Locator:
    return container(page, title).locator(f"{CARDS}[data-headline='{headline}']")


def story(page: Page, number: int) -> Locator:
    return page.locator("[data-feed] .front-story").nth(number)


def headline(line: Locator) -> str:
    return line.get_attribute("data-headline")


def add_container(page: Page, title: str, layout: str) -> None:
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Layout", exact=True).select_option(layout)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(container(page, title)).to_be_visible()


def drag(page: Page, source: Locator, target: Locator, *, above: bool = True) -> None:
    """Drag by the mouse, in steps as a hand does; `above` drops in the upper part of the target, else in the lower."""
    target.evaluate("element => element.scrollIntoView({block: 'center'})")
    source.scroll_into_view_if_needed()
    start = source.bounding_box()
    page.mouse.move(start["x"] + 12, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 24, start["y"] + 24, steps=4)
    page.wait_for_timeout(250)
    # The lists make room while something is dragged.
    for _ in range(2):
        end = target.bounding_box()
        y = end["y"] + (8 if above else end["height"] - 8)
        page.mouse.move(end["x"] + 90, y, steps=10)
        page.wait_for_timeout(150)
    page.mouse.up()


def choose(page: Page, title: str, item: str) -> None:
    """Choose something from a container's menu."""
    menu = container(page, title).locator(".front-container__head [data-menu]")
    menu.locator("summary").click()
    menu.get_by_role("button", name=item).click()


def launch(page: Page, title: str) -> None:
    container(page, title).get_by_role("button", name=f"Launch {title}").click()
    expect(page.locator("[data-said]")).to_contain_text(f"“{title}” is launched")


def take_off(page: Page, title: str) -> None:
    choose(page, title, "Take off this front")
    page.get_by_role("button", name="Take off", exact=True).click()
    expect(container(page, title)).to_have_count(0)
