"""A real browser against the real thing: `manage.py start` in an empty folder, as `make run` does."""

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.newsroom import PASSWORD
from tests.browser.newsroom import newsroom as running_newsroom

# A busy machine takes its time; a test that fails takes it once.
PATIENCE = 60  # seconds
expect.set_options(timeout=PATIENCE * 1000)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    # Playwright keeps an event loop in its process, and Django refuses its database there: those tests come last.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@dataclass
class Newsroom:
    url: str
    environment: dict[str, str]  # in which another process works on the same newsroom


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory):
    """Start Pulse with the demo newsroom; every browser test of the session works on this one."""
    if not chromium():
        # Nothing to drive: tests/install-chromium has said so, and what to install.
        pytest.skip("there is no Chromium on this machine")
    if running := os.environ.get("NEWSROOM_URL"):
        # While writing a test: use the newsroom that runs there, started with this DEMO_PASSWORD in NEWSROOM_DATA.
        folder = os.environ.get("NEWSROOM_DATA", "")
        yield Newsroom(running, {**os.environ, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"})
        return
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent  # which all processes of the run see
    with running_newsroom(shared, tmp_path_factory.mktemp("newsroom")) as (address, environment):
        yield Newsroom(address, environment)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS}


def log_in(page, username: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


@pytest.fixture
def person(browser, newsroom):
    """Log a person in, each in a browser of their own: `person("reporter")` returns a page on the admin's home."""
    contexts = []

    def open_admin(username: str):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=newsroom.url)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        log_in(page, username)
        return page

    yield open_admin
    for number, context in enumerate(contexts):
        if folder := os.environ.get("SCREENSHOTS"):
            context.pages[0].screenshot(path=f"{folder}/person-{number}.png", full_page=False)
        context.close()


@pytest.fixture
def reader(browser, newsroom):
    """An anonymous reader's page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=newsroom.url)
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


@pytest.fixture
def page_in(browser, newsroom):
    """Open an address as an anonymous reader, in a browser context with the options given."""
    contexts = []

    def open_page(path: str, **options):
        context = browser.new_context(base_url=newsroom.url, **options)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def assert_accessible():
    """Fail with axe's findings when the page as it stands breaks WCAG 2.2 AA."""

    def check(page, exclude=()) -> None:
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        context = {"include": [["html"]], "exclude": [[selector] for selector in exclude]}
        found = Axe().run(page, context=context, options={"runOnly": {"type": "tag", "values": tags}})
        assert found.violations_count == 0, found.generate_report()

    return check


def eventually(check, seconds: float = PATIENCE, every: float = 0.1):
    """Call `check` until it returns something true, and return that; fail after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        if result := check():
            return result
        assert time.monotonic() < end, f"not within {seconds} s: {check}"
        time.sleep(every)
