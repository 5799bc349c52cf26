"""Keep the threads of a web worker for those who use them: what is too large, too slow or too much at once is refused.

The server reads headers without a thread and ends a connection that does not send them (config/server.py). A body it
leaves to the application, which has a thread wait for it, as long as it takes. So around Django stand three things:

- a body is read before Django is entered, up to a limit that no reader's form needs; a larger one gets 413 at once;
- only so many threads wait for bodies, and for those who take a long answer, in all and for one address;
- a connection that makes no progress is ended (delivery.stalled).

`FewThreads` then lets few requests into Django together: each has a connection to the database, and memory.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any

from delivery.stalled import Stalled

Environ = dict[str, Any]
Application = Callable[[Environ, Callable], Iterable[bytes]]

READERS_LIMIT = (
    256 * 1024
)  # bytes; the longest reply takes 64 kB, and the form's own view says in words what is too long
EDITORS_LIMIT = 32 * 1024 * 1024  # a picture or document of 20 MB, and the form around it
IN_MEMORY = 512 * 1024  # of a body; the rest waits on disk
CHUNK = 64 * 1024
WHOLE = 1024 * 1024  # an answer up to here is handed to the server in one piece, which keeps no thread
LINGER = 1.0  # seconds in which a refused body is still read, so that its sender gets to read the answer

WAITING = 24  # threads of a worker that may wait for somebody's bytes; config/server.py gives it 64
WAITING_FOR_ONE = 12  # of them for one address
ALIVE = "/healthz"  # asks nothing, and must not be kept waiting for those who ask much

BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
TOO_LARGE = (
    "413 Content Too Large",
    "What you sent is too large. A reply has at most 5,000 characters, a picture or document 20 MB. "
    "Go back in your browser: what you wrote is still in the form.",
)
# Browsers say how much they send. For others the server hides that a connection broke: half of a form would count.
NO_LENGTH = ("411 Length Required", "What you sent does not say how long it is (Content-Length).")
TOO_SLOW = ("408 Request Timeout", "What you sent did not arrive in time. Please send it again.")
TOO_MANY = ("503 Service Unavailable", "Too much is being sent at once. Please try again in a moment.")


class Places:
    """So many at once, and so many of one address."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.most, self.most_of_one = most, most_of_one
        self.taken: Counter[str] = Counter()
        self.lock = threading.Lock()

    def take(self, who: str) -> bool:
        with self.lock:
            if self.taken.total() >= self.most or self.taken[who] >= self.most_of_one:
                return False
            self.taken[who] += 1
            return True

    def leave(self, who: str) -> None:
        with self.lock:
            self.taken[who] -= 1
            if not self.taken[who]:
                del self.taken[who]


class Limits:
    """WSGI middleware: read a request's body within limits, and keep no thread for a long answer beyond them.

    `behind_proxy` says that the last address in X-Forwarded-For can be believed.
    """

    def __init__(self, application: Application, behind_proxy: bool = False) -> None:
        self.application = application
        self.behind_proxy = behind_proxy
        self.places = Places(WAITING, WAITING_FOR_ONE)
        self.stalled = Stalled()

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in BODILESS or not has_body(environ):
            return self.answer(environ, start_response)
        length = environ.get("CONTENT_LENGTH", "")
        if not length.isdecimal():
            return refuse(start_response, NO_LENGTH)
        if int(length) > limit_for(environ):
            return self.refuse_large(environ, start_response)
        who = self.sender(environ)
        if not self.places.take(who):
            return refuse(start_response, TOO_MANY, [("Retry-After", "2")])
        body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the request that reads it
        try:
            with self.stalled.watched(environ):
                size = copy(environ["wsgi.input"], body, int(length))
        finally:
            self.places.leave(who)
        if size < int(length):
            return refuse(start_response, TOO_SLOW)
        body.seek(0)
        environ["wsgi.input"] = body
        return self.answer(environ, start_response)

    def sender(self, environ: Environ) -> str:
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if self.behind_proxy else ""
        return forwarded.rpartition(",")[2].strip() or environ.get("REMOTE_ADDR", "")

    def answer(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        """Have the request answered, and hand over at once what is short enough."""
        lengths: list[int] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            lengths.extend(int(value) for name, value in headers if name.lower() == "content-length")
            return start_response(status, headers)

        response = self.application(environ, start)
        if isinstance(response, list):
            return response
        if lengths and lengths[0] <= WHOLE:
            try:
                return [b"".join(response)]
            finally:
                close(response)
        return self.long_answer(environ, start_response, response)

    def long_answer(self, environ: Environ, start_response: Callable, response: Iterable[bytes]) -> Iterable[bytes]:
        who = self.sender(environ)
        if not self.places.take(who):
            close(response)
            return refuse(start_response, TOO_MANY, [("Retry-After", "2")])
        return self.sent(environ, who, response)

    def sent(self, environ: Environ, who: str, response: Iterable[bytes]) -> Iterator[bytes]:
        try:
            with self.stalled.watched(environ):
                yield from response
        finally:
            self.places.leave(who)
            close(response)

    def refuse_large(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        """Answer 413, then read on for a moment: to cut off somebody who still sends takes the answer along."""
        parts = refuse(start_response, TOO_LARGE)
        who = self.sender(environ)
        # Who asked first whether to send has been told.
        if "HTTP_EXPECT" in environ or not self.places.take(who):
            return parts
        return self.lingering(environ, who, parts)

    def lingering(self, environ: Environ, who: str, parts: list[bytes]) -> Iterator[bytes]:
        try:
            yield from parts
            end = time.monotonic() + LINGER
            with self.stalled.watched(environ):
                while time.monotonic() < end and environ["wsgi.input"].read(CHUNK):
                    pass
        finally:
            self.places.leave(who)


class FewThreads:
    """WSGI middleware: answer in threads of its own, `most` together; other requests wait for their turn.

    One computes while another waits for the database; more only take turns, each with a connection and its own copy
    of what the database read last. Two answer 4 to 7 % more pages than four, the slowest in three quarters of the time,
    and keep less memory: a worker had 320 MB with all its 64 threads in Django, 172 with four, 165 with two [measured].
    """

    def __init__(self, application: Application, most: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(most, "django")

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        if environ["PATH_INFO"] == ALIVE:
            return self.application(environ, start_response)
        return self.threads.submit(self.answer, environ, start_response).result()

    def answer(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        response = self.application(environ, start_response)
        if getattr(response, "streaming", True):
            return response
        try:
            return [b"".join(response)]
        finally:
            close(response)  # here: Django closes the connections to the database that its own thread has


def has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH", "") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ


def limit_for(environ: Environ) -> int:
    """Return how many bytes may come: more in the admin, and only there from somebody who seems to have logged in."""
    is_editor = environ["PATH_INFO"].startswith("/admin/") and "sessionid=" in environ.get("HTTP_COOKIE", "")
    return EDITORS_LIMIT if is_editor else READERS_LIMIT


def copy(source: Any, target: SpooledTemporaryFile, length: int) -> int:
    """Copy up to `length` bytes, and return how many there were."""
    size = 0
    while size < length and (chunk := source.read(min(CHUNK, length - size))):
        target.write(chunk)
        size += len(chunk)
    return size


def refuse(start_response: Callable, what: tuple[str, str], headers: Iterable[tuple[str, str]] = ()) -> list[bytes]:
    status, sentence = what
    body = f"{sentence}\n".encode()
    start_response(
        status,
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *headers,
        ],
    )
    return [body]


def close(response: Iterable[bytes]) -> None:
    if hasattr(response, "close"):
        response.close()
