import io
import socket
import threading
import time

import pytest

from delivery import limits, stalled
from delivery.limits import EDITORS_LIMIT, READERS_LIMIT, FewThreads, Limits

pytestmark = pytest.mark.once


class Body:
    """What the server gives an application to read from; counts what was read."""

    def __init__(self, content: bytes) -> None:
        self.stream, self.was_read = io.BytesIO(content), 0

    def read(self, size: int) -> bytes:
        found = self.stream.read(size)
        self.was_read += len(found)
        return found


def echo(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def send(application, body=b"", path="/3/", length=None, method="POST", **more):
    """Return the status, the answer and the body's reader."""
    source = body if isinstance(body, Body) else Body(body)
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "REMOTE_ADDR": "192.0.2.1", "wsgi.input": source, **more}
    if length != "":
        environ["CONTENT_LENGTH"] = str(len(body) if length is None else length)
    given = []
    parts = application(environ, lambda status, headers: given.append((status, dict(headers))))
    answer = b"".join(parts)
    return int(given[-1][0][:3]), answer, source


def test_a_form_is_read_and_handed_on_as_it_came():
    text = b"text=" + b"word " * 40_000

    assert send(Limits(echo), text)[:2] == (200, text)


def test_what_is_too_large_for_a_reader_never_reaches_the_site():
    def never(environ, start_response):
        raise AssertionError

    status, answer, _ = send(Limits(never), bytes(READERS_LIMIT + 1))

    assert status == 413
    assert b"too large" in answer


@pytest.mark.parametrize(
    ("path", "cookie", "expected"),
    [
        ("/admin/images/add/", "sessionid=abc", 200),
        ("/admin/images/add/", "theme=dark; sessionid=abc", 200),
        ("/admin/login/", "", 413),  # nobody uploads anything before logging in
        ("/3/", "sessionid=abc", 413),
    ],
)
def test_only_who_seems_to_have_logged_in_may_send_a_picture_and_only_to_the_admin(path, cookie, expected):
    assert send(Limits(echo), bytes(21 * 1024 * 1024), path, HTTP_COOKIE=cookie)[0] == expected


def test_an_editor_has_a_limit_as_well():
    status, _, body = send(Limits(echo), b"", "/admin/images/add/", EDITORS_LIMIT + 1, HTTP_COOKIE="sessionid=abc")

    assert status == 413
    assert body.was_read == 0


@pytest.mark.parametrize("length", ["-1", "9" * 30, "1e3"])
def test_an_impossible_length_is_refused(length):
    assert send(Limits(echo), b"a", length=length)[0] in (411, 413)


def test_a_body_without_a_length_is_refused():
    assert send(Limits(echo), b"a", length="", HTTP_TRANSFER_ENCODING="chunked")[0] == 411


def test_a_body_that_ends_early_is_not_taken_for_whole():
    assert send(Limits(echo), b"text=half", length=50)[0] == 408


def test_a_page_is_given_without_a_look_at_what_came_with_the_question():
    status, _, body = send(Limits(lambda environ, start: start("200 OK", []) or []), b"a", method="GET")

    assert (status, body.was_read) == (200, 0)


class Never(Body):
    """A body that does not come until the test says so."""

    def __init__(self) -> None:
        super().__init__(b"a")
        self.come = threading.Event()

    def read(self, size: int) -> bytes:
        self.come.wait(10)
        return super().read(size)


@pytest.fixture
def held():
    """Hold the places of a Limits by bodies that do not come."""
    bodies = []

    def hold(application, number, **more):
        for _ in range(number):
            bodies.append(Never())
            threading.Thread(target=send, args=(application, bodies[-1]), kwargs={"length": 1, **more}).start()
        end = time.monotonic() + 5
        while application.places.taken.total() < number and time.monotonic() < end:
            time.sleep(0.01)

    yield hold
    for body in bodies:
        body.come.set()


def test_one_address_cannot_take_all_threads_with_bodies_that_do_not_come(held):
    application = Limits(echo)
    held(application, limits.WAITING_FOR_ONE)

    assert send(application, b"a")[0] == 503
    assert send(application, b"a", REMOTE_ADDR="192.0.2.2")[0] == 200
    assert send(application, method="GET")[0] == 200


