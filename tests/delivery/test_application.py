"""What the page cache does around any application: keep, answer, let go; and never what is not everybody's."""

import gzip
import os
import threading
import time

import brotli
import pytest

from delivery.ledger import EVERYTHING, slot_of
from delivery.middleware import FACTS, Facts
from delivery.store import read as read_copy
from tests.delivery.readers import environ, page_cache, read


class Site:
    """An application that counts what it is asked, and earns what `seconds`, `tags` say."""

    def __init__(self) -> None:
        self.asked = 0
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=0")]
        self.text = "A page of the paper. " * 50
        self.tags = frozenset({"page-1"})
        self.fresh = self.ends = 600.0
        self.is_stored = True
        self.parameters = frozenset({"page"})
        self.is_earned = True
        self.pause = 0.0

    def __call__(self, environ, start_response):
        self.asked += 1
        if self.pause:
            time.sleep(self.pause)
        if self.is_earned:
            now = time.time()
            environ[FACTS] = Facts(self.tags, now + self.fresh, now + self.ends, self.is_stored, self.parameters)
        start_response(self.status, list(self.headers))
        return [self.text.encode()]


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def cache(site, tmp_path):
    return page_cache(site, tmp_path)


def purge(cache, tag: str) -> None:
    cache.ledger.purge([slot_of(tag)])


def test_a_page_is_made_once(site, cache):
    for _ in range(3):
        answer = read(cache, "/news/")
    assert site.asked == 1
    assert answer.is_copy
    assert answer.body.decode() == site.text
    assert answer.headers["content-length"] == str(len(answer.body))


def test_each_encoding_has_the_same_text_and_an_entity_tag_of_its_own(site, cache):
    plain = read(cache, "/")
    small = read(cache, "/", HTTP_ACCEPT_ENCODING="gzip")
    smaller = read(cache, "/", HTTP_ACCEPT_ENCODING="gzip, br")
    assert gzip.decompress(small.body) == brotli.decompress(smaller.body) == plain.body
    assert len({answer.headers["etag"] for answer in (plain, small, smaller)}) == 3
    assert all(not answer.headers["etag"].startswith("W/") for answer in (plain, small, smaller))
    assert {answer.headers["vary"] for answer in (plain, small, smaller)} == {"Accept-Encoding"}
    assert "content-encoding" not in plain.headers
    assert site.asked == 1


def test_who_has_the_page_is_told_so(cache):
    first = read(cache, "/", HTTP_ACCEPT_ENCODING="br")
    again = read(cache, "/", HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=f'"other", W/{first.headers["etag"]}')
    assert again.status == 304
    assert again.body == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert "cache-control" in again.headers
    assert "content-length" not in again.headers
    other_encoding = read(cache, "/", HTTP_IF_NONE_MATCH=first.headers["etag"])
    assert other_encoding.status == 200


def test_the_date_counts_when_there_is_no_tag(cache):
    first = read(cache, "/")
    date = first.headers["last-modified"]
    assert read(cache, "/", HTTP_IF_MODIFIED_SINCE=date).status == 304
    assert read(cache, "/", HTTP_IF_MODIFIED_SINCE="Sat, 01 Jan 2000 00:00:00 GMT").status == 200
    assert read(cache, "/", HTTP_IF_MODIFIED_SINCE="nonsense").status == 200
    assert read(cache, "/", HTTP_IF_MODIFIED_SINCE=date, HTTP_IF_NONE_MATCH='"other"').status == 200


def test_the_first_reader_may_have_the_page_from_before(site, cache):
    tag = read(cache, "/").headers["etag"]
    purge(cache, "page-1")
    assert read(cache, "/", HTTP_IF_NONE_MATCH=tag).status == 304
    assert site.asked == 2


