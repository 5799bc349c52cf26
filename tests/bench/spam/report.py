"""Print how well spam is told from replies, in a process of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ROWS = {
    "start": "as it is shipped, nothing learnt",
    "campaigns": "whole campaigns held back",
    "kinds": "whole kinds of business held back",
}
WORST = 12


def report(found: dict) -> None:
    heads = f"{'spam':>8}{'caught':>9}{'held':>8}{'missed':>8}{'good':>8}{'held':>8}{'rejected':>10}"
    print(f"\n{'spam and good replies':38}{heads}")
    for key, label in ROWS.items():
        quality = found[key]
        missed = max(1 - quality.recall - quality.spam_held, 0)
        print(
            f"{label:38}{len(quality.spam):8}{quality.recall:9.1%}{quality.spam_held:8.1%}{missed:8.1%}"
            f"{len(quality.good):8}{quality.good_held:8.1%}{quality.rejected:10.1%}"
        )
    quality = found["campaigns"]
    print("\nGood replies by kind, held and rejected:")
    for kind, rows in quality.good_by_kind().items():
        print(f"  {kind:36}{len(rows.good):8}{rows.good_held:9.1%}{rows.rejected:9.1%}")
    print("\nThe worst of them:")
    for example, score, word in sorted(quality.good, key=lambda row: -row[1])[:WORST]:
        print(f"  {score:.3f}  {example.kind}: {example.text[:70]}  [{word}]")
    print("The spam that came nearest to being seen:")
    for example, score, _ in sorted(quality.spam, key=lambda row: row[1])[:WORST]:
        print(f"  {score:.3f}  {example.kind}: {example.text[:90]}")


def run() -> int:
    """Measure in another process, which prints the table; return its exit code."""
    return subprocess.run([sys.executable, "-m", "tests.bench.spam"], cwd=ROOT, check=False).returncode


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="pulse-spam-") as data:
        os.environ.update(DATA_DIR=data, DATABASE_URL="sqlite://:memory:", CACHE_URL="locmemcache://")
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        sys.path.insert(0, str(ROOT / "site"))
        import django

        django.setup()
        from tests.bench.spam.measuring import GOAL_RECALL, GOAL_REJECTED, measure

        found = {key: measure(key) for key in ROWS}
    report(found)
    quality = found["campaigns"]
    return 0 if quality.recall >= GOAL_RECALL and quality.rejected <= GOAL_REJECTED else 1
