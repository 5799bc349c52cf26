"""Drive the real web server, as the Procfile starts it, with clients of all manners."""

import http.client
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from config import processors
from tests.bench import servers, slow_clients
from tests.desk.own_database import copy_of_database

pytestmark = pytest.mark.once

PAGE = "/opensearch.xml"
RELOAD = 15  # seconds the test's server gives a new worker to start, on a machine that does other things as well
ONE_EACH = [[number] for number in processors.allowed()]
SILENT = {
    "says nothing": b"",
    "ends no headers": b"GET / HTTP/1.1\r\nHost: a",
    "sends no body": b"POST /search/count/ HTTP/1.1\r\nHost: a\r\nContent-Length: 90\r\n\r\nq",
}


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    """Yield the port of a web server of its own that makes each page, and the id of its first process."""
    port = servers.free_port()
    with django_db_blocker.unblock(), copy_of_database(tmp_path_factory.mktemp("server")) as environment:
        servers.manage(environment, "collectstatic", "--verbosity", "0", "--no-input")
        with servers.pulse(
            {**environment, "BASE_URL": f"http://127.0.0.1:{port}", "PAGE_CACHE_MB": "0"},
            port,
            {"--start-within": str(RELOAD), "--end-within": "5"},
        ) as pid:
            yield port, pid


class Waiting:
    """A client that has said so much, and waits."""

    def __init__(self, port: int, words: bytes) -> None:
        self.since = time.monotonic()
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(words)
        self.socket.settimeout(slow_clients.LONGEST)

    def ended_after(self) -> float:
        while self.socket.recv(4096):
            pass
        return time.monotonic() - self.since


@pytest.fixture(scope="module", autouse=True)
def silent(server):
    """Clients of each kind that have been waiting since the first test began."""
    waiting = {kind: Waiting(server[0], words) for kind, words in SILENT.items()}
    yield waiting
    for client in waiting.values():
        client.socket.close()


@pytest.fixture
def port(server):
    return server[0]


def ask(port: int, method: str, path: str, body=None, headers=None) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    response.text = response.read().decode()
    connection.close()
    return response


def processors_of(pid: int) -> list[list[int]]:
    """Return the processors on which each worker may run."""
    return sorted(sorted(os.sched_getaffinity(worker)) for worker in servers.children(pid))


@pytest.mark.skipif(len(ONE_EACH) != servers.WORKERS, reason="only as many workers as processors keep to one each")
def test_each_worker_keeps_to_a_processor_of_its_own(server):
    assert processors_of(server[1]) == ONE_EACH


def test_ten_megabytes_to_a_readers_form_are_refused_within_a_second(port):
    start = time.monotonic()
    response = ask(port, "POST", "/search/count/", bytes(10 * 1024 * 1024))

    assert response.status == 413
    assert "too large" in response.text
    assert time.monotonic() - start < 1


def test_a_body_of_unknown_length_is_refused(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        # In one piece: the answer may come, and the connection end, before the body does.
        connection.sendall(
            b"POST /search/count/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nq=ferry\r\n0\r\n\r\n"
        )
        assert connection.recv(4096).startswith(b"HTTP/1.1 411 ")


def test_a_form_reaches_its_view_whole(port):
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}

    assert ask(port, "POST", "/search/count/", "q=ferry", headers).status == 204


def test_an_address_of_eight_kilobytes_is_an_address_that_there_is_not(port):
    path = f"/{8000 * 'a'}/"

    assert ask(port, "GET", path).status == 404
    assert ask(port, "GET", PAGE + "?" + 8000 * "a").status == 200


def test_an_address_or_headers_without_end_are_refused_in_terms_of_http(port):
    assert ask(port, "GET", "/" + 100_000 * "a").status == 414
    assert ask(port, "GET", PAGE, headers={"X-Long": 300_000 * "a"}).status == 431


def test_readers_feel_nothing_of_slow_clients(port):
    """The benchmark measures 500 of them, and how long they last (tests/bench/slow_clients.py)."""
    felt = slow_clients.measure(port, PAGE, clients=120, seconds=4, usual_for=1)

    assert felt.failed == 0
    assert felt.attacked < slow_clients.SLOWER * felt.usual + 100  # a busy machine has spells of its own


@pytest.mark.parametrize("kind", SILENT)
def test_a_connection_on_which_nothing_comes_is_ended(silent, kind):
    assert silent[kind].ended_after() < slow_clients.LONGEST


@pytest.fixture
def readers(port):
    """Read on connections of their own, some of which ask at once and some later, until asked what they got."""
    end = threading.Event()
    answers: list[int | str] = []

    def read(pause: float) -> None:
        while not end.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            try:
                connection.connect()
                time.sleep(pause)
                connection.request("GET", PAGE)
                answers.append(connection.getresponse().status)
            except (OSError, http.client.HTTPException) as error:
                answers.append(f"{error!r}, asked after {pause} s")
            connection.close()
            time.sleep(0.02)

    threads = [threading.Thread(target=read, args=(pause,)) for pause in (0, 0, 0.02, 0.02, *8 * [0.5])]
    for thread in threads:
        thread.start()

    def ended() -> list[int | str]:
        end.set()
        for thread in threads:
            thread.join()
        return answers

    yield ended
    ended()


def test_a_reload_drops_no_request(server, readers):
    pid = server[1]
    before = set(servers.children(pid))

    os.kill(pid, signal.SIGHUP)
    deadline = time.monotonic() + 120
    while before & set(servers.children(pid)) and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(1)
    answers = readers()

    deadline = time.monotonic() + 10
    while processors_of(pid) != ONE_EACH and len(ONE_EACH) == servers.WORKERS:
        assert time.monotonic() < deadline, processors_of(pid)
        time.sleep(0.2)
    assert len(servers.children(pid)) == len(before)
    assert not before & set(servers.children(pid))
    assert len(answers) > 100
    assert set(answers) == {200}


def listening(port: int) -> int:
    """Return how many sockets listen on a port (proc_net_tcp of the kernel's documentation; 0A: LISTEN)."""
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in rows)


def wait_until_listening(port: int, sockets: int) -> None:
    deadline = time.monotonic() + 60
    while listening(port) != sockets:
        assert time.monotonic() < deadline, f"{listening(port)} sockets listen"
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all workers have one socket")
def test_while_a_worker_that_died_is_replaced_readers_go_to_the_others(server):
    port, pid = server
    wait_until_listening(port, servers.WORKERS)

    os.kill(servers.children(pid)[0], signal.SIGKILL)
    wait_until_listening(port, servers.WORKERS - 1)
    answers = {ask(port, "GET", PAGE).status for _ in range(20)}

    assert answers == {200}
    wait_until_listening(port, servers.WORKERS)
