"""Measure what replies cost: `python -m tests.bench.replies` (see __main__.py).

A story's page with 5,000 replies beside the same page without any, and posting one, both as the server's own time.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

from tests.bench import servers

REPLIES = 5_000
ROUNDS = 12
MORE_QUERIES = 4
POSTING_LIMIT = 50  # ms


@dataclass
class Cost:
    queries: int
    milliseconds: float


@dataclass
class Costs:
    without: Cost
    full: Cost
    deep: Cost  # all replies in 100 threads: the longest page there can be
    posting: Cost

    @property
    def is_kept(self) -> bool:
        """Tell whether the limits of the issue hold."""
        more = max(self.full.queries, self.deep.queries) - self.without.queries
        return more <= MORE_QUERIES and self.posting.milliseconds < POSTING_LIMIT


def measure(environment: dict[str, str]) -> Costs:
    """Fill a story of an archive and measure it, in a process of its own."""
    environment = {
        **environment,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join([str(servers.ROOT / "site"), str(servers.ROOT)]),
    }
    command = [sys.executable, "-m", "tests.bench.replies"]
    output = subprocess.run(command, cwd=servers.ROOT, env=environment, check=True, capture_output=True, text=True)
    found = json.loads(output.stdout.splitlines()[-1])
    return Costs(**{name: Cost(**values) for name, values in found.items()})


def report(found: Costs) -> None:
    rows = [
        ("story without replies", found.without),
        (f"story with {REPLIES:,} replies, page 1", found.full),
        ("the same in 100 threads, the longest page", found.deep),
        ("posting a reply", found.posting),
    ]
    print(f"\n{'':38}{'queries':>12}{'ms':>10}")
    for label, cost in rows:
        print(f"{label:38}{cost.queries:12}{cost.milliseconds:10.1f}")
    print(f"(limits: {MORE_QUERIES} queries more, {POSTING_LIMIT} ms for posting)\n")


# In the process of its own


def fill(story, threads: int) -> None:
    """Make REPLIES replies in so many threads."""
    from django.utils import timezone

    from comments.models import Reply

    begin = timezone.now() - timedelta(days=20)
    words = "The ferry left at six, not at seven, and I was on it with my mother and her goat. " * 4
    rows = [
        Reply(
            article=story, name=f"Reader {number}", text=f"{number}. {words}\n\nSee https://a.example/{number}.",
            state=Reply.State.APPROVED, reason="rules", digest=f"bench {threads} {number}",
            created_at=begin + timedelta(seconds=number),
        )
        for number in range(REPLIES)
    ]  # fmt: skip
    beginnings = Reply.objects.bulk_create(rows[:threads])
    for place, row in enumerate(rows[threads:]):
        row.thread = row.parent = beginnings[place % threads]
    Reply.objects.bulk_create(rows[threads:], batch_size=500)


def timed(act: Callable[[int], None]) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(3):
        act(number)
    with CaptureQueriesContext(connection) as queries:
        act(3)
        count = len(queries)  # now: the next request forgets them
    times = []
    for number in range(4, 4 + ROUNDS):
        start = time.perf_counter()
        act(number)
        times.append((time.perf_counter() - start) * 1_000)
    return Cost(count, statistics.median(times))


def costs() -> Costs:
    from django.conf import settings
    from django.test import Client

    from comments.models import Reply
    from news.models import Article
    from tests.comments.form import rules, send

    settings.ALLOWED_HOSTS = ["*"]
    rules(close_after_days=0)
    empty, full, deep = Article.objects.published().newest_first()[:3]
    fill(full, 2 * REPLIES // 5)
    fill(deep, 100)
    client = Client()

    def show(story) -> Callable[[int], None]:
        path = story.url

        def act(number: int) -> None:
            assert client.get(path).status_code == 200

        return act

    def post(number: int) -> None:
        # Each from a network of its own: nobody writes thirty a minute.
        response = send(full, client=client, text=f"Bench {number}", address=f"10.0.{number}.1")
        assert response.status_code == 201, response.content

    found = Costs(timed(show(empty)), timed(show(full)), timed(show(deep)), timed(post))
    Reply.objects.filter(article__in=(full, deep)).delete()
    return found


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(asdict(costs())))
