"""Have others judge the demo newsroom's pages: `make audit` (README.md beside this file)."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.bench import servers
from tests.browser.conftest import FLAGS, chromium
from tests.browser.test_reader_pages import PAGES

LIGHTHOUSE, VNU = "lighthouse@13.5.0", "vnu-jar@26.9.27"
JUDGED = {name: PAGES[name] for name in ("home", "section", "story")}
WANTED = 100  # of 100, in each of Lighthouse's categories
RUNS = 3
TRIES = 3  # now and then Chromium records no page load, and Lighthouse asks to be run again (NO_NAVSTART)


def main() -> int:
    if missing := [name for name in ("npm", "java") if not shutil.which(name)] + ([] if chromium() else ["chromium"]):
        print(f"The audit needs {', '.join(missing)}: apt-get install npm default-jre-headless chromium")
        return 1
    with tempfile.TemporaryDirectory(prefix="pulse-audit-") as name:
        folder = Path(name)
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", name, LIGHTHOUSE, VNU], check=True
        )
        port = servers.free_port()
        base = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "DATA_DIR": str(folder / "data"), "BASE_URL": base}
        print("Loading the demo newsroom and making its pictures …", flush=True)
        for words in (["migrate", "-v0"], ["load_demo"], ["collectstatic", "-v0", "--no-input"]):
            servers.manage(environment, *words)
        servers.manage(environment, "db_worker", "--batch", "--no-reload", "-v0")
        with servers.pulse(environment, port):
            errors = validate(folder, base)
            low = judge(folder, base)
    return 1 if errors or low else 0


def validate(folder: Path, base: str) -> bool:
    """Print what the Nu Html Checker finds in each kind of page; tell whether it found anything."""
    pages = folder / "pages"
    pages.mkdir()
    for name, path in PAGES.items():
        (pages / f"{name.replace(' ', '-')}.html").write_bytes(read(base + path))
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(["java", "-jar", str(jar), "--errors-only", str(pages)], stderr=subprocess.PIPE, text=True)
    print(done.stderr or f"vnu: no error in {len(PAGES)} kinds of page.")
    return done.returncode != 0


def read(url: str) -> bytes:
    try:
        return urllib.request.urlopen(url).read()
    except urllib.error.HTTPError as error:  # the page that says so is a page as well
        return error.read()


def judge(folder: Path, base: str) -> bool:
    """Print Lighthouse's marks for a phone, the median of some runs; tell whether one is too low."""
    low = False
    for name, path in JUDGED.items():
        read(base + path)
        runs = [lighthouse(folder, base + path) for _ in range(RUNS)]
        marks = {category: statistics.median(run[category] for run in runs) for category in runs[0]}
        print(f"Lighthouse, {name}: " + ", ".join(f"{category} {mark:.0f}" for category, mark in marks.items()))
        low = low or any(mark < WANTED for mark in marks.values())
    return low


def lighthouse(folder: Path, url: str) -> dict[str, float]:
    """Return the mark in each category. Raise RuntimeError with Lighthouse's reason when it gives none."""
    target = folder / "lighthouse.json"
    command = [str(folder / "node_modules" / ".bin" / "lighthouse"), url, "--quiet", "--output=json",
               f"--output-path={target}", f"--chrome-flags=--headless {' '.join(FLAGS)}"]  # fmt: skip
    for _ in range(TRIES):
        done = subprocess.run(
            command, env={**os.environ, "CHROME_PATH": chromium() or ""}, stderr=subprocess.PIPE, text=True
        )
        if done.returncode == 0:
            categories = json.loads(target.read_text())["categories"]
            return {category["title"]: 100 * category["score"] for category in categories.values()}
    raise RuntimeError(f"Lighthouse gave no marks for {url}: {done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
