"""Say whether this process is alive (`/healthz`) and whether all of Pulse does its work (`/readyz`).

Both stand before every other middleware: a probe knows neither the site's name nor its https. What they say holds no
names, addresses or errors, which are for the log. docs/operations.md tells who should ask which.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from tempfile import NamedTemporaryFile
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult

from delivery import configured
from desk import scheduling
from desk.models import ScheduleFailure
from search import index
from search.models import Entry

logger = logging.getLogger("pulse.health")

OVERDUE = timedelta(minutes=2)  # the clock looks once a minute
WAITING = timedelta(minutes=10)  # what a queue behind a large import may take
NEWEST = 20  # stories that are looked for in the index by each probe; all are counted now and then
FINE = "fine"


class Wrong(Exception):
    """Something is not as it should be: one sentence what, one sentence what to do."""


@dataclass
class Check:
    """One question; an answer is given again for `seconds`, so that a probe every second costs little."""

    ask: Callable[[], None]
    seconds: float
    serves: bool = False  # whether readers cannot be answered when this is wrong
    answer: str = ""
    asked: float = float("-inf")

    def result(self) -> str:
        now = time.monotonic()
        if now - self.asked >= self.seconds:
            self.answer, self.asked = self.find_out(), now
        return self.answer

    def find_out(self) -> str:
        try:
            self.ask()
        except Wrong as wrong:
            return str(wrong)
        except Exception:
            logger.exception("A check of /readyz failed.")
            return "It could not be found out. The log says why."
        return FINE


# What is asked


def database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.error("The database does not answer: %s", error)
        raise Wrong("The database does not answer. Start it, or correct DATABASE_URL.") from error


def shared_cache() -> None:
    value = get_random_string(12)
    try:
        cache.set("config.health", value, 60)
        kept = cache.get("config.health")
    except Exception as error:  # each kind of cache has errors of its own
        logger.error("The cache does not answer: %s", error)
        kept = None
    # Another process may have written between the two.
    if not isinstance(kept, str) or len(kept) != len(value):
        raise Wrong("The cache keeps nothing. See that DATA_DIR can be written and is not full, or that Redis runs.")


def page_cache() -> None:
    if not settings.PAGE_CACHE_MB:
        return
    try:
        configured.ledger().position()
        if not configured.redis_url():
            with NamedTemporaryFile(dir=configured.folder()) as file:
                file.write(b"a probe")
    except Exception as error:  # Redis has errors of its own
        logger.error("The page cache cannot be used: %s", error)
        raise Wrong(
            "Pages cannot be kept: readers wait longer. See that DATA_DIR can be written and is not full."
        ) from error


migrated = False  # tables never go back while a process runs


def migrations() -> None:
    global migrated
    if migrated:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Wrong("The tables are not those of this version. Run manage.py migrate.")
    migrated = True


def newest_are_found() -> None:
    newest = list(index.indexable().order_by("-first_published_at").values_list("pk", flat=True)[:NEWEST])
    if missing := len(newest) - Entry.objects.filter(pk__in=newest).count():
        raise Wrong(f"{missing} of the newest {len(newest)} stories cannot be found. Run manage.py rebuild_search.")


def all_are_found() -> None:
    stories, entries = index.indexable().count(), index.size()
    if stories != entries:
        raise Wrong(f"{stories} stories are published and {entries} can be found. Run manage.py rebuild_search.")


def schedules() -> None:
    """Look for what should be live, but for what the clock tried in vain: that is the newsroom's to mend."""
    now = timezone.now()
    finders = (scheduling.expired_items, scheduling.due_bundles, scheduling.due_revisions)
    late = {(job.content_type_id, job.object_id) for find in finders for job in find(now - OVERDUE)}
    if not late:
        return
    tried = ScheduleFailure.objects.open().filter(last_failed_at__gte=now - OVERDUE)
    late -= set(tried.values_list("content_type_id", "object_id"))
    if late:
        raise Wrong(
            f"{len(late)} items should have been published or taken down over two minutes ago. "
            "Start the clock: manage.py publish_due --every 60."
        )


def tasks() -> None:
    # By when it may run: a task may have been put off on purpose.
    late = timezone.now() - WAITING
    waiting = (
        DBTaskResult.objects.ready().filter(enqueued_at__lte=late).exclude(run_after__range=(late, timezone.now()))
    )
    if count := waiting.count():
        raise Wrong(
            f"{count} tasks have been waiting for over ten minutes: pictures, mails, the index. "
            "Start the worker, or a second one: manage.py db_worker."
        )


def checks() -> dict[str, Check]:
    return {
        "database": Check(database, 0, serves=True),
        "cache": Check(shared_cache, 0, serves=True),
        "page cache": Check(page_cache, 5),
        "migrations": Check(migrations, 5, serves=True),
        "search": Check(newest_are_found, 5),
        "search, all stories": Check(all_are_found, 60),
        "schedules": Check(schedules, 5),
        "tasks": Check(tasks, 5),
    }


class HealthMiddleware:
    """Answer probes before anything else does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.checks = checks()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return plain({"alive": FINE}, True)
        if request.path == "/readyz":
            return self.readiness(serving_only=request.GET.get("for") == "traffic")
        return self.get_response(request)

    def readiness(self, serving_only: bool) -> HttpResponse:
        with self.lock:  # probes that come together share the answers
            answers = {"database": self.checks["database"].result()}
            for name, check in self.checks.items():
                if name == "database" or (serving_only and not check.serves):
                    continue
                # Whatever else is asked would only say the same again, after a time limit of its own.
                answers[name] = check.result() if answers["database"] == FINE else "The database does not answer."
        return plain(answers, set(answers.values()) == {FINE})


def plain(answers: dict[str, str], is_well: bool) -> HttpResponse:
    response = JsonResponse(answers, status=200 if is_well else 503, json_dumps_params={"indent": 2})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
