"""Two web servers and whoever publishes are processes of their own: on one machine, and on two with a Redis."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack

import pytest

from tests.bench import servers
from tests.delivery.test_redis import Server

NEWSROOM = """
from news.models import HomePage
from tests import factories
home = HomePage.objects.first()
section = factories.section("Politics")
factories.article("Budget passes", section)
"""
PUBLISH = """
from news.models import Article
story = Article.objects.get(slug="budget-passes")
story.title = "%s"
story.save_revision().publish()
"""
PATHS = ("/", "/politics/", "/politics/budget-passes/", "/feed/")


def shell(environment: dict[str, str], script: str) -> None:
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", script]
    subprocess.run(command, cwd=servers.ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Make a database with one story, that both pairs of servers use; return what a process needs to use it."""
    folder = tmp_path_factory.mktemp("newsroom")
    found = {name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "DATABASE_URL")}
    found |= {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'pulse.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PAGE_CACHE_MB": "64",
    }
    servers.manage(found, "migrate", "--verbosity", "0")
    servers.manage(found, "collectstatic", "--verbosity", "0", "--no-input")
    shell(found, NEWSROOM)
    return found


def get(port: int, path: str) -> tuple[str, bool]:
    answer = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30)
    return answer.read().decode(), answer.headers["Cache-Status"] == "Pulse; hit"


def everywhere(ports: list[int], headline: str) -> bool:
    # A web server has several processes of its own: some requests for each.
    return all(headline in get(port, path)[0] for port in ports for path in PATHS for _ in range(4))


def publish_and_wait(environment: dict[str, str], ports: list[int], headline: str) -> float:
    """Publish a headline in a process of its own; return the seconds until every process shows it everywhere."""
    shell(environment, PUBLISH % headline)
    start = time.monotonic()
    while not everywhere(ports, headline):
        assert time.monotonic() - start < 30, "the old headline is still shown"
        time.sleep(0.01)
    return time.monotonic() - start


def test_on_one_machine(environment):
    with ExitStack() as stack:
        ports = [servers.free_port() for _ in range(2)]
        for port in ports:
            base = {"BASE_URL": f"http://127.0.0.1:{port}", "ALLOWED_HOSTS": "127.0.0.1"}
            stack.enter_context(servers.pulse({**environment, **base}, port))
        assert everywhere(ports, "Budget passes")
        assert all(get(port, path)[1] for port in ports for path in PATHS)

        publish_and_wait(environment, ports, "Budget fails")

        assert not any("Budget passes" in get(port, path)[0] for port in ports for path in PATHS for _ in range(4))


def test_on_two_machines(environment, tmp_path):
    redis = Server(tmp_path)
    if not shutil.which("redis-server"):  # .ci/run installs it; `make test` may not install servers by itself
        pytest.skip("redis-server is not installed: apt-get install redis-server")
    redis.start()
    try:
        with ExitStack() as stack:
            ports, machines = [servers.free_port() for _ in range(2)], []
            for port in ports:
                folder = tmp_path / str(port)
                folder.mkdir()
                (folder / "static").symlink_to(f"{environment['DATA_DIR']}/static")
                base = {"BASE_URL": "http://127.0.0.1", "DATA_DIR": str(folder), "CACHE_URL": redis.url}
                machines.append({**environment, **base})
                stack.enter_context(servers.pulse(machines[-1], port))
            assert everywhere(ports, "Budget")
            # Who publishes is on the first machine; the second shares nothing with it but database and Redis.
            publish_and_wait(machines[0], ports, "Budget is back")
    finally:
        redis.stop()
