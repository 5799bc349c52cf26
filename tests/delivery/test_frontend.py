"""A cache in front of the site, or a CDN, is told by tag what has changed."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from delivery import frontend
from delivery.purging import purge
from search import answers
from tests import factories

pytestmark = pytest.mark.django_db


class Cache(ThreadingHTTPServer):
    """Notes what it is asked, as (method, headers, body), and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def purged(self) -> list[list[str]]:
        return [headers["Cache-Tag"].split(",") for _, headers, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    server: Cache

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PURGE = do_POST = answer

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def cache() -> Iterator[Cache]:
    server = Cache()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def in_front(settings, cache) -> Cache:
    backend = {"BACKEND": "delivery.frontend.TaggedHTTPBackend", "LOCATION": cache.address}
    settings.WAGTAILFRONTENDCACHE = {"http": backend}
    return cache


def test_what_is_published_is_purged_there_when_it_is_committed(in_front, django_capture_on_commit_callbacks):
    story = factories.article("Ferry sinks", factories.section())
    in_front.asked.clear()
    with django_capture_on_commit_callbacks(execute=True):
        story.title = "Ferry saved"
        story.save_revision().publish()
        assert not in_front.asked

    assert {method for method, _, _ in in_front.asked} == {"PURGE"}
    assert f"page-{story.pk}" in set().union(*in_front.purged)


def test_what_no_page_shows_is_not_purged_there(in_front, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answers.forget()

    assert not in_front.asked


def test_a_change_that_reaches_many_is_told_in_several_requests(in_front, django_capture_on_commit_callbacks):
    tags = [f"page-{number}" for number in range(70)]
    with django_capture_on_commit_callbacks(execute=True):
        purge(*tags)

    assert [len(some) for some in in_front.purged] == [30, 30, 10]
    assert set().union(*in_front.purged) == set(tags)


@pytest.mark.parametrize("way", ["it says no", "it is not there"])
def test_a_cache_that_fails_is_named_with_the_remedy(in_front, cache, way, caplog):
    if way == "it says no":
        cache.status = 405
    else:
        cache.server_close()
    frontend.purge_tags.call(["page-1"])

    assert f"{cache.address}/ did not purge page-1" in caplog.text
    assert "Remedy" in caplog.text


@pytest.fixture
def cloudflare(cache) -> frontend.TaggedCloudflareBackend:
    backend = frontend.TaggedCloudflareBackend({"ZONEID": "zone", "BEARER_TOKEN": "token"})
    assert backend.cloudflare_purge_endpoint_url.endswith("/zones/zone/purge_cache")
    backend.cloudflare_purge_endpoint_url = cache.address
    return backend


def test_cloudflare_is_told_the_tags(cloudflare, cache):
    cloudflare.purge_tags(["page-1", "stories"])

    ((method, headers, body),) = cache.asked
    assert (method, headers["Authorization"]) == ("POST", "Bearer token")
    assert json.loads(body) == {"tags": ["page-1", "stories"]}


def test_cloudflare_that_refuses_is_named_with_the_remedy(cloudflare, cache, caplog):
    cache.status = 403
    cloudflare.purge_tags(["page-1"])

    assert "Cloudflare did not purge page-1" in caplog.text
    assert "Remedy" in caplog.text
