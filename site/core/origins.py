"""Where a request comes from. Readers' pages hold no CSRF token: what they send is judged by this instead."""

from django.conf import settings
from django.http import HttpRequest


def is_same_origin(request: HttpRequest) -> bool:
    """Tell whether a page of this site sent the request; when the browser does not say, it did not.

    https://www.w3.org/TR/fetch-metadata/; browsers before 2023, and any over plain http, say only `Origin`.
    """
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("origin") in (own, *settings.CSRF_TRUSTED_ORIGINS)


def client_address(request: HttpRequest) -> str:
    """Return the address that the visitor, or the trusted proxy's visitor, has."""
    if settings.SECURE_PROXY_SSL_HEADER:
        # The last entry is our proxy's; what stands before it anybody may have written.
        forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")
