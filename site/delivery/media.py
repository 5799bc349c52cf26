"""Serve the pictures readers see; originals and documents have no public address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

YEAR = 365 * 24 * 3600


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send one rendition, with headers that keep an uploaded file from acting as a page."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    # Wagtail's file names carry a hash of the content's parameters, so a copy never goes stale.
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
