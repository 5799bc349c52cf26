"""Load a corpus, serve it, and print how fast readers' pages are: `make bench` (README.md beside this file)."""

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from pathlib import Path

from tests.bench import corpus, fronts, load, quality, replies, search, servers
from tests.bench.spam import report as spam

SHARED = servers.ROOT.parent / "shared" / "bench" / "corpus.py"
MEMORY_LIMIT = 200  # MB a worker may use
FEW = 100  # stories in the archive beside which a front's cost is seen to be flat


def write_corpus(path: Path, count: int) -> None:
    if SHARED.exists():
        with path.open("w") as file:
            subprocess.run([sys.executable, str(SHARED), str(count)], stdout=file, check=True)
    else:
        path.write_text("\n".join(corpus.stories(count)) + "\n")


def words(path: Path) -> tuple[str, str]:
    """Choose a word that about half of the stories have, and one that only about five have."""
    seen: Counter[str] = Counter()
    total = 0
    for line in path.open():
        total += 1
        row = json.loads(line)
        seen.update(set(re.findall(r"[a-z]{5,}", " ".join([row["headline"], *row["body"]]).lower())))
    return nearest(seen, total / 2), nearest(seen, 5)


def nearest(seen: Counter[str], count: float) -> str:
    return min(seen, key=lambda word: (abs(seen[word] - count), word))


def targets(path: Path) -> dict[str, str]:
    rows = [json.loads(line) for _, line in zip(range(50), path.open(), strict=False)]
    section = Counter(json.loads(line)["section_slug"] for line in path.open()).most_common(1)[0][0]
    common, rare = words(path)
    return {
        "home": "/",
        "section, page 1": f"/{section}/",
        "section, page 50": f"/{section}/?page=50",
        "article": f"/{rows[0]['section_slug']}/{rows[0]['slug']}/",
        f"search, rare word ({rare})": f"/search/?q={rare}",
        f"search, common word ({common})": f"/search/?q={common}",
        "feed": "/feed/",
    }


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
    return speed or found or searches


def archive(folder: Path, count: int) -> tuple[dict[str, str], Path]:
    """Make a newsroom of generated stories in a folder; return its environment and the file they came from."""
    file = folder / "corpus.jsonl"
    write_corpus(file, count)
    return newsroom(folder / "data", file), file


def newsroom(data: Path, file: Path) -> dict[str, str]:
    """Make a database with the stories of a corpus file; return the environment in which Pulse uses it."""
    environment = {**os.environ, "DATA_DIR": str(data), "DEMO": "0"}
    servers.manage(environment, "migrate", "--verbosity", "0")
    servers.manage(environment, "load_corpus", str(file))
    return environment


def run(folder: Path, environment: dict[str, str], pages: dict[str, str], seconds: float, small: fronts.Costs) -> int:
    port = servers.free_port()
    base = f"http://127.0.0.1:{port}"
    results: dict[str, load.Result] = {}
    with servers.pulse({**environment, "BASE_URL": base}, port) as pid:
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
