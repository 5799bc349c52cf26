"""Measure the site search in archives of several sizes: a part of `make bench` (README.md beside this file).

For each kind of query: the server's time alone, and the 95th percentile with 16 searchers at once, of whole pages with
facets and highlights, none of them cached. Then what the index costs: building, one story's update, and its size.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.bench import load, servers

COUNTS = "20000,100000"
ROUNDS = 55  # queries of each kind
WARM = 40  # of them, asked before anything is measured: the first answers of each thread are not what readers wait for
UPDATES = 40
RARE = 90  # stories that have the rare word: what the rarest of 100,000 stories have, and in every archive a full page


@dataclass
class IndexCosts:
    stories_a_second: float
    update_milliseconds: float
    bytes: int
    text_bytes: int


@dataclass
class Speed:
    alone: float  # milliseconds, the median
    p95: float  # milliseconds with 16 searchers
    requests_a_second: float
    errors: int


def run(counts: list[int], seconds: float, make: Callable[[Path, int], tuple[dict[str, str], Path]]) -> int:
    """Measure an archive of each size that `make` loads; return 1 when a page failed."""
    found = {}
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="pulse-search-") as name:
            environment, corpus = make(Path(name), count)
            addresses = asked(environment, "queries", corpus)
            index = IndexCosts(**asked(environment, "costs", corpus))
            found[count] = (speeds(environment, addresses, seconds), index)
    report(found)
    return int(any(speed.errors for rows, _ in found.values() for speed in rows.values()))


def speeds(environment: dict[str, str], addresses: dict[str, list[str]], seconds: float) -> dict[str, Speed]:
    port = servers.free_port()
    base = f"http://127.0.0.1:{port}"
    servers.manage(environment, "collectstatic", "--verbosity", "0", "--no-input")
    found = {}
    with servers.pulse({**environment, "SEARCHES_KEPT": "0", "BASE_URL": base}, port):
        for kind, paths in addresses.items():
            for path in paths[:WARM]:
                urllib.request.urlopen(base + path).read()
            single = alone([base + path for path in paths[WARM:]])
            busy = load.measure(base + paths[0], seconds)
            found[kind] = Speed(single, busy.p95, busy.requests_a_second, busy.errors)
    return found


def alone(urls: list[str]) -> float:
    """Return the median of queries that nobody has asked before: what is kept of one must not flatter the next."""
    times = []
    for url in urls:
        start = time.perf_counter()
        urllib.request.urlopen(url).read()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def asked(environment: dict[str, str], what: str, corpus: Path) -> dict:
    """Return what one of ANSWERS says of a newsroom, in a process of its own."""
    environment = {
        **environment,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join([str(servers.ROOT / "site"), str(servers.ROOT)]),
    }
    command = [sys.executable, "-m", "tests.bench.search", what, str(corpus)]
    output = subprocess.run(command, cwd=servers.ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(output.stdout.splitlines()[-1])


def report(found: dict[int, tuple[dict[str, Speed], IndexCosts]]) -> None:
    """Print a table a size; “growth” is how many times slower the largest archive is than the smallest."""
    first = next(iter(found))
    for count, (rows, index) in found.items():
        heads = f"{'alone ms':>10}{'p95 ms':>10}{'requests/s':>12}{'growth':>10}{'errors':>8}"
        print(f"\n{f'search, {count:,} stories':38}{heads}")
        for kind, speed in rows.items():
            growth = speed.alone / found[first][0][kind].alone
            print(
                f"{kind:38}{speed.alone:10.1f}{speed.p95:10.1f}{speed.requests_a_second:12.1f}{growth:10.2f}"
                f"{speed.errors:8}"
            )
        print(
            f"index: built at {index.stories_a_second:,.0f} stories/s, updated in {index.update_milliseconds:.1f} ms,"
            f" {index.bytes / 1e6:,.0f} MB, {index.bytes / index.text_bytes:.2f} of the text"
        )
    print()


# In the process of its own


def queries(corpus: Path) -> dict[str, list[str]]:
    """Choose addresses of each kind: words by how many stories have them, and what stands in some of the stories."""
    words, total, rows = words_by_stories(corpus)
    common = nearest(words, total / 2)
    others = nearest(Counter({word: words[word] for word in words.keys() - set(common)}), total / 4)
    headlines = [row["headline"].split() for row in rows]
    return {
        "rare": [address("/search/", q=word) for word in nearest(words, RARE)],
        "common": [address("/search/", q=word) for word in common],
        "two words": [address("/search/", q=f"{one} {other}") for one, other in zip(common, others, strict=True)],
        "phrase": [address("/search/", q=f'"{" ".join(headline[:2])}"') for headline in headlines],
        "filtered": [
            address("/search/", q=word, section=row["section_slug"], author=row["author_slug"])
            for word, row in zip(common, rows, strict=True)
        ],
        "newest first": [address("/search/", q=word, sort="newest") for word in common],
        "misspelt": [
            address("/search/", q=f"{headline[-1]}q {other}") for headline, other in zip(headlines, others, strict=True)
        ],
        "suggestions": [address("/search/suggest", q=headline[0][:3]) for headline in headlines],
    }


def nearest(words: Counter[str], stories: float) -> list[str]:
    """Return the ROUNDS words that nearest to so many stories have."""
    return sorted(words, key=lambda word: (abs(words[word] - stories), word))[:ROUNDS]


def words_by_stories(corpus: Path) -> tuple[Counter[str], int, list[dict]]:
    """Return how many stories a search for each word finds, how many stories there are, and ROUNDS of them.

    A search for “mortaring” finds “mortar” too, so words are counted by what the index holds of them: of the words that
    five stories spell alike, a third are in thousands otherwise inflected. The last spelling stands for all.
    """
    from search import analysis

    stories: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    total, rows = 0, []
    for line in corpus.open():
        row = json.loads(line)
        total += 1
        if len(rows) < ROUNDS:
            rows.append(row)
        found = {analysis.term(word): word for word in analysis.words(" ".join([row["headline"], *row["body"]]))}
        stories.update(found.keys())
        spellings.update(found)
    counted = ((spellings[term], stories[term]) for term in stories)
    words = Counter({word: count for word, count in counted if len(word) > 4 and not analysis.is_stopword(word)})
    return words, total, rows


def address(path: str, **params: str) -> str:
    return f"{path}?{urlencode(params)}"


def index_costs(corpus: Path) -> dict:
    from django.db import connection

    from news.models import Article
    from search import index

    ids = list(index.indexable().values_list("pk", flat=True))
    with connection.cursor() as cursor:  # to remove 100,000 stories as the newsroom does takes six minutes
        for statement in EMPTY[connection.vendor]:
            cursor.execute(statement)
    start = time.perf_counter()
    index.rebuild()
    rate = len(ids) / (time.perf_counter() - start)
    times = []
    for pk in ids[:: max(1, len(ids) // UPDATES)][:UPDATES]:
        Article.objects.filter(pk=pk).update(standfirst=f"Another sentence, number {pk}, says what is new.")
        start = time.perf_counter()
        index.add_bulk([pk])
        times.append((time.perf_counter() - start) * 1000)
    text = sum(len(words(json.loads(line)).encode()) for line in corpus.open())
    with connection.cursor() as cursor:
        cursor.execute(SIZES[connection.vendor])
        size = cursor.fetchone()[0]
    return asdict(IndexCosts(rate, statistics.median(times), size, text))


EMPTY = {
    "postgresql": ["TRUNCATE search_entry, search_word"],
    "sqlite": [
        "INSERT INTO search_entry_fts (search_entry_fts) VALUES ('delete-all')",
        *(f"DELETE FROM search_{table}" for table in ("headline", "entry", "words", "removed", "word")),  # noqa: S608 - our own names
    ],
}
SIZES = {
    "postgresql": "SELECT pg_total_relation_size('search_entry') + pg_total_relation_size('search_word')",
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%' OR name LIKE 'sqlite_autoindex_search_%'",
}


def words(row: dict) -> str:
    return " ".join([row["headline"], row["standfirst"], *row["body"], row["author"], row["section"], *row["tags"]])


ANSWERS = {"queries": queries, "costs": index_costs}

if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(ANSWERS[sys.argv[1]](Path(sys.argv[2]))))
