"""Migrate one test database a run: every other process of pytest-xdist copies it.

To run all migrations takes 16 s of processor time, to copy what they make a fraction of one.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from django.core.management.commands.migrate import Command
from django.db import connection


@contextmanager
def migrated_once(shared: Path) -> Iterator[None]:
    """Let one process at a time set up its test database in this context; `shared` is the folder of the whole run."""
    kept = KeptFile(shared / "migrated.sqlite3") if connection.vendor == "sqlite" else KeptDatabase()
    migrate = Command.handle

    def migrate_or_copy(command, *args, **options):
        if kept.is_there():
            kept.copy()
        else:
            migrate(command, *args, **options)
            kept.keep()

    with (shared / "migrated.lock").open("w") as lock, patch.object(Command, "handle", migrate_or_copy):
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept.prepare()
        yield


def forget_template() -> None:
    """Drop what this process has made the server keep."""
    if KeptDatabase.made_here:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{KeptDatabase.name}"')


class KeptFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        pass

    def is_there(self) -> bool:
        return self.path.exists()

    def keep(self) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(self.path)) as target:
            connection.connection.backup(target)

    def copy(self) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(self.path)) as source:
            source.backup(connection.connection)


class KeptDatabase:
    """A template on the server: PostgreSQL copies a database while it makes the new one."""

    name = f"pulse_migrated_{os.environ.get('PYTEST_XDIST_TESTRUNUID', '')}"
    made_here = False

    def prepare(self) -> None:
        if self.is_there():
            connection.settings_dict["TEST"]["TEMPLATE"] = self.name

    def is_there(self) -> bool:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            return cursor.fetchone() is not None

    def keep(self) -> None:
        migrated = connection.settings_dict["NAME"]
        connection.close()  # PostgreSQL copies only a database that nobody uses
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{migrated}"')
        KeptDatabase.made_here = True

    def copy(self) -> None:
        pass
