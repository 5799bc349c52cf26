"""A file that is no picture is refused in words, wherever pictures are uploaded, and leaves nothing behind."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Canvas

from core.models import Picture
from tests.invariants.editor import opened, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def image(format: str, size=(300, 200)) -> bytes:
    buffer = BytesIO()
    Canvas.effect_noise(size, 90).save(buffer, format)
    return buffer.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds next to nothing."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
FILES = {
    "text": ("text.jpg", b"This is no picture.\n" * 50),
    "page": ("page.png", b"<!doctype html><script>alert(1)</script>"),
    "svg": ("drawing.svg", SVG),
    "svg called jpg": ("drawing.jpg", SVG),
    "truncated": ("half.jpg", image("JPEG")[:4000]),
    "head only": ("head.jpg", image("JPEG")[:40]),
    "empty": ("empty.jpg", b""),
    "bomb": ("bomb.png", png(60_000, 60_000)),
    "large": ("large.png", png(10_000, 9_000)),
    "broken png": ("broken.png", png(300, 200)),
    "no size": ("flat.png", png(0, 0)),
    "bmp called jpg": ("bitmap.jpg", image("BMP")),
    "pdf called png": ("paper.png", b"%PDF-1.7\n%%EOF"),
    "tiff": ("scan.tiff", image("TIFF")),
}


@pytest.fixture(params=["reporter", "photo_desk"])
def client(request, room, settings, tmp_path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client = Client(raise_request_exception=False)
    client.force_login(getattr(room, request.param))
    return client


def typed(name: str, field: str, content: bytes, prefix: str = "") -> dict:
    texts = {"title": "A title that was typed", "description": "What it shows", "credit": "Photo: A. Tester"}
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return {**{prefix + key: text for key, text in texts.items()}, field: file}


def assert_nothing_left(folder: str) -> None:
    assert not Picture.objects.exists()
    assert [path for path in Path(folder).rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", FILES)
def test_the_form_refuses_it(client, settings, name):
    response = client.post(reverse("wagtailimages:add"), typed(FILES[name][0], "file", FILES[name][1]))
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert 'value="A title that was typed"' in response.content.decode()
    assert "Photo: A. Tester" in response.content.decode()
    assert_nothing_left(settings.MEDIA_ROOT)


@pytest.mark.parametrize("name", FILES)
def test_the_chooser_refuses_it(client, settings, name):
    data = typed(FILES[name][0], "image-chooser-upload-file", FILES[name][1], "image-chooser-upload-")
    response = client.post(reverse("wagtailimages_chooser:create"), data)
    assert response.status_code == 200
    answer = response.json()
    assert answer["step"] == "reshow_creation_form"
    assert "A title that was typed" in answer["htmlFragment"]
    assert "error-message" in answer["htmlFragment"]
    assert_nothing_left(settings.MEDIA_ROOT)


@pytest.mark.parametrize("name", FILES)
def test_the_upload_of_many_refuses_it(client, settings, name):
    file = SimpleUploadedFile(FILES[name][0], FILES[name][1], "image/jpeg")
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": FILES[name][0], "files[]": file, "collection": ""},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert response.status_code == 200
    answer = response.json()
    assert answer["success"] is False
    assert answer["error_message"].strip()
    assert_nothing_left(settings.MEDIA_ROOT)


def test_a_picture_is_taken(client):
    url = reverse("wagtailimages:add")
    response = client.post(url, {**opened(client, url), **typed("river.jpg", "file", image("JPEG"))})
    assert response.status_code == 302, words(response)
    assert Picture.objects.get().title == "A title that was typed"
