"""Say whether the site search finds what a reader means: `python -m tests.bench.quality` (README.md beside this file).

ndcg(["b", "a"], {"a": 3})  -> 0.63..., from 0 (nothing found) to 1 (nothing better is possible)
measure()                   -> Quality of search.index.rank on the current database, which holds the demo newsroom
"""

import math
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import fmean

from tests.bench import servers

JUDGED = Path(__file__).with_name("judged.toml")
GOAL = 0.9  # mean nDCG@10 below which the benchmark and the tests fail; 0.955 when this was written
DEPTH = 10
WORST = 10
DAYS_AGO = re.compile(r"\{(\d+) days ago\}")
PUBLISHED = ("live", "without review")


@dataclass(frozen=True)
class Judgement:
    """A query, and the stories that answer it: slug -> grade from 3 (meant) to 1 (marginal)."""

    kind: str
    query: str
    grades: dict[str, int]


@dataclass(frozen=True)
class Result:
    judgement: Judgement
    ranked: list[str]
    ndcg: float


@dataclass(frozen=True)
class Quality:
    results: list[Result]

    @property
    def mean(self) -> float:
        return fmean(result.ndcg for result in self.results)

    @property
    def by_kind(self) -> dict[str, list[Result]]:
        kinds = defaultdict(list)
        for result in self.results:
            kinds[result.judgement.kind].append(result)
        return dict(kinds)

    @property
    def worst(self) -> list[Result]:
        return sorted(self.results, key=lambda result: result.ndcg)[:WORST]


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], at: int = DEPTH) -> float:
    """Return the normalised discounted cumulative gain of the first `at` places: gain 2^grade - 1, discount log2."""
    best = gain(sorted(grades.values(), reverse=True)[:at])
    return gain([grades.get(slug, 0) for slug in ranked[:at]]) / best if best else 0.0


def gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def read_judged(path: Path = JUDGED) -> list[Judgement]:
    kinds = tomllib.loads(path.read_text("utf-8"))
    return [Judgement(kind, query, grades) for kind, rows in kinds.items() for query, grades in rows.items()]


def measure() -> Quality:
    """Ask the index of the current database every judged query. Needs Django, and the demo newsroom in the database."""
    from news.models import Article
    from search import index

    slugs = dict(Article.objects.values_list("pk", "slug"))
    results = []
    for judgement in read_judged():
        ranked = [slugs[pk] for pk, _ in index.rank(with_dates(judgement.query), DEPTH)]
        results.append(Result(judgement, ranked, ndcg(ranked, judgement.grades)))
    return Quality(results)


def with_dates(query: str) -> str:
    """Replace “{5 days ago}”: the demo's stories are as old as their files say, whatever the day."""
    from django.utils import timezone

    return DAYS_AGO.sub(lambda match: str(timezone.localdate() - timedelta(days=int(match[1]))), query)


def load_newsroom() -> None:
    """Load what the index reads of the demo newsroom: neither pictures nor desks nor history."""
    from demo.content import Story, read_list, read_stories
    from demo.loader import DemoLoader
    from desk import notifications
    from news.models import Article
    from tests import factories

    class StoriesOnly(DemoLoader):
        def load_stories(self) -> None:
            picture = factories.picture(size=(60, 40))
            self.pictures, self.users = defaultdict(lambda: picture), defaultdict(lambda: None)
            self.sections, self.topics = self.load_sections(), self.load_topics()
            self.authors = self.load_authors(read_list("author"))
            stories = read_stories()
            self.articles = {story.slug: self.draft(story) for story in stories}
            for story in stories:
                self.publish(story, self.articles[story.slug])

        def publish(self, story: Story, article: Article) -> None:
            article.body = [self.block(block) for block in story.body]
            article.live = story.fields["status"] in PUBLISHED
            article.save()

    with notifications.quiet():
        StoriesOnly().load_stories()


def report(quality: Quality) -> None:
    """Print the mean by kind of query, and the queries that fare worst with what came instead."""
    print(f"\n{'':38}{'queries':>12}{f'nDCG@{DEPTH}':>10}")
    for kind, results in quality.by_kind.items():
        print(f"{kind:38}{len(results):12}{Quality(results).mean:10.3f}")
    print(f"{'all':38}{len(quality.results):12}{quality.mean:10.3f}  (goal {GOAL})\n\nThe worst:")
    for result in quality.worst:
        judgement = result.judgement
        best = max(judgement.grades, key=lambda slug: judgement.grades[slug])
        print(f"  {result.ndcg:.2f}  {judgement.kind}: {judgement.query}\n        wanted: {best}")
        print(f"        found:  {', '.join(result.ranked[:3]) or 'nothing'}")


# In a process of its own, on a database of its own


def run() -> int:
    """Measure the demo newsroom in another process, which prints the table; return its exit code."""
    return subprocess.run([sys.executable, "-m", "tests.bench.quality"], cwd=servers.ROOT, check=False).returncode


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="pulse-quality-") as data:
        # Never the operator's database or cache, whatever the environment names.
        os.environ.update(DATA_DIR=data, DATABASE_URL=f"sqlite:///{data}/pulse.sqlite3", CACHE_URL="locmemcache://")
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        sys.path.insert(0, str(servers.ROOT / "site"))
        import django
        from django.core.management import call_command
        from django.db import connection, transaction

        django.setup()
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            load_newsroom()
        call_command("rebuild_search", verbosity=0)
        quality = measure()
        connection.close()
    report(quality)
    return 0 if quality.mean >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
