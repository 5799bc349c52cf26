"""Answer readers from copies before Django is entered (WSGI, PEP 3333)."""

import logging
import time
from collections.abc import Callable, Collection, Iterable
from threading import Lock
from typing import Any

from django.utils.http import parse_http_date_safe

from delivery.copies import OWN_HEADERS, Copy, Headers, encodings_of
from delivery.encodings import choose
from delivery.keys import key_of, with_only
from delivery.ledger import Ledger, slots_of
from delivery.memory import Memory
from delivery.middleware import FACTS, KEEPS, Facts
from delivery.store import Store, Turns

logger = logging.getLogger("pulse.delivery")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

READS = ("GET", "HEAD")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
PLAIN = ("Content-Encoding", "identity")
NEVER = ("private", "no-store", "no-cache")
PATIENCE = 10.0  # seconds that one request waits for another to make the same page
AHEAD = 5.0  # seconds by which a clock may be behind that of who made the copy
MOST_UNKEPT = 2000  # keys of which is remembered that their responses are not kept
COMPLAIN_EVERY = 60.0  # seconds


class Unkept:
    """A response that is not kept, as Django gave it."""

    def __init__(self, status: str, headers: Headers, body: Iterable[bytes]) -> None:
        self.status, self.headers, self.body = status, headers, body


