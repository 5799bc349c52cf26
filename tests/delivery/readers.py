"""Read pages through the page cache, as the web server calls it, and say where the answer came from."""

import io
from dataclasses import dataclass
from urllib.parse import unquote

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from delivery.application import PageCache
from delivery.ledger import FileLedger
from delivery.memory import Memory
from delivery.store import FileStore, Turns

PARAMETERS = ("page", "replies", "p")
LIMIT = 10_000_000


def django(environ, start_response):
    """Answer as the site does, and leave the test's own connection to the database open, as the test client does."""
    handler = WSGIHandler()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        response = handler(environ, start_response)
        body = [b"".join(response)]
        response.close()
        return body
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_copy(self) -> bool:
        return self.headers.get("cache-status") == "Pulse; hit"


def environ(path: str, host: str = "testserver", method: str = "GET", **more: str) -> dict:
    address, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(address, "latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **more,
    }


def read(application, path: str, **more: str) -> Answer:
    given: list = []
    body = application(environ(path, **more), lambda status, headers, exc_info=None: given.extend((status, headers)))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return Answer(int(given[0][:3]), {name.lower(): value for name, value in given[1]}, content)


def page_cache(application, folder, limit: int = LIMIT, memory: int = LIMIT, **more) -> PageCache:
    """Put a page cache of its own before an application, with all it keeps below `folder`."""
    ledger = FileLedger(folder / "ledger")
    store = FileStore(folder, limit, ledger)
    return PageCache(application, ledger, store, Turns(folder / "turns"), Memory(memory), parameters=PARAMETERS, **more)
