"""The sections in the masthead: read on every page, changed once a month, so kept in memory."""

from typing import Any

from wagtail.models import Page

from delivery.keeping import Kept


def site_sections() -> list[dict[str, Any]]:
    """List published top sections as {title, url, path, subsections} in tree order."""
    return kept()["sections"]


def breadcrumbs(page: Page) -> list[dict[str, str]] | None:
    """List the home page and the sections above a page as {title, url}; None when one of them is not published."""
    trail = sections_above(page)
    if trail is None:
        return None
    return [{"title": "Home", "url": "/"}, *({"title": step["title"], "url": step["url"]} for step in trail)]


def sections_above(page: Page) -> list[dict[str, Any]] | None:
    """List the sections above a page, the top one first; None when one of them is not published."""
    by_path = kept()["by_path"]
    trail = [by_path.get(page.path[:end]) for end in range(3 * Page.steplen, len(page.path), Page.steplen)]
    return [step for step in trail if step] if all(trail) else None


def subsections(section: Page) -> list[dict[str, Any]]:
    """List the published sections right below a section, as site_sections() does."""
    return [entry for path, entry in kept()["by_path"].items() if path[: -Page.steplen] == section.path]


def section_path(url: str) -> str | None:
    """Return where in the page tree the published section with an address stands."""
    return next((path for path, entry in kept()["by_path"].items() if entry["url"] == url), None)


def kept() -> dict[str, Any]:
    return kept_sections.get()


def read_sections() -> dict[str, Any]:
    from news.models import Section

    sections: list[dict[str, Any]] = []
    by_path: dict[str, dict[str, Any]] = {}
    for page in Section.objects.published().in_order():
        entry = {"pk": page.pk, "title": page.title, "url": page.url, "path": page.path, "slug": page.slug}
        entry["subsections"] = []
        entry["replies"] = page.replies
        by_path[page.path] = entry
        parent = by_path.get(page.path[: -Page.steplen])
        if parent:
            parent["subsections"].append(entry)
        elif page.depth == 3 and page.show_in_menus:
            sections.append(entry)
    return {"sections": sections, "by_path": by_path}


def standard_pages() -> list[dict[str, str]]:
    """List the pages for the footer: About, Contact, Privacy, Corrections, Authors."""
    return kept_pages.get()


def read_standard_pages() -> list[dict[str, str]]:
    from core.models import StandardPage
    from news.models import CorrectionsPage
    from people.models import AuthorIndex

    pages = (
        Page.objects.live().public().filter(depth=3).type(StandardPage, CorrectionsPage, AuthorIndex).order_by("path")
    )
    return [{"title": page.title, "url": page.url} for page in pages]


kept_sections = Kept(read_sections, "menu")
kept_pages = Kept(read_standard_pages, "menu")