def test_visitors_of_a_trusted_proxy_are_told_apart(held):
    application = Limits(echo, behind_proxy=True)
    held(application, limits.WAITING_FOR_ONE, HTTP_X_FORWARDED_FOR="198.51.100.7, 192.0.2.9")

    assert send(application, b"a", HTTP_X_FORWARDED_FOR="192.0.2.9")[0] == 503
    assert send(application, b"a", HTTP_X_FORWARDED_FOR="192.0.2.9, 198.51.100.7")[0] == 200


def test_places_are_free_again_afterwards():
    application = Limits(echo)
    for _ in range(2 * limits.WAITING):
        assert send(application, b"a")[0] == 200
        assert send(application, b"", length=READERS_LIMIT + 1)[0] == 413
        assert send(application, b"a", length=2)[0] == 408

    assert not application.places.taken


class Stream:
    """An answer that is made while it is sent."""

    def __init__(self, size: int) -> None:
        self.pieces, self.closed = iter([bytes(size // 2)] * 2), False

    def __iter__(self):
        return self.pieces

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(("size", "kind"), [(1000, list), (4 * limits.WHOLE, object)])
def test_a_short_file_is_handed_over_at_once_and_a_long_one_as_it_is_read(size, kind):
    stream = Stream(size)

    def application(environ, start_response):
        start_response("200 OK", [("Content-Length", str(size))])
        return stream

    parts = Limits(application)({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda status, headers: None)

    assert isinstance(parts, kind)
    assert stream.closed is (kind is list)
    assert len(b"".join(parts)) == size
    assert stream.closed


def test_only_so_many_requests_are_in_django_together():
    inside, most = [], []
    lock = threading.Lock()

    def application(environ, start_response):
        with lock:
            inside.append(1)
            most.append(len(inside))
        time.sleep(0.02)
        with lock:
            inside.pop()
        return []

    limited = FewThreads(application, 2)
    threads = [threading.Thread(target=limited, args=({"PATH_INFO": "/"}, None)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) == 2


def test_a_probe_does_not_wait_for_those_in_django():
    go_on = threading.Event()

    def application(environ, start_response):
        if environ["PATH_INFO"] == "/":
            go_on.wait(10)
        return [environ["PATH_INFO"]]

    limited = FewThreads(application, 1)
    waiting = threading.Thread(target=limited, args=({"PATH_INFO": "/"}, None))
    waiting.start()

    assert limited({"PATH_INFO": "/healthz"}, None) == ["/healthz"]
    go_on.set()
    waiting.join()


def test_a_page_is_finished_in_the_thread_that_made_it():
    where = []

    class Page(list):
        streaming = False

        def close(self) -> None:
            where.append(threading.current_thread())

    def application(environ, start_response):
        where.append(threading.current_thread())
        return Page([b"a", b"b"])

    assert FewThreads(application, 3)({"PATH_INFO": "/"}, None) == [b"ab"]
    assert where[0] is where[1] is not threading.current_thread()


def test_what_fails_in_django_fails_for_the_server():
    def application(environ, start_response):
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        FewThreads(application, 2)({"PATH_INFO": "/"}, None)


def test_only_a_connection_that_stands_still_for_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(stalled, "PATIENCE", 0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        silent, busy = (socket.create_connection(("127.0.0.1", port)) for _ in range(2))
        accepted = [listener.accept()[0] for _ in range(2)]
        watch = stalled.Stalled()
        watch.watcher = threading.current_thread()  # the test looks itself
        with watch.watched({"REMOTE_ADDR": "127.0.0.1", "SERVER_PORT": str(port)}):
            watch.look()
            busy.sendall(bytes(2 * stalled.PROGRESS))
            time.sleep(0.05)
            watch.look()
        silent.settimeout(2)
        busy.settimeout(0.2)

        assert silent.recv(1) == b""
        with pytest.raises(TimeoutError):
            busy.recv(1)
        for connection in (silent, busy, *accepted):
            connection.close()
