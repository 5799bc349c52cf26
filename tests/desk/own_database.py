"""A copy of the migrated test database that processes of their own can work on, outside any test's transaction.

Run as a program it fills such a copy: python -m tests.desk.own_database NUMBER_OF_DUE_STORIES
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.ROOT)
NAME = f"pulse_desk_copy_{os.getpid()}"


@contextmanager
def copy_of_database(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment in which a process uses the copy; the copy is gone afterwards."""
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "CACHE_URL": "locmemcache://",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
    }
    values = connection.settings_dict
    # pytest-django sets the test database up only when a test that was collected is marked for it.
    ready = "memory" in values["NAME"] or values["NAME"].startswith("test_")
    if connection.vendor == "sqlite":
        path = folder / "pulse.sqlite3"
        if ready:
            connection.ensure_connection()
            with closing(sqlite3.connect(path)) as target:
                connection.connection.backup(target)
        environment["DATABASE_URL"] = f"sqlite:///{path}"
        yield environment if ready else migrated(environment)
        return
    connection.close()  # PostgreSQL copies only a database that nobody uses
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        template = values["NAME"] if ready else "template1"
        cursor.execute(f'CREATE DATABASE {NAME} TEMPLATE "{template}"')
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    address = f"{values['USER']}{password}@{values['HOST']}:{values['PORT'] or 5432}"
    try:
        environment["DATABASE_URL"] = f"postgres://{address}/{NAME}"
        yield environment if ready else migrated(environment)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def migrated(environment: dict[str, str]) -> dict[str, str]:
    finish(start(environment, "manage.py", "migrate", "--verbosity", "0"))
    return environment


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen) -> str:
    output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    return output


def ask(environment: dict[str, str], sql: str) -> int:
    return query(environment, sql)[0][0]


def query(environment: dict[str, str], sql: str) -> list[tuple]:
    address = environment["DATABASE_URL"]
    if address.startswith("sqlite:///"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
            return database.execute(sql).fetchall()
    import psycopg

    with psycopg.connect(address.replace("postgres://", "postgresql://")) as database:
        return database.execute(sql).fetchall()


if __name__ == "__main__":
    import django

    django.setup()
    from tests import factories
    from tests.desk.newsroom import scheduled

    section = factories.section("Politics")
    for number in range(int(sys.argv[1])):
        scheduled(section, f"Story {number}")
