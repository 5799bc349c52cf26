import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models.outbox_item import MAX_ATTEMPTS, wait_after
from core.outgoing import AddressRefused, is_public, post, resolve
from desk.failures import record
from desk.models import Webhook, WebhookDelivery
from desk.notifications import notify
from desk.notifications.tasks import send_due
from desk.webhook_admin import url_refusal
from tests.desk.newsroom import draft, submit

pytestmark = pytest.mark.once


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((self.path, dict(self.headers), body.decode()))
        self.send_response(self.server.code)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    do_GET = do_POST

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.calls, server.code = [], 204
    server.url = f"http://127.0.0.1:{server.server_port}/hook?team=desk"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def story(room):
    return draft(room.politics, room.reporter, headline="The bridge at Lokoja")


@pytest.fixture
def hook(receiver, db):
    return Webhook.objects.create(name="Chat", url=receiver.url)


def later() -> None:
    WebhookDelivery.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_receiver_hears_what_happened_and_can_check_who_says_so(room, story, hook, receiver):
    notify("killed", story, [], room.section_editor, reason="Secret reason")
    [(path, headers, body)] = receiver.calls
    assert path == "/hook?team=desk"
    told = json.loads(body)
    assert (told["event"], told["actor"]) == ("killed", "Section_Editor")
    assert told["story"]["headline"] == "The bridge at Lokoja"
    assert told["story"]["section"] == "Politics"
    assert told["story"]["status"] == "draft"
    assert told["story"]["edit_url"].endswith(reverse("wagtailadmin_pages:edit", args=[story.pk]))
    assert "Secret reason" not in body
    # As docs/desk.md tells receivers to check.
    when, given = (part.partition("=")[2] for part in headers["X-Pulse-Signature"].split(","))
    assert given == hmac.new(hook.secret.encode(), f"{when}.{body}".encode(), hashlib.sha256).hexdigest()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.response_code) == ("sent", 204)


def test_review_is_told_too(room, story, hook, receiver):
    submit(story, room.reporter)
    assert {headers["X-Pulse-Event"] for _, headers, _ in receiver.calls} == {"waiting", "submitted"}


def test_failed_schedule_is_told_once(room, story, hook, receiver):
    for _ in range(2):
        record(story.content_type_id, str(story.pk), name=story.title, error=ValueError("Full disk"))
    assert [headers["X-Pulse-Event"] for _, headers, _ in receiver.calls] == ["failed_schedule"]


def test_only_chosen_events_sections_and_active_webhooks(room, story, hook, receiver):
    Webhook.objects.update(events=["published"])
    notify("killed", story, [])
    Webhook.objects.update(events=["killed"], section=room.business)
    notify("killed", story, [])
    Webhook.objects.update(section=room.politics, active=False)
    notify("killed", story, [])
    assert not receiver.calls
    Webhook.objects.update(active=True)
    notify("killed", story, [])
    assert len(receiver.calls) == 1


def test_embargoed_story_is_told_only_where_embargoes_are_kept(room, hook, receiver):
    story = draft(room.politics, room.reporter, embargo_until=timezone.now() + timedelta(days=1))
    notify("killed", story, [])
    assert not receiver.calls
    Webhook.objects.update(with_embargoed=True)
    notify("killed", story, [])
    assert json.loads(receiver.calls[0][2])["story"]["embargo_until"]


@pytest.mark.parametrize("code", [301, 302, 404, 500])
def test_failed_call_is_kept_and_tried_again(room, story, hook, receiver, code):
    receiver.code = code
    notify("killed", story, [])
    [(path, headers, body)] = receiver.calls
    assert path == "/hook?team=desk", "a redirect is not followed"
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.response_code, delivery.attempts) == ("waiting", code, 1)
    send_due.call()
    assert len(receiver.calls) == 1, "its time has not come"
    receiver.code = 200
    later()
    send_due.call()
    send_due.call()
    assert len(receiver.calls) == 2
    assert receiver.calls[1][1]["X-Pulse-Delivery"] == headers["X-Pulse-Delivery"]
    assert receiver.calls[1][2] == body
    delivery.refresh_from_db()
    assert (delivery.status, delivery.error) == ("sent", "")


