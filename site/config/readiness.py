"""Bring an installation to where it can serve: database, demo newsroom, search index, static files.

Each step first asks whether it is needed, so that a second start costs little.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from news.models import Section

Say = Callable[[str], None]


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Setting up the database …")
        call_command("migrate", verbosity=0, interactive=False)


def is_empty() -> bool:
    """Tell whether nobody has worked here yet: no section and no account."""
    return not Section.objects.exists() and not get_user_model().objects.exists()


def load_demo(say: Say) -> None:
    """Load the demo newsroom into an empty database, unless DEMO=0."""
    if os.environ.get("DEMO", "1") != "0" and is_empty():
        say("Loading the demo newsroom …")
        call_command("load_demo", verbosity=1)


def build_search(say: Say) -> None:
    call_command("rebuild_search", missing=True, verbosity=0)


def collect_static(say: Say) -> None:
    stamp, current = Path(settings.STATIC_ROOT) / ".sources", static_fingerprint()
    if not stamp.exists() or stamp.read_text() != current:
        say("Collecting static files …")
        # Django skips a file whose copy is newer, and an upgrade may bring files dated before the last start.
        for path in Path(settings.STATIC_ROOT).rglob("*"):
            os.utime(path, (0, 0))
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(current)


def static_fingerprint() -> str:
    """Sum up all that `collectstatic` would collect, ours, our apps' and the libraries', by name, size and time."""
    parts = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            parts.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def make_ready(say: Say) -> None:
    migrate(say)
    load_demo(say)
    build_search(say)
    collect_static(say)
