"""The search as readers use it."""


def test_search_works_from_the_masthead_without_javascript(page_in):
    page = page_in("/politics/", java_script_enabled=False)
    box = page.locator("header input[name=q]")
    box.fill("ferry")
    box.press("Enter")

    assert "/search/?q=ferry" in page.url
    assert page.locator("main a").count() > 3