def test_call_is_given_up_within_a_day(room, story, hook, receiver):
    receiver.code = 500
    notify("killed", story, [])
    for _ in range(MAX_ATTEMPTS + 2):
        later()
        send_due.call()
    assert WebhookDelivery.objects.get().status == "given_up"
    assert len(receiver.calls) == MAX_ATTEMPTS
    total = sum((wait_after(number) for number in range(1, MAX_ATTEMPTS)), timedelta())
    assert timedelta(hours=12) < total < timedelta(days=1)


def test_receiver_that_does_not_exist_fails_without_harm(room, story, hook, receiver):
    Webhook.objects.update(url="http://127.0.0.1:1/")
    notify("killed", story, [])
    assert "refused" in WebhookDelivery.objects.get().error


def test_receiver_that_says_nothing_is_cut_off(settings, monkeypatch):
    import socket
    import time

    settings.WEBHOOK_ALLOW_PRIVATE = True
    monkeypatch.setattr("core.outgoing.TOTAL_SECONDS", 0.5)
    monkeypatch.setattr("core.outgoing.CONNECT_SECONDS", 60)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        begun = time.monotonic()
        with pytest.raises(OSError, match=r"\w"):
            post(f"http://127.0.0.1:{listener.getsockname()[1]}/", b"{}", {})
        assert time.monotonic() - begun < 30


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data/", "http://127.0.0.1/",
    ],
)  # fmt: skip
def test_our_own_network_is_not_called(url, monkeypatch):
    monkeypatch.setattr("socket.create_connection", lambda *args: pytest.fail("connected"))
    with pytest.raises(AddressRefused):
        post(url, b"{}", {})


def test_a_host_with_one_private_address_is_refused(monkeypatch):
    rows = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: rows)
    with pytest.raises(AddressRefused):
        resolve("rebind.example", 443)


def test_the_checked_address_is_the_one_connected_to(monkeypatch):
    answers = iter([[(2, 1, 6, "", ("93.184.216.34", 443))], [(2, 1, 6, "", ("127.0.0.1", 443))]])
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: next(answers))
    connected = []

    def connect(address, timeout):
        connected.append(address)
        raise OSError("enough")

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(OSError, match="enough"):
        post("https://rebind.example/", b"{}", {})
    assert connected == [("93.184.216.34", 443)]


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://chat.example/hook", True),
        ("http://127.0.0.1:9000/", True),
        ("http://localhost:9000/", True),
        ("http://[::1]:9000/", True),
        ("http://chat.example/", False),
        ("http://127.0.0.1.chat.example/", False),
        ("https://user:secret@chat.example/", False),
        ("ftp://chat.example/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_webhooks_begin_with_https(url, fine):
    assert (url_refusal(url) == "") is fine


# In the admin


def test_administrator_makes_tests_and_repeats(room, story, receiver, client):
    client.force_login(room.admin)
    fields = {"name": "Chat", "url": receiver.url, "events": ["killed"], "active": "on", "section": ""}
    assert client.post(reverse("webhooks:add"), fields).status_code == 302
    hook = Webhook.objects.get()
    assert len(hook.secret) == 64
    client.post(reverse("webhooks:test", args=[hook.pk]))
    assert json.loads(receiver.calls[0][2])["event"] == "test"
    page = client.get(reverse("webhooks:edit", args=[hook.pk])).content.decode()
    assert hook.secret in page
    assert "204" in page
    client.post(reverse("webhooks:again", args=[WebhookDelivery.objects.get().pk]))
    assert len(receiver.calls) == 2


def test_address_without_tls_is_refused_in_words(room, client):
    client.force_login(room.admin)
    answer = client.post(reverse("webhooks:add"), {"name": "Chat", "url": "http://chat.example/"})
    assert "Begin with https://." in answer.content.decode()
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("role", ["reporter", "section_editor", "managing_editor", "comment_moderator"])
@pytest.mark.parametrize("name", ["index", "add", "edit", "delete", "history", "usage", "test", "again"])
def test_webhooks_are_for_administrators(room, story, hook, receiver, client, role, name):
    delivery = WebhookDelivery.objects.create(webhook=hook, event="killed", payload="{}", status="sent")
    client.force_login(getattr(room, role))
    args = {"index": [], "add": [], "again": [delivery.pk]}.get(name, [hook.pk])
    send = client.post if name in ("test", "again") else client.get
    answer = send(reverse(f"webhooks:{name}", args=args))
    assert answer.status_code in (302, 403)
    assert hook.secret not in answer.content.decode()
    assert not receiver.calls
