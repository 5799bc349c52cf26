"""The demo newsroom that browser tests work on: made once a run, and copied for each process of the run.

To load it and to draw its pictures takes a minute of computing. Each process of pytest-xdist has one of its own: tests
publish, unpublish and move what others look at.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.bench.servers import ROOT, free_port, wait_for

PASSWORD = os.environ.get("DEMO_PASSWORD", "a demo password for tests")
MAKE_READY = """
import sys
sys.path.insert(0, "site")
import django
django.setup()
from config.readiness import make_ready
from demo import pictures
from tests.browser import small_pictures
pictures.paint = small_pictures.paint
make_ready(print)
"""
TEMPLATE = "pulse_browser_template"


@contextlib.contextmanager
def newsroom(shared: Path, data_dir: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Run Pulse as `make run` does and yield its address and environment. `shared` is the folder of the whole run."""
    name = f"pulse_browser_{os.getpid()}"
    port = free_port()
    with (shared / "newsroom.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = make_once(shared / "newsroom")
        shutil.copytree(made, data_dir, dirs_exist_ok=True, ignore=shutil.ignore_patterns("cache"))
        url = copy_database(name, TEMPLATE)
    environment = environment_of(data_dir, url, port)
    log = (data_dir / "server.log").open("w")
    # The site's record takes the new address when the tables are brought up to date.
    run(environment, log, "manage.py", "migrate", "--verbosity", "0")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "start"], cwd=ROOT, env=environment, stdout=log, stderr=log,
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/", seconds=900)
        yield f"http://127.0.0.1:{port}", environment
    finally:
        stop(process)
        drop_database(name)
        if os.environ.get("SHOW_SERVER_LOG"):
            print((data_dir / "server.log").read_text())


def make_once(folder: Path) -> Path:
    """Return a newsroom's folder, all its pictures drawn; the first process of a run makes it."""
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        environment = environment_of(folder, copy_database(TEMPLATE, "template1"), free_port())
        log = (folder / "made.log").open("w")
        run(environment, log, "-c", MAKE_READY)
        # Each ends when nothing is left to do.
        worker = [sys.executable, "manage.py", "db_worker", "--batch", "--verbosity", "0"]
        workers = [
            subprocess.Popen(worker, cwd=ROOT, env=environment, stdout=log, stderr=log)
            for _ in range(os.cpu_count() or 1)
        ]
        failed = sum(worker.wait() != 0 for worker in workers)
        assert not failed, (folder / "made.log").read_text()
        (folder / "ready").touch()
    return folder


def environment_of(data_dir: Path, database_url: str, port: int) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL")},
        "DATA_DIR": str(data_dir),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DEMO_PASSWORD": PASSWORD,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **({"DATABASE_URL": database_url} if database_url else {}),
    }


def run(environment: dict[str, str], log, *words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, stdout=log, stderr=log, check=True)


def stop(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def server_under_test() -> str:
    """Return the address of the PostgreSQL server that the tests shall use, "" for SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else ""


def copy_database(name: str, source: str) -> str:
    """Make a database on the server under test anew, as a copy; return its address, "" on SQLite."""
    drop_database(name)
    if not server_under_test():
        return ""
    execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    return urlunsplit(urlsplit(server_under_test())._replace(path=f"/{name}"))


def drop_database(name: str) -> None:
    if server_under_test():
        execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def execute(statement: str) -> None:
    import psycopg

    with psycopg.connect(server_under_test(), autocommit=True) as connection:
        connection.execute(statement)
