"""Load a corpus, serve it, and print how fast readers' pages are: `make bench` (README.md beside this file)."""

import argparse
import gzip
import os
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests.bench import delivery, fronts, load, quality, replies, search, servers
from tests.bench.archives import archive, newsroom, targets, write_corpus
from tests.bench.spam import report as spam

MEMORY_LIMIT = 200  # MB a worker may use
FEW = 100  # stories in the archive beside which a front's cost is seen to be flat


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=int(os.environ.get("COUNT", "10000")))
    parser.add_argument(
        "--search-counts",
        type=lambda text: [int(part) for part in text.split(",") if part],
        default=os.environ.get("SEARCH_COUNTS", search.COUNTS),
        help="Sizes of the archives in which the search is measured; empty for none.",
    )
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("SECONDS_EACH", "5")))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pulse-bench-") as name:
        folder = Path(name)
        file = folder / "corpus.jsonl"
        write_corpus(file, options.count)
        environment = newsroom(folder / "data", file)
        servers.manage(environment, "collectstatic", "--verbosity", "0", "--no-input")
        few = folder / "few.jsonl"
        few.write_text("".join(line for _, line in zip(range(FEW), file.open(), strict=False)))
        small = fronts.measure(newsroom(folder / "few", few))
        speed = run(folder, environment, targets(file), options.seconds, small)
    sys.stdout.flush()
    found = max(quality.run(), spam.run())
    searches = search.run(options.search_counts, options.seconds, archive)
    delivered = delivery.run(options.count, options.seconds, delivery.growth_count())
    return speed or found or searches or delivered


def run(folder: Path, environment: dict[str, str], pages: dict[str, str], seconds: float, small: fronts.Costs) -> int:
    port = servers.free_port()
    base = f"http://127.0.0.1:{port}"
    results: dict[str, load.Result] = {}
    # What it takes to make a page; delivery.py measures those that are kept.
    with servers.pulse({**environment, **delivery.COLD, "BASE_URL": base}, port) as pid:
        for label, path in pages.items():
            load.measure(base + path, 1)
            results[label] = load.measure(base + path, seconds)
        large = fronts.measure(environment)
        for label in ("home", "section, page 1"):
            load.measure(base + pages[label], 1)
            results[f"{label}, curated"] = load.measure(base + pages[label], seconds)
        body = urllib.request.urlopen(base + pages["article"]).read()
        talk = replies.measure(environment)
        memory = max((servers.peak_memory(child) for child in servers.children(pid)), default=0)
        ceiling = measure_file(folder / "file", body, seconds)
    print(f"\n{'':38}{'requests/s':>12}{'p95 ms':>10}{'errors':>8}{'of nginx':>10}")
    for label, result in results.items():
        share = f"{result.requests_a_second / ceiling.requests_a_second:.4f}" if ceiling else "-"
        print(f"{label:38}{result.requests_a_second:12.1f}{result.p95:10.1f}{result.errors:8}{share:>10}")
    if ceiling:
        print(
            f"{'nginx, the article as a file':38}{ceiling.requests_a_second:12.1f}{ceiling.p95:10.1f}{ceiling.errors:8}"
        )
    else:
        print("nginx is not installed: no file to compare with (apt-get install nginx)")
    fronts.report(large, small)
    replies.report(talk)
    print(f"peak memory of a worker: {memory:.0f} MB (limit {MEMORY_LIMIT})")
    failed = any(result.errors for result in results.values()) or large.curated.queries > fronts.QUERY_LIMIT
    return 1 if failed or not talk.is_kept or memory > MEMORY_LIMIT else 0


def measure_file(folder: Path, body: bytes, seconds: float) -> load.Result | None:
    if not servers.nginx_path():
        return None
    folder.mkdir()
    (folder / "article.html").write_bytes(body)
    (folder / "article.html.gz").write_bytes(gzip.compress(body, 9))
    # nginx drops its rights and must still reach the file.
    folder.parent.chmod(0o755)
    port = servers.free_port()
    with servers.nginx(folder, port):
        return load.measure(f"http://127.0.0.1:{port}/article.html", seconds)


if __name__ == "__main__":
    sys.exit(main())
