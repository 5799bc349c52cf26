"""Every kind of page as readers have it: by keyboard, on a small phone, in the dark, nothing from elsewhere."""

import gzip

import pytest

pytestmark = pytest.mark.once

PAGES = {
    "home": "/",
    "section": "/politics/",
    "subsection": "/politics/elections/",
    "story": "/politics/constituency-projects-never-begun/",
    "story without a picture": "/opinion/opinion-in-praise-of-the-queue/",
    "opinion": "/opinion/opinion-tariff-bands/",
    "author index": "/authors/",
    "author": "/authors/lila-khan/",
    "topics": "/topics/",
    "topic": "/topics/lagos/",
    "corrections": "/corrections/",
    "standard page": "/about/",
    "search results": "/search/?q=lagos",
    "search without results": "/search/?q=zzzxxyy",
    "not found": "/no-such-page/",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing(page_in, assert_accessible, path, scheme):
    page = page_in(path, color_scheme=scheme, viewport={"width": 1280, "height": 900})

    assert_accessible(page)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing_on_a_phone(page_in, assert_accessible, path):
    assert_accessible(page_in(path, viewport={"width": 390, "height": 844}, is_mobile=True))


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1600])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_nothing_sticks_out_sideways(page_in, path, width):
    page = page_in(path, viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/politics/constituency-projects-never-begun/"])
def test_nothing_comes_from_elsewhere_and_nothing_complains(browser, newsroom, path):
    context = browser.new_context(base_url=newsroom.url)
    page = context.new_page()
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.goto(path)
    page.wait_for_load_state("networkidle")

    assert [url for url in requests if not url.startswith((newsroom.url, "data:"))] == []
    assert complaints == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("path", ["/", "/politics/constituency-projects-never-begun/"])
def test_nothing_jumps_while_the_page_loads(page_in, path):
    page = page_in("/about/", viewport={"width": 390, "height": 844})
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value }))
            .observe({type: "layout-shift", buffered: true})"""
    )
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(500)

    assert page.evaluate("window.shift") < 0.02


def test_the_first_tab_offers_to_skip_to_the_content(page_in):
    page = page_in("/")
    page.keyboard.press("Tab")

    link = page.locator(":focus")
    assert link.get_attribute("href") == "#main"
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_styles_and_scripts_stay_light(newsroom, page_in):
    page = page_in("/politics/constituency-projects-never-begun/")
    links = page.eval_on_selector_all("link[rel=stylesheet]", "all => all.map(one => one.href)")
    scripts = page.eval_on_selector_all("script[src]", "all => all.map(one => one.src)")

    def compressed(urls) -> int:
        return sum(len(gzip.compress(page.request.get(url).body(), 9)) for url in urls)

    assert 0 < compressed(links) < 30_000
    assert compressed(scripts) < 10_000


def test_a_story_prints_without_the_furniture(page_in):
    page = page_in("/politics/constituency-projects-never-begun/")
    page.emulate_media(media="print")

    assert page.get_by_role("heading", level=1).is_visible()
    assert not page.locator("header input[name=q]").is_visible()
    assert not page.locator("#replies").is_visible()
