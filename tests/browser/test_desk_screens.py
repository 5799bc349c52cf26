"""The desk's screens as the newsroom has them: WCAG 2.2 AA in both themes, and whole on a phone."""

import pytest

from tests.browser.conftest import log_in

pytestmark = pytest.mark.once

LIVE = "Paid for and never begun"
DRAFT = "House weighs car loans"
POLICY = "Content Security Policy"

SCREENS = {
    "home of a reporter": ("reporter", "/admin/"),
    "home of a managing editor": ("managingeditor", "/admin/"),
    "board": ("managingeditor", "/admin/desk/board/"),
    "calendar": ("managingeditor", "/admin/desk/calendar/"),
    "week": ("managingeditor", "/admin/desk/calendar/?view=week"),
    "new pitch": ("reporter", "/admin/desk/pitches/new/"),
    "bundles": ("managingeditor", "/admin/bundles/"),
    "desks": ("managingeditor", "/admin/desks/"),
    "people": ("managingeditor", "/admin/desks/people/"),
    "whole newsroom": ("managingeditor", "/admin/desks/newsroom/"),
    "published without review": ("sectioneditor", "/admin/reports/without-review/"),
    "what readers search for": ("sectioneditor", "/admin/reports/searches/"),
    "searches that found nothing": ("sectioneditor", "/admin/reports/searches/?found=nothing"),
    "search synonyms": ("sectioneditor", "/admin/snippets/search/synonymgroup/"),
    "failed schedules": ("managingeditor", "/admin/reports/failed-schedules/"),
}

# What axe finds in Wagtail's own parts of the editor.
WAGTAILS_OWN = [
    "[data-contentpath=body] [role=textbox]",  # text blocks have a name beside them that is tied to nothing
    "[data-contentpath=body] input[type=text]",  # so have single lines, as subheadings
    ".tagit-new input",  # made by a script, and out of reach of the label
]


@pytest.fixture(scope="module")
def at_work(browser, newsroom):
    """Return somebody's page in the admin; each logs in once for all tests, and the policy may stop nothing."""
    pages, refused = {}, []

    def page_of(username: str):
        if username not in pages:
            context = browser.new_context(base_url=newsroom.url)
            pages[username] = context.new_page()
            pages[username].on(
                "console", lambda message: refused.append(message.text) if POLICY in message.text else None
            )
            log_in(pages[username], username)
        page = pages[username]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        return page

    yield page_of
    for page in pages.values():
        page.context.close()
    assert refused == []


# Wagtail lets these stand out of its <main> at the right, where it cuts them off: the minimap is drawn in on wide
# screens only, comment buttons reach into a margin that a phone has not, the bar of bulk actions waits out of sight.
OUT_OF_SIGHT = ".w-minimap, .w-field__comment-button, .bulk-actions-choices { display: none !important }"

# Buttons fade from one theme's colours to the other's.
SETTLE = "document.getAnimations().filter(one => one instanceof CSSTransition).forEach(one => one.finish())"


@pytest.fixture
def assert_fit_for_work(assert_accessible):
    """Have axe look at a screen by day and by night, then fold it to a phone."""

    def check(page, exclude=()) -> None:
        page.wait_for_load_state("networkidle")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLE)
            assert_accessible(page, exclude)
        page.set_viewport_size({"width": 390, "height": 844})
        page.add_style_tag(content=OUT_OF_SIGHT)
        page.evaluate(SETTLE)
        # Wagtail's <main> cuts off what is too wide; what scrolls in a box of its own does not count.
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 390
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    return check


def story(page, headline: str) -> str:
    """Return the number of a story, found in the list of stories."""
    page.goto(f"/admin/stories/?q={headline}")
    return page.get_by_role("link", name=headline).first.get_attribute("href").strip("/").split("/")[-2]


@pytest.mark.parametrize(("username", "path"), SCREENS.values(), ids=SCREENS.keys())
def test_screen(at_work, assert_fit_for_work, username, path):
    page = at_work(username)
    page.goto(path)

    assert_fit_for_work(page)


@pytest.mark.parametrize(
    ("listing", "link", "then"),
    [
        ("/admin/bundles/", "Borrowing bill", None),
        ("/admin/desks/", "Politics", None),
        ("/admin/desks/", "Politics", "Checklist"),
        ("/admin/desk/board/", "Why the Senate's new chamber", None),
    ],
    ids=["bundle", "desk", "checklist of a desk", "pitch"],
)
def test_screen_behind_a_list(at_work, assert_fit_for_work, listing, link, then):
    page = at_work("managingeditor")
    page.goto(listing)
    page.get_by_role("link", name=link).first.click()
    if then:
        page.get_by_role("link", name=then).click()

    assert_fit_for_work(page)


@pytest.mark.parametrize("place", ["kill", "publish", "checklist"])
def test_screen_of_a_story(at_work, assert_fit_for_work, place):
    page = at_work("managingeditor")
    page.goto(f"/admin/desk/stories/{story(page, LIVE if place == 'kill' else DRAFT)}/{place}/")

    assert_fit_for_work(page)


def test_preview_links(at_work, assert_fit_for_work):
    page = at_work("reporter")
    page.goto(f"/admin/stories/{story(page, DRAFT)}/preview-links/")

    assert_fit_for_work(page)


def test_editor_with_its_checklist(at_work, assert_fit_for_work):
    page = at_work("reporter")
    page.goto(f"/admin/pages/{story(page, DRAFT)}/edit/")
    page.get_by_role("button", name="Toggle checklist").click()
    page.get_by_text("No placeholders").wait_for()

    assert_fit_for_work(page, exclude=WAGTAILS_OWN)
