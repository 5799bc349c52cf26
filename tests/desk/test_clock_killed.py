"""Kill the clock fifty times while it works: nothing is published twice, nothing is lost, nothing is half done."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest

from tests.desk.own_database import ROOT, ask, copy_of_database, finish, start

KILLS = 50
WORKERS = 2
STORIES, BUNDLES, MEMBERS = 100, 6, 3
EXPECTED = STORIES + BUNDLES * MEMBERS
# Long enough for a few items, short enough that most kills hit a worker in the middle of one.
LIFE = (0.01, 0.25)

PUBLISHED = "SELECT count(*) FROM wagtailcore_page WHERE live AND title LIKE '%Story %'"
ENTRIES = "SELECT count(*) FROM wagtailcore_pagelogentry WHERE action LIKE 'wagtail.publish%'"
TWICE = (
    "SELECT count(*) FROM (SELECT page_id FROM wagtailcore_pagelogentry WHERE action LIKE 'wagtail.publish%' "
    "GROUP BY page_id HAVING count(*) > 1) AS repeated"
)
TOLD = "SELECT count(*) FROM desk_announcement WHERE event = 'published'"
POISONED_LIVE = "SELECT count(*) FROM wagtailcore_page WHERE live AND title LIKE 'Poison%'"
FAILURES = "SELECT count(*) FROM desk_schedulefailure WHERE solved_at IS NULL"
BUNDLES_LIVE = "SELECT count(*) FROM desk_bundle WHERE status = 'published'"
LEFT = "SELECT count(*) FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL"
CHECK_TREE = "from wagtail.models import Page; assert not any(Page.find_problems()), Page.find_problems()"


@pytest.fixture
def environment(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), copy_of_database(tmp_path) as environment:
        yield environment


class Stable:
    """The process that forks clocks; it must outlive none of the tests."""

    def __init__(self, environment) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.desk.clock_stable"],
            env={**environment, "LOG_LEVEL": "CRITICAL"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.alive: list[int] = []

    def clock(self) -> int:
        self.process.stdin.write("one more\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        self.alive.append(pid)
        return pid

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.alive.remove(pid)

    def close(self) -> None:
        for pid in self.alive:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()


@pytest.fixture
def stable(environment):
    stable = Stable(environment)
    yield stable
    stable.close()


def test_clock_killed_fifty_times_publishes_everything_once(environment, stable):
    finish(start(environment, "-m", "tests.desk.fill_for_clock", str(STORIES), str(BUNDLES)))
    chance = random.Random(2026)
    clocks = [stable.clock() for _ in range(WORKERS)]
    struck_at_work = 0
    for _ in range(KILLS):
        time.sleep(chance.uniform(*LIFE))
        before = ask(environment, ENTRIES)
        victim = clocks.pop(chance.randrange(WORKERS))
        stable.kill(victim)
        struck_at_work += before < EXPECTED
        clocks.append(stable.clock())
    assert struck_at_work > KILLS / 2, f"the clocks were done after {struck_at_work} kills: give them more to do"

    deadline = time.monotonic() + 120
    while ask(environment, PUBLISHED) < EXPECTED and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(2)  # a further round, which may repeat nothing
    stable.close()

    assert ask(environment, PUBLISHED) == EXPECTED
    assert ask(environment, ENTRIES) == EXPECTED
    assert ask(environment, TWICE) == 0
    assert ask(environment, TOLD) == EXPECTED
    assert ask(environment, BUNDLES_LIVE) == BUNDLES
    assert ask(environment, POISONED_LIVE) == 0
    assert ask(environment, FAILURES) == 2
    assert ask(environment, LEFT) == 1  # the poisoned story keeps its schedule
    finish(start(environment, "manage.py", "shell", "--no-imports", "-c", CHECK_TREE))
    check_file(environment)


def check_file(environment) -> None:
    address = environment["DATABASE_URL"]
    if address.startswith("sqlite:///"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
