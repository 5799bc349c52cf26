"""Serve the pictures readers see; originals and documents have no public address."""

import re

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.static import serve

YEAR = 365 * 24 * 3600
# One range: pictures are small, and whoever asks for several may as well take all (RFC 9110, 14.2).
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z", re.ASCII)


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send one rendition, with headers that keep an uploaded file from acting as a page."""
    try:
        response: HttpResponseBase = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    if isinstance(response, FileResponse):
        response = part_of(response, request.headers)
    # Wagtail's file names carry a hash of the content's parameters, so a copy never goes stale.
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    return response


def part_of(response: FileResponse, headers) -> HttpResponseBase:
    """Return the part of a file that is asked for (RFC 9110, 14): 206, 416 when there is none such, else the whole."""
    asked = RANGE.match(headers.get("Range", ""))
    version = response["Last-Modified"]
    if not asked or asked.group() == "bytes=-" or headers.get("If-Range", version) != version:
        return response
    size = int(response["Content-Length"])
    first, last = asked.groups()
    start, end = (int(first), min(int(last or size), size - 1)) if first else (max(0, size - int(last)), size - 1)
    if first and last and int(last) < int(first):  # no range at all
        return response
    if start >= size or end < start:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file = response.file_to_stream
    if file is None:  # HEAD
        return response
    file.seek(start)
    content = file.read(end - start + 1)
    response.close()
    kept = {name: response[name] for name in ("Content-Type", "Last-Modified")}
    return HttpResponse(content, status=206, headers={**kept, "Content-Range": f"bytes {start}-{end}/{size}"})
