import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.invariants import newsroom

LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"|<loc>([^<]+)</loc>')


@pytest.fixture(scope="package")
def visits(django_db_setup, django_db_blocker) -> dict:
    """Build the newsroom, visit each of its addresses and each link found there; nothing is left in the database."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(BASE_URL=newsroom.BASE_URL):
        cache.clear()
        newsroom.build()
        pages = {**newsroom.READER_PAGES, **newsroom.UNINDEXED, **newsroom.NOT_FOUND}
        answers = {
            path: newsroom.visit(path)
            for path in (*pages.values(), *newsroom.FEEDS, *newsroom.SITEMAPS, *newsroom.PLAIN)
        }
        for path in {target for answer in list(answers.values()) for target in local_links(answer)}:
            if path not in answers:
                answers[path] = newsroom.visit(path)
        transaction.set_rollback(True)
    return answers


def local_links(answer) -> set[str]:
    """Return the paths inside the site that an answer's links and sitemap entries lead to."""
    if "json" in answer.headers["content-type"]:
        return set()
    found = {unescape(link or loc) for link, loc in LINK.findall(answer.content.decode())}
    return {path for path in map(local_path, found) if path}


def local_path(address: str) -> str:
    """Return the path and query of an address inside the site, "" for any other."""
    parts = urlsplit(address)
    if parts.netloc not in ("", "paper.example") or parts.scheme not in ("", "http", "https"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query and parts.path else "")
