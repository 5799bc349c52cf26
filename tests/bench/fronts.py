"""Curate a front in the benchmark's archive and say what it costs: `python -m tests.bench.fronts` (see __main__.py).

Twelve containers of all layouts, with placed stories, overrides, windows, lines below headlines, cards “latest from”
and free slots that fill themselves.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import cycle

from tests.bench import servers

CONTAINERS = 12
ROUNDS = 40
QUERY_LIMIT = 15


@dataclass
class Cost:
    """What it takes to decide what stands on a front and to load it: queries, and the median in milliseconds."""

    queries: int
    milliseconds: float


@dataclass
class Costs:
    """What fronts cost in one archive."""

    stories: int
    curated: Cost
    automatic: Cost


def measure(environment: dict[str, str]) -> Costs:
    """Curate the fronts of an archive, unless that is done, and measure them in a process of its own."""
    environment = {
        **environment,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join([str(servers.ROOT / "site"), str(servers.ROOT)]),
    }
    command = [sys.executable, "-m", "tests.bench.fronts"]
    output = subprocess.run(command, cwd=servers.ROOT, env=environment, check=True, capture_output=True, text=True)
    found = json.loads(output.stdout.splitlines()[-1])
    return Costs(found["stories"], Cost(**found["curated"]), Cost(**found["automatic"]))


def report(large: Costs, small: Costs) -> None:
    """Print what a front costs beside the same one in a small archive, and beside a front that nobody curates."""
    rows = [
        (f"front of {CONTAINERS} containers, {large.stories:,} stories", large.curated),
        (f"front of {CONTAINERS} containers, {small.stories:,} stories", small.curated),
        (f"automatic front, {large.stories:,} stories", large.automatic),
    ]
    print(f"\n{'':38}{'queries':>12}{'ms':>10}{'ms of first':>18}")
    for label, found in rows:
        share = found.milliseconds / large.curated.milliseconds
        print(f"{label:38}{found.queries:12}{found.milliseconds:10.1f}{share:18.2f}")
    print(f"(limit {QUERY_LIMIT} queries)\n")


# In the process of its own


def curate() -> None:
    from news.fronts.layouts import CHOICES
    from news.models import Article, Container, HomePage, Section, Topic
    from people.models import AuthorProfile
    from tests import factories

    if Container.objects.exists():
        return
    home, sections = HomePage.objects.get(), list(Section.objects.in_order())
    topics = cycle(Topic.objects.order_by("pk"))
    stories = iter(Article.objects.published().newest_first()[: 3 * CONTAINERS])
    authors = cycle(AuthorProfile.objects.order_by("pk"))
    for number, section, (layout, _) in zip(range(CONTAINERS), cycle(sections), cycle(CHOICES), strict=False):
        placed, other, below = next(stories), next(stories), next(stories)
        line = {"id": "line", "type": "item", "value": {"article": below.pk}}
        window = {"pin_from": "2020-01-01T00:00:00Z", "pin_until": "2120-01-01T00:00:00Z"}
        made = factories.container(
            layout=layout,
            section=section,
            cards=[
                factories.card(placed, headline="Words of our own", kicker="Ours", sublinks=[line], **window),
                factories.card(other),
                factories.card(kind="latest", section=section.pk),
                factories.card(kind="latest", topic=next(topics).pk),
                factories.card(kind="link", url="/about/", headline="How we work"),
            ],
            fill={
                "sections": [section.pk] if number % 4 else [],
                "topics": [next(topics).pk] if number % 3 == 0 else [],
                "author": next(authors).pk if number % 5 == 0 else None,
                "max_age": 24 * 365 if number % 6 == 0 else None,
            },
        )
        for section_front in sections:
            factories.place(made, section_front)
    assert home.placements.count() == CONTAINERS


def cost(action: Callable[[], object]) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    action()
    with CaptureQueriesContext(connection) as queries:
        action()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return Cost(len(queries), statistics.median(times))


def main() -> None:
    import django

    django.setup()
    from news.fronts.automatic import home_front
    from news.fronts.cards import front_of
    from news.models import Article, HomePage

    curate()
    home = HomePage.objects.get()
    curated, automatic = cost(lambda: front_of(home)), cost(lambda: home_front(home))
    print(json.dumps(asdict(Costs(Article.objects.count(), curated, automatic))))


if __name__ == "__main__":
    main()
