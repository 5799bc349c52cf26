"""The ledger and the store of several machines, against a real Redis."""

import shutil
import socket
import subprocess
import time

import pytest
import redis

from delivery import redis as shared
from delivery.ledger import EVERYTHING, slot_of, slots_of
from delivery.memory import Memory
from delivery.redis import RedisLedger, RedisStore, RedisUnavailable
from delivery.store import Turns
from tests.delivery.readers import LIMIT, PARAMETERS, read
from tests.delivery.test_application import Site

WAIT = 10  # seconds; a purge is heard after a millisecond


class Server:
    """A Redis of our own, that can be stopped and started."""

    def __init__(self, folder) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait(lambda: redis.Redis(port=self.port).ping())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=WAIT)


def wait(condition) -> None:
    end = time.monotonic() + WAIT
    while True:
        try:
            if condition():
                return
        except (redis.RedisError, OSError):
            pass
        assert time.monotonic() < end, "this never came true"
        time.sleep(0.005)


@pytest.fixture
def server(tmp_path):
    if not shutil.which("redis-server"):  # .ci/run installs it; `make test` may not install servers by itself
        pytest.skip("redis-server is not installed: apt-get install redis-server")
    found = Server(tmp_path)
    found.start()
    yield found
    found.stop()


@pytest.fixture
def machines(server, tmp_path):
    """Two machines that share nothing but the Redis; return (site, cache, cache)."""
    from delivery.application import PageCache

    site = Site()

    def machine(name: str) -> PageCache:
        return PageCache(
            site, RedisLedger(server.url), RedisStore(server.url), Turns(tmp_path / name), Memory(LIMIT),
            parameters=PARAMETERS,
        )  # fmt: skip

    made = machine("one"), machine("two")
    yield site, *made
    for each in made:
        each.ledger.close()


def test_a_page_is_made_once_for_all_machines(machines):
    site, one, two = machines
    assert read(one, "/").body == read(two, "/").body
    assert site.asked == 1


def test_a_purge_is_heard_on_all_machines(machines):
    site, one, two = machines
    read(one, "/"), read(two, "/")
    site.text = "A newer text. " * 50
    one.ledger.purge([slot_of("page-1")])
    assert read(one, "/").body == site.text.encode()
    wait(lambda: read(two, "/").body == site.text.encode())
    assert site.asked == 2


def test_who_comes_later_knows_of_purges_before(machines, server):
    _, one, _ = machines
    read(one, "/")
    one.ledger.purge([slot_of("page-1")])
    late = RedisLedger(server.url)
    assert late.position() == one.ledger.position()
    assert not late.is_true(slots_of(["page-1"]), one.ledger.position()[1] - 1)
    assert late.is_true(slots_of(["page-2"]), one.ledger.position()[1] - 1)
    late.close()


def test_a_redis_that_was_emptied_makes_all_copies_untrue(machines, server):
    _, one, _ = machines
    read(one, "/")
    epoch = one.ledger.position()[0]
    redis.Redis(port=server.port).flushall()
    other = RedisLedger(server.url)
    assert other.position()[0] != epoch
    other.close()


def test_while_redis_is_away_readers_get_their_pages(machines, server, monkeypatch):
    site, one, two = machines
    monkeypatch.setattr(shared, "WAIT", 0.1)
    read(one, "/")
    server.stop()
    assert read(one, "/").is_copy
    assert read(two, "/").status == 200  # it knows of nothing: Django answers
    monkeypatch.setattr(shared, "DEAF", 0)
    assert read(one, "/").body == site.text.encode()
    assert site.asked == 3
    with pytest.raises(RedisUnavailable):
        one.ledger.purge([EVERYTHING])


def test_purges_that_were_missed_count_when_redis_is_back(machines, server, monkeypatch):
    site, one, two = machines
    monkeypatch.setattr(shared, "WAIT", 0.1)
    monkeypatch.setattr(shared, "BEAT", 0.2)
    read(one, "/"), read(two, "/")
    server.stop()
    server.start()  # without what it held
    wait(lambda: not read(one, "/").is_copy or site.asked > 1)
    wait(lambda: one.ledger.position() == two.ledger.position())
    site.text = "A newer text. " * 50
    wait(lambda: one.ledger.purge([slot_of("page-1")]) is None)
    wait(lambda: read(two, "/").body == site.text.encode())