def test_head_gets_the_headers_of_get(site, cache):
    assert read(cache, "/", method="HEAD").status == 200
    got = read(cache, "/")
    head = read(cache, "/", method="HEAD")
    assert head.body == b""
    assert head.headers == got.headers
    assert site.asked == 2  # no copy was made for HEAD, whose answer has no body


def test_a_purge_counts_in_all_processes(site, cache, tmp_path):
    other = page_cache(site, tmp_path)
    read(cache, "/"), read(other, "/")
    assert site.asked == 1
    site.text = "Another text. " * 50
    purge(other, "page-1")
    assert read(cache, "/").body == read(other, "/").body == site.text.encode()
    assert site.asked == 2


def test_a_purge_of_something_else_counts_not(site, cache):
    read(cache, "/")
    purge(cache, "page-2")
    read(cache, "/")
    assert site.asked == 1


def test_purging_everything_counts_everywhere(site, cache):
    read(cache, "/")
    cache.ledger.purge([EVERYTHING])
    read(cache, "/")
    assert site.asked == 2


def test_what_was_read_before_a_change_is_not_kept_after_it(site, cache):
    """A slow process reads the database, another changes it and purges, and the slow one stores what it made."""

    def slow(environ, start_response):
        answer = site(environ, start_response)
        purge(cache, "page-1")
        return answer

    cache.application = slow
    read(cache, "/")
    cache.application = site
    read(cache, "/")
    assert site.asked == 2


def test_copies_outlive_their_process(site, cache, tmp_path):
    read(cache, "/")
    assert read(page_cache(site, tmp_path), "/").is_copy
    assert site.asked == 1


def test_the_date_stays_when_nothing_is_new(site, cache, monkeypatch):
    first = read(cache, "/").headers
    monkeypatch.setattr("time.time", lambda now=time.time: now() + 30)
    purge(cache, "page-1")
    again = read(cache, "/").headers
    assert (again["last-modified"], again["etag"]) == (first["last-modified"], first["etag"])
    site.text += "More."
    purge(cache, "page-1")
    assert read(cache, "/").headers["last-modified"] != first["last-modified"]


# The clock


def test_a_page_ends_at_its_boundary(site, cache, monkeypatch):
    site.fresh = site.ends = 60
    read(cache, "/")
    monkeypatch.setattr("time.time", lambda now=time.time: now() + 61)
    read(cache, "/")
    assert site.asked == 2


def test_while_an_old_page_is_made_anew_others_get_the_old_one(site, cache, monkeypatch):
    site.fresh = 10
    read(cache, "/")
    monkeypatch.setattr("time.time", lambda now=time.time: now() + 20)
    site.pause, site.text = 0.5, "A newer text. " * 50
    maker = threading.Thread(target=read, args=(cache, "/"))
    maker.start()
    while site.asked < 2:
        time.sleep(0.01)
    assert read(cache, "/").body.startswith(b"A page of the paper")
    maker.join()
    assert site.asked == 2
    assert read(cache, "/").body.startswith(b"A newer text")


def test_an_old_page_stands_in_when_django_fails(site, cache, monkeypatch):
    site.fresh = 10
    read(cache, "/")
    monkeypatch.setattr("time.time", lambda now=time.time: now() + 20)
    site.status, site.is_earned = "500 Internal Server Error", False
    assert read(cache, "/").status == 200
    site.status, site.is_earned = "200 OK", True
    read(cache, "/")
    assert site.asked == 3


def test_a_purged_page_never_stands_in(site, cache):
    read(cache, "/")
    purge(cache, "page-1")
    site.status, site.is_earned = "500 Internal Server Error", False
    assert read(cache, "/").status == 500


@pytest.mark.parametrize("jump", [-3600, 3600 * 24 * 400])
def test_when_the_clock_jumps_pages_are_made_anew(site, cache, monkeypatch, jump):
    read(cache, "/")
    monkeypatch.setattr("time.time", lambda now=time.time: now() + jump)
    assert read(cache, "/").status == 200
    assert site.asked == 2


# Many at once


