"""Pages tell the site that they were read, and nothing of who read them."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.once

REFUSED = {
    "Global Privacy Control": "Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})",
    "Do Not Track": "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})",
}


def story(page: Page) -> str:
    page.goto("/")
    return page.locator("main h2 a, main h3 a").first.get_attribute("href")


def test_a_story_is_counted_after_five_seconds_in_view(reader):
    address = story(reader)
    with reader.expect_request("**/read/*/") as sent:
        reader.goto(address)
    assert sent.value.method == "POST"
    assert not sent.value.post_data
    assert sent.value.response().status == 204
    assert "cookie" not in sent.value.headers


def test_a_search_is_counted_with_its_words_in_the_body(reader):
    with reader.expect_request("**/search/count/") as sent:
        reader.goto("/search/?q=fuel+price")
    assert sent.value.post_data == "q=fuel+price"
    assert sent.value.response().status == 204


@pytest.mark.parametrize("refusal", REFUSED)
def test_who_asks_not_to_be_followed_is_not_counted(reader, refusal):
    reader.add_init_script(REFUSED[refusal])
    sent = []
    reader.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    reader.goto(story(reader))
    reader.wait_for_timeout(5_500)
    reader.goto("/search/?q=fuel+price")
    reader.wait_for_timeout(2_500)
    assert sent == []