class PageCache:
    """Wrap a WSGI application: keep what it earns the right to have kept (delivery.middleware), and answer with it."""

    def __init__(
        self,
        application: Callable[[Environ, StartResponse], Iterable[bytes]],
        ledger: Ledger,
        store: Store,
        turns: Turns,
        memory: Memory,
        *,
        release: str = "",
        parameters: Collection[str] = (),
        session_cookie: str = "sessionid",
        is_secure: Callable[[Environ], bool] = lambda environ: True,
        skip: tuple[str, ...] = (),
    ) -> None:
        self.application = application
        self.ledger, self.store, self.turns, self.memory = ledger, store, turns, memory
        self.release = release
        self.parameters = frozenset(parameters)
        self.session_cookie = session_cookie
        self.is_secure = is_secure
        self.skip = skip
        self.unkept: dict[str, None] = {}
        self.lock = Lock()
        self.complained = 0.0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READS or not self.is_anonymous(environ):
            return self.application(environ, start_response)
        address = (environ.get("HTTP_HOST"), environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        copy = self.memory.get(address)
        if copy is None or not self.is_fresh(copy):
            answer = self.find(address, environ)
            if answer is None:
                return self.application(environ, start_response)
            if isinstance(answer, Unkept):
                start_response(answer.status, answer.headers)
                return answer.body
            copy = answer
        return self.send(copy, environ, start_response)

    def is_anonymous(self, environ: Environ) -> bool:
        if not self.is_secure(environ) or "HTTP_AUTHORIZATION" in environ or environ["PATH_INFO"].startswith(self.skip):
            return False
        cookies = environ.get("HTTP_COOKIE")
        # Django reads cookies leniently: who only looks as if there were a session counts as having one.
        return not cookies or self.session_cookie not in cookies

    # Finding and making copies

    def find(self, address: tuple[str | None, str, str], environ: Environ) -> Copy | Unkept | None:
        """Return the copy for an address, made when there is none; None when Django must answer for itself."""
        key = key_of(*address, parameters=self.parameters)
        if key is None or (key := f"{self.release} {key}") in self.unkept:
            return None
        try:
            self.ledger.position()
        except OSError as error:
            self.complain("The page cache is off: its ledger cannot be read or written (%s).", error)
            return None
        copy = self.load(key)
        if copy and self.is_fresh(copy):
            self.memory.put(address, copy)
            return copy
        if environ["REQUEST_METHOD"] == "HEAD":  # its response has no body to keep
            return None
        with self.turns.turn(key, 0 if copy else PATIENCE) as is_ours:
            if not is_ours and copy:
                return copy
            made_meanwhile = self.load(key)
            if made_meanwhile and self.is_fresh(made_meanwhile):
                self.memory.put(address, made_meanwhile)
                return made_meanwhile
            return self.make(key, address, environ, copy)

    def load(self, key: str) -> Copy | None:
        """Return the stored copy when it may still be shown."""
        try:
            copy = self.store.get(key)
        except OSError as error:
            self.complain("The page cache cannot be read (%s): pages are made for each reader.", error)
            return None
        return copy if copy and self.is_true(copy) else None

    def is_true(self, copy: Copy) -> bool:
        """Tell whether nothing that the copy shows has changed since, by the ledger and by the clock."""
        now = time.time()
        if not copy.made - AHEAD <= now < copy.ends:  # made in the future: the clock was put back
            return False
        try:
            position = self.ledger.position()
        except OSError:
            return False
        if copy.checked != position:
            if copy.epoch != position[0] or not self.ledger.is_true(copy.slots, copy.since):
                return False
            copy.checked = position
        return True

    def is_fresh(self, copy: Copy) -> bool:
        """Tell whether a copy is true and need not be made anew; it is asked for each request, so it is short."""
        if not copy.made - AHEAD <= time.time() < copy.fresh_until:
            return False
        try:
            return copy.checked == self.ledger.position() or self.is_true(copy)
        except OSError:
            return False

    def make(
        self, key: str, address: tuple[str | None, str, str], environ: Environ, stale: Copy | None
    ) -> Copy | Unkept:
        """Let Django answer, and keep the answer when it may be kept; `stale` stands in when Django fails."""
        conditions = {name: environ.pop(name) for name in CONDITIONS if name in environ}
        before = self.store_get_quietly(key)
        epoch, since = self.ledger.position()
        environ[KEEPS] = True
        given: list[Any] = []

        def start(status: str, headers: Headers, exc_info: object = None) -> None:
            given[:] = [status, headers]

        body = self.application(environ, start)
        environ.update(conditions)
        status, headers = given
        facts: Facts | None = environ.get(FACTS)
        if status.startswith("5") and stale:
            close(body)
            return stale
        if facts is None or not may_be_kept(status, headers):
            self.note_unkept(key, status)
            return Unkept(status, [row for row in headers if row != PLAIN], body)
        try:
            content = b"".join(body)
        finally:
            close(body)
        # `/?page=7` of a page that has no pages is its only page: it gets no copy of its own on the disk.
        copy = Copy(
            key=with_only(key, facts.parameters),
            status=status,
            headers=[(name, value) for name, value in headers if name.lower() not in OWN_HEADERS],
            slots=slots_of(facts.tags),
            epoch=epoch,
            since=since,
            made=time.time(),
            fresh_until=facts.fresh_until,
            ends=facts.ends,
            modified=time.time(),
            bodies=encodings_of(content),
        )
        if before and before.digest == copy.digest:
            copy.modified = before.modified  # made anew, but nothing is new
        self.memory.put(address, copy)
        if facts.is_stored:
            self.keep(copy)
        return copy

    def store_get_quietly(self, key: str) -> Copy | None:
        try:
            return self.store.get(key)
        except OSError:
            return None

    def keep(self, copy: Copy) -> None:
        try:
            self.store.put(copy)
        except OSError as error:
            self.complain("A page could not be kept (%s): readers get it all the same, more slowly.", error)

    def note_unkept(self, key: str, status: str) -> None:
        """Remember that a response is not kept, so that nobody waits for another to make it."""
        if status.startswith("200"):
            with self.lock:
                while len(self.unkept) >= MOST_UNKEPT:
                    self.unkept.pop(next(iter(self.unkept)))
                self.unkept[key] = None

    def complain(self, message: str, error: Exception) -> None:
        """Write to the log, at most once a minute: the cause lasts, and readers are many."""
        now = time.monotonic()
        if not self.complained or now - self.complained > COMPLAIN_EVERY:
            self.complained = now
            logger.error(message, error)

    # Sending

    def send(self, copy: Copy, environ: Environ, start_response: StartResponse) -> list[bytes]:
        ready = copy.in_encoding(choose(environ.get("HTTP_ACCEPT_ENCODING")))
        if is_known(environ, copy, ready.etag):
            start_response("304 Not Modified", ready.not_modified)
            return []
        start_response(copy.status, ready.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [ready.body]


def may_be_kept(status: str, headers: Headers) -> bool:
    """Tell whether nothing in a response speaks against showing it to others."""
    if status.split(" ", 1)[0] not in ("200", "404", "410"):
        return False
    for name, value in headers:
        name, value = name.lower(), value.lower()
        if name == "set-cookie" or (name == "vary" and value.replace(" ", "") not in ("", "accept-encoding")):
            return False
        if name == "cache-control" and any(word in value for word in NEVER):
            return False
    return True


def is_known(environ: Environ, copy: Copy, etag: str) -> bool:
    """Tell whether the reader has this already (RFC 9110, 13.1): the tag counts, the date only without one."""
    if not copy.status.startswith("200"):
        return False
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and (parse_http_date_safe(since) or -1) >= int(copy.modified)


def close(body: Iterable[bytes]) -> None:
    if hasattr(body, "close"):
        body.close()
