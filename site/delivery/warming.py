"""Have pages made before the first reader asks for them."""

import io
import logging
from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django_tasks import task

from delivery.configured import page_cache

logger = logging.getLogger("pulse.delivery")


@cache
def application() -> Callable:
    return page_cache(WSGIHandler())


def warm(paths: Iterable[str]) -> int:
    """Ask for each path (`/news/?page=2`) as a reader would; return how many pages there are at these paths."""
    return sum(status_of(path) == 200 for path in paths)


def status_of(path: str) -> int:
    given: list[str] = []

    def start(status: str, headers: object, exc_info: object = None) -> None:
        given[:] = [status]

    body = application()(environ(path), start)
    if hasattr(body, "close"):
        body.close()
    return int(given[0][:3])


def environ(path: str) -> dict[str, object]:
    """Return what a web server would say of a request for a path of this site (PEP 3333)."""
    address, _, query = path.partition("?")
    base = urlsplit(settings.BASE_URL)
    header = settings.SECURE_PROXY_SSL_HEADER
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(quote(address, safe="/%"), "latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": base.netloc,
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": base.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **({header[0]: header[1]} if header and base.scheme == "https" else {}),
    }


def warm_later(paths: Iterable[str]) -> None:
    """Have the worker warm some pages, when there is a page cache."""
    if settings.PAGE_CACHE_MB:
        warm_pages.enqueue(list(dict.fromkeys(paths)))


@task(priority=60)  # somebody is about to read them
def warm_pages(paths: list[str]) -> int:
    return warm(paths)
