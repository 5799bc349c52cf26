"""Absolute addresses: readers of feeds, search engines and mails resolve nothing relative."""

from django.conf import settings


def absolute(path: str) -> str:
    """Put the site's address (settings.BASE_URL) before a path; leave an absolute URL as it is.

    Never the request's host: a cached page must not carry the name by which one visitor came.
    """
    return settings.BASE_URL + path if path.startswith("/") and not path.startswith("//") else path
