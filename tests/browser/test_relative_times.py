"""When a story of the last day was published, as its reader says it."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=20), "1 minute ago"),
        (timedelta(minutes=2), "2 minutes ago"),
        (timedelta(minutes=61), "1 hour ago"),
        (timedelta(hours=23, minutes=10), "23 hours ago"),
        (timedelta(hours=25), None),
        (timedelta(minutes=-5), None),  # the reader's clock is slow
    ],
    ids=str,
)
def test_a_time_of_the_last_day_is_said_from_now(page_in, age, words):
    page = page_in("/")
    first = page.locator("time[data-relative-time]").first
    moment = datetime.fromisoformat(first.get_attribute("datetime"))
    with page.expect_response(page.url) as response:
        page.clock.set_fixed_time(moment + age)
        page.reload()
    written = response.value.text().split("data-relative-time>")[1].split("</time>")[0]

    expect(first).to_have_text(words or written)
    assert first.get_attribute("title") == (written if words else None)
