"""Migrate one test database a run: every other process of pytest-xdist copies it.

To run all migrations takes 16 s of processor time, to copy what they make a fraction of one.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from django.core.management.commands.migrate import Command
from django.db import connection


@contextmanager
def migrated_once(shared: Path) -> Iterator["KeptFile | KeptDatabase"]:
    """Let one process at a time set up its test database in this context; `shared` is the folder of the whole run.

    Yields what is kept, to be forgotten in the end.
    """
    kept = KeptFile(shared) if connection.vendor == "sqlite" else KeptDatabase(shared)
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
        yield kept


class KeptFile:
    def __init__(self, shared: Path) -> None:
        self.path = shared / "migrated.sqlite3"

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

    def forget(self) -> None:
        pass


class KeptDatabase:
    """A template on the server: PostgreSQL copies a database while it makes the new one."""

    def __init__(self, shared: Path) -> None:
        self.name = f"test_{connection.settings_dict['NAME']}_migrated"
        self.made = shared / "migrated"
        self.is_ours = False

    def prepare(self) -> None:
        if self.is_there():
            connection.settings_dict["TEST"]["TEMPLATE"] = self.name

    def is_there(self) -> bool:
        return self.made.exists()

    def keep(self) -> None:
        migrated = connection.settings_dict["NAME"]
        connection.close()  # PostgreSQL copies only a database that nobody uses
        with connection._nodb_cursor() as cursor:
            # A run that was killed has left its own.
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}"')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{migrated}"')
        self.made.touch()
        self.is_ours = True

    def copy(self) -> None:
        pass  # made as a copy

    def forget(self) -> None:
        if self.is_ours:
            self.made.unlink()
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{self.name}"')
