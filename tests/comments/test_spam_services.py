"""A service outside is asked only when it is set up, never waited for long, and never told an e-mail address."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from comments.models import Reply
from comments.spam import services

pytestmark = pytest.mark.once


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        answer = self.server.answer
        if callable(answer):
            answer(self)
            return
        self.send_response(self.server.code)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.answer, server.code = [], b"true", 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_ALLOW_PRIVATE = True
    settings.REPLY_SPAM_KEY, settings.REPLY_SPAM_URL = "secret", f"http://127.0.0.1:{server.server_port}/check"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def reply():
    return Reply(
        name="Ada", email="ada@mail.example", website="https://ada.example", text="Ẹ̀kọ́ & more",
        address="192.0.2.7", user_agent="Firefox",
    )  # fmt: skip


def test_without_a_key_nobody_is_asked(service, reply, settings):
    settings.REPLY_SPAM_KEY = ""
    assert services.ask(reply) is None
    assert service.asked == []
    assert services.host() == ""


@pytest.mark.parametrize(("answer", "said"), [(b"true", True), (b"false", False), (b" True\n", True)])
def test_answers_are_understood(service, reply, answer, said):
    service.answer = answer
    assert services.ask(reply) is said


def test_the_service_hears_what_it_needs_and_no_address(service, reply):
    services.ask(reply)
    [asked] = service.asked
    assert asked["comment_content"] == ["Ẹ̀kọ́ & more"]
    assert asked["comment_author"] == ["Ada"]
    assert asked["user_ip"] == ["192.0.2.7"]
    assert asked["api_key"] == ["secret"]
    assert "ada@mail.example" not in str(asked)


def slow(handler):
    time.sleep(60)


def drip(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"t")
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize("answer", [slow, drip], ids=["silent", "byte by byte"])
def test_a_reader_does_not_wait_for_a_slow_service(service, reply, answer, monkeypatch):
    monkeypatch.setattr(services, "SECONDS", 0.5)
    service.answer = answer
    begun = time.monotonic()
    assert services.ask(reply) is None
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("code", "answer"),
    [(200, b"invalid"), (200, b""), (500, b"true"), (302, b"true"), (200, b"<html>" * 100_000), (200, b"\xff\x00")],
)
def test_garbage_is_no_answer(service, reply, code, answer, caplog):
    service.code, service.answer = code, answer
    assert services.ask(reply) is None
    assert "did not answer" in caplog.text


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "nonsense", "https://", "http://192.168.0.1:9/"]
)
def test_a_service_that_is_not_there_is_no_answer(reply, settings, url, caplog):
    settings.REPLY_SPAM_KEY, settings.REPLY_SPAM_URL = "secret", url
    assert services.ask(reply) is None
    for personal in ("ada@mail.example", "192.0.2.7", "more", "secret"):
        assert personal not in caplog.text


def test_a_service_inside_our_network_is_not_called(service, reply, settings):
    settings.WEBHOOK_ALLOW_PRIVATE = False
    assert services.ask(reply) is None
    assert service.asked == []


def say_so(reply, url, key, seconds):
    return reply.name == "Ada"


def fail(reply, url, key, seconds):
    raise RuntimeError(reply.email)


def test_another_service_can_be_named(reply, settings, caplog):
    settings.REPLY_SPAM_KEY = "secret"
    settings.REPLY_SPAM_SERVICE = f"{__name__}.say_so"
    assert services.ask(reply) is True
    settings.REPLY_SPAM_SERVICE = f"{__name__}.fail"
    assert services.ask(reply) is None
    assert "RuntimeError" in caplog.text
    assert "ada@" not in caplog.text
    settings.REPLY_SPAM_SERVICE = "no.such.module"
    assert services.ask(reply) is None
