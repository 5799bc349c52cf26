"""The story's form under the hands of a fast writer."""

from tests.browser.conftest import eventually

HEADLINE = "Haste in sending makes one story, and Enter sends nothing"


def new_story(person, headline: str):
    page = person("reporter")
    page.goto("/admin/stories/choose_parent/")
    page.get_by_role("button", name="Start writing").click()
    page.wait_for_url("**/admin/pages/add/news/article/*/")
    # Wagtail compares with the form as it was when its scripts had settled.
    page.locator("[data-edit-form][data-w-unsaved-has-edits-value=false]").wait_for()
    page.get_by_role("textbox", name="Headline").click()
    page.keyboard.type(headline)
    return page


def test_enter_in_a_line_keeps_the_writer_on_the_page(person):
    page = new_story(person, "Enter is a habit of writers")
    page.evaluate("window.stillHere = true")

    kicker = page.get_by_label("Kicker")
    kicker.fill("Habits")
    kicker.press("Enter")
    page.wait_for_timeout(1_000)

    assert page.evaluate("window.stillHere")
    assert kicker.input_value() == "Habits"


def test_a_story_sent_during_its_first_autosave_is_filed_once(person):
    page = new_story(person, HEADLINE)
    page.evaluate(
        """document.addEventListener(
            "w-autosave:save", () => document.querySelector("[name=action-submit]").click(), { once: true }
        )"""
    )

    page.locator("[data-contentpath=body] [contenteditable=true]").click()
    page.keyboard.type("One paragraph.")
    page.wait_for_url(lambda url: "/add/" not in url and "/edit/" not in url)

    def filed():
        page.goto("/admin/stories/")
        return page.get_by_role("link", name=HEADLINE).count()

    assert eventually(filed) == 1
