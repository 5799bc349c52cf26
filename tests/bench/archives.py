"""Make newsrooms of generated stories, and choose the addresses that are asked for."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.bench import corpus, servers

# What ../shared/bench/peers/targets.sh asks WordPress, besides a word that no story has.
ASKED = {"one word": "government", "two words": "government inquiry"}
SHARED = servers.ROOT.parent / "shared" / "bench" / "corpus.py"


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
        **{f"search, {label} ({query})": f"/search/?q={query.replace(' ', '+')}" for label, query in ASKED.items()},
        "feed": "/feed/",
    }


def archive(folder: Path, count: int) -> tuple[dict[str, str], Path]:
    """Make a newsroom of generated stories in a folder; return its environment and the file they came from."""
    folder.mkdir(exist_ok=True)
    file = folder / "corpus.jsonl"
    write_corpus(file, count)
    return newsroom(folder / "data", file), file


def newsroom(data: Path, file: Path) -> dict[str, str]:
    """Make a database with the stories of a corpus file; return the environment in which Pulse uses it."""
    environment = {**os.environ, "DATA_DIR": str(data), "DEMO": "0"}
    servers.manage(environment, "migrate", "--verbosity", "0")
    servers.manage(environment, "load_corpus", str(file))
    return environment