def test_many_readers_of_a_page_that_is_not_there_yet_have_it_made_once(site, cache):
    site.pause = 0.2
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(read(cache, "/"))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.asked == 1
    assert {answer.body for answer in answers} == {site.text.encode()}


def test_nobody_waits_for_a_page_that_is_not_kept(site, cache):
    site.is_earned = False
    read(cache, "/search/?q=a")
    site.pause = 0.3
    start = time.monotonic()
    threads = [threading.Thread(target=read, args=(cache, "/search/?q=b")) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.asked == 7
    assert time.monotonic() - start < 6 * site.pause


# What is not everybody's


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "a=b; sessionid=abc; c=d"},
        {"HTTP_COOKIE": 'a="; sessionid=abc'},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"method": "POST"},
        {"method": "OPTIONS"},
    ],
)
def test_who_may_be_somebody_is_answered_by_django(site, cache, more):
    read(cache, "/")
    assert not read(cache, "/", **more).is_copy
    assert site.asked == 2
    assert read(cache, "/").is_copy


def test_cookies_of_others_are_no_session(site, cache):
    read(cache, "/", HTTP_COOKIE="_ga=1; consent=yes")
    assert read(cache, "/", HTTP_COOKIE="_ga=2").is_copy
    assert site.asked == 1


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("200 OK", ("Set-Cookie", "sessionid=1")),
        ("200 OK", ("Vary", "Cookie")),
        ("200 OK", ("Vary", "Accept-Encoding, Cookie")),
        ("200 OK", ("Cache-Control", "private")),
        ("200 OK", ("Cache-Control", "max-age=0, no-store")),
        ("301 Moved Permanently", ("Location", "/elsewhere/")),
        ("302 Found", ("Location", "/elsewhere/")),
        ("206 Partial Content", ("Content-Range", "bytes 0-1/2")),
        ("500 Internal Server Error", ("X-Reason", "none")),
    ],
)
def test_what_is_not_for_all_is_not_kept(site, cache, status, header):
    site.status = status
    site.headers.append(header)
    read(cache, "/"), read(cache, "/")
    assert site.asked == 2


def test_what_has_not_earned_it_is_not_kept(site, cache):
    site.is_earned = False
    assert not read(cache, "/").is_copy
    read(cache, "/")
    assert site.asked == 2


def test_the_admin_is_not_looked_up(site, tmp_path):
    cache = page_cache(site, tmp_path, skip=("/admin/",))
    read(cache, "/admin/x/"), read(cache, "/admin/x/")
    assert site.asked == 2


def test_a_request_that_came_another_way_than_the_site_wants_gets_no_copy(site, tmp_path):
    cache = page_cache(site, tmp_path, is_secure=lambda environ: environ["wsgi.url_scheme"] == "https")
    read(cache, "/", **{"wsgi.url_scheme": "https"})
    assert not read(cache, "/").is_copy
    assert read(cache, "/", **{"wsgi.url_scheme": "https"}).is_copy


@pytest.mark.parametrize("name", ["X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_ORIGINAL_URL", "X_REWRITE_URL", "ACCEPT",
                                  "ACCEPT_LANGUAGE", "USER_AGENT", "RANGE"])  # fmt: skip
def test_headers_that_are_no_part_of_the_key_make_no_other_copy(site, cache, name):
    read(cache, "/", **{f"HTTP_{name}": "evil.example"})
    answer = read(cache, "/")
    assert answer.is_copy
    assert site.asked == 1


def test_random_parameters_make_no_copies(site, cache, tmp_path):
    for number in range(50):
        read(cache, f"/?x{number}={number}&utm_source={number}")
    assert site.asked == 1
    assert len(list(cache.store.files())) == 1


def test_each_page_of_a_list_has_a_copy(site, cache):
    read(cache, "/?page=2"), read(cache, "/?page=3"), read(cache, "/?page=3&utm_source=x")
    assert site.asked == 2
    assert len(list(cache.store.files())) == 2


