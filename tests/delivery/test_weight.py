"""What the first view of a story weighs, as it is sent."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from core.stylesheets import NAME, minified
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGE, PARTS = 20_000, 37_000  # bytes: the HTML; styles, scripts and fonts in all


def sent(path: str) -> int:
    """Return how many bytes of a static file go over the line."""
    content = Path(finders.find(path)).read_bytes()
    if path == NAME:
        content = minified(content.decode()).encode()
    return len(content) if path.endswith(".woff2") else len(brotli.compress(content))


def test_a_story_without_pictures_is_light(client):
    paragraphs = [("paragraph", f"<p>{'The assembly passed the budget after a long night. ' * 8}</p>")] * 25
    story = factories.article("Budget passes", factories.section("Politics"), body=paragraphs)
    factories.reply(story)
    page = client.get(story.url).content
    links = set(re.findall(r'(?:href|src)="/static/(\S+?\.(?:css|js|woff2))"', page.decode()))
    assert any(path.endswith(".woff2") for path in links)
    assert len(brotli.compress(page)) < PAGE
    assert sum(map(sent, links)) < PARTS, {path: sent(path) for path in links}
