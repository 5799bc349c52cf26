"""How pictures are sent: whole, in part, and never as a page."""

import pytest

from core.renditions import FALLBACK_SPEC
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def picture():
    return factories.picture().get_rendition(FALLBACK_SPEC)


@pytest.fixture
def content(picture):
    with picture.file.open() as file:
        return file.read()


def read(answer) -> bytes:
    return answer.getvalue() if answer.streaming else answer.content


def test_a_picture_is_kept_for_a_year(client, picture, content):
    answer = client.get(picture.url)
    assert read(answer) == content
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Accept-Ranges"] == "bytes"
    assert not answer.cookies


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-5", -5, None), ("bytes=3-999999", 3, None)],
)
def test_a_part_of_it(client, picture, content, asked, start, end):
    answer = client.get(picture.url, headers={"range": asked})
    assert answer.status_code == 206
    assert read(answer) == content[start:end]
    first = content.index(content[start:end]) if start >= 0 else len(content) + start
    assert answer["Content-Range"] == f"bytes {first}-{first + len(content[start:end]) - 1}/{len(content)}"
    assert answer["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_no_such_part(client, picture, content, asked):
    answer = client.get(picture.url, headers={"range": asked})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(content)}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=0-1,3-4", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=" + "9" * 40 + "-", "bytes=٣-٤"]
)
def test_what_is_no_range_gets_the_whole(client, picture, content, asked):
    answer = client.get(picture.url, headers={"range": asked})
    assert answer.status_code == 200
    assert read(answer) == content


def test_who_has_another_version_gets_the_whole(client, picture, content):
    date = client.get(picture.url)["Last-Modified"]
    assert client.get(picture.url, headers={"range": "bytes=0-9", "if-range": date}).status_code == 206
    answer = client.get(picture.url, headers={"range": "bytes=0-9", "if-range": "Sat, 01 Jan 2000 00:00:00 GMT"})
    assert answer.status_code == 200


def test_head_has_no_body(client, picture, content):
    answer = client.head(picture.url)
    assert answer["Content-Length"] == str(len(content))
    assert read(answer) == b""