def test_numbers_that_a_page_does_not_read_make_no_copies(site, cache):
    for number in range(1, 30):
        read(cache, f"/?replies={number}&p={number}")
    assert len(list(cache.store.files())) == 1
    assert read(cache, "/").is_copy


def test_addresses_that_have_no_key_are_made_each_time(site, cache):
    for path in ("//", "/news;x/", "/news/?page=x"):
        read(cache, path), read(cache, path)
    assert site.asked == 6
    assert not list(cache.store.files())


def test_errors_are_kept_for_moments_and_on_no_disk(site, cache):
    site.status, site.is_stored, site.fresh, site.ends = "404 Not Found", False, 5, 5
    read(cache, "/no/"), read(cache, "/no/")
    assert site.asked == 1
    assert not list(cache.store.files())
    assert read(cache, "/no/", HTTP_IF_NONE_MATCH="*").status == 404


# The disk


def test_a_damaged_copy_is_made_anew(site, cache, tmp_path):
    read(cache, "/")
    [(path, size, _)] = cache.store.files()
    for damage in (b"", b"x" * size, path.read_bytes()[:-1], b"\x00" + path.read_bytes()[1:]):
        path.write_bytes(damage)
        other = page_cache(site, tmp_path)
        assert read(other, "/").body == site.text.encode()
    assert site.asked == 5


def test_a_copy_of_another_page_is_not_shown(site, cache, tmp_path):
    read(cache, "/"), read(cache, "/other/")
    [first, second] = [path for path, *_ in cache.store.files()]
    first.write_bytes(second.read_bytes())
    data = first.read_bytes()
    assert {read_copy(data, " testserver /") is None, read_copy(data, " testserver /other/") is None} == {True, False}


def test_a_writer_that_died_leaves_nothing_that_is_read(site, cache):
    read(cache, "/")
    [(path, *_)] = cache.store.files()
    half = path.parent / ".half"
    half.write_bytes(b"pulse")
    assert len(list(cache.store.files())) == 1
    os.utime(half, (0, 0))
    list(cache.store.files())
    assert not half.exists()


def test_when_the_disk_is_full_readers_get_their_pages(site, cache, monkeypatch, caplog):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("delivery.store.os.replace", full)
    assert read(cache, "/").body == site.text.encode()
    assert read(cache, "/").is_copy  # from memory
    assert "No space left" in caplog.text
    assert not [path for path in cache.store.folder.rglob(".*") if path.is_file()]


def test_when_the_ledger_cannot_be_had_readers_get_their_pages(site, tmp_path, caplog):
    (tmp_path / "pages").write_text("a file in the place of the folder")
    cache = page_cache(site, tmp_path / "pages")
    for _ in range(2):
        assert read(cache, "/").body == site.text.encode()
    assert site.asked == 2
    assert caplog.text.count("page cache is off") == 1


def test_the_store_keeps_to_its_limit(site, tmp_path):
    cache = page_cache(site, tmp_path, limit=20_000)
    for number in range(100):
        read(cache, f"/{number}/")
    files = list(cache.store.files())
    assert 0 < sum(size for _, size, _ in files) <= 20_000
    assert read(page_cache(site, tmp_path), "/99/").is_copy
    assert site.asked == 100


def test_the_memory_keeps_to_its_limit(site, tmp_path):
    cache = page_cache(site, tmp_path, memory=20_000)
    for number in range(100):
        read(cache, f"/?utm_source={number}")
    assert 0 < cache.memory.size <= 20_000


def test_what_a_page_has_streamed_is_closed(cache):
    closed = []

    class Body(list):
        def close(self) -> None:
            closed.append(True)

    def site(environ, start_response):
        start_response("200 OK", [])
        return Body([b"x"])

    cache.application = site
    body = cache(environ("/"), lambda *given: None)
    body.close()
    assert closed == [True]
