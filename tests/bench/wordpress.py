"""WordPress with the same stories on the same machine, when `../shared/bench/peers` is there and was set up."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import servers

SCRIPTS = servers.ROOT.parent / "shared" / "bench" / "peers"
HOME = Path(os.environ.get("BENCH_HOME", Path(tempfile.gettempdir()) / "bench-peers"))
PLAIN = f"http://127.0.0.1:{os.environ.get('PORT_WP', 8101)}"
CACHED = f"http://127.0.0.1:{os.environ.get('PORT_WPC', 8102)}"


def why_not() -> str:
    """Say why WordPress cannot be measured; "" when it can."""
    if not SCRIPTS.exists():
        return "the scripts of the peers are not here (../shared/bench/peers)"
    if not (HOME / "wordpress" / "db").exists():
        return f"it was not set up in {HOME} (BENCH_HOME; ../shared/bench/peers/README.md)"
    return ""


@contextlib.contextmanager
def wordpress(corpus: Path) -> Iterator[None]:
    """Load the stories and run WordPress, plain and behind nginx's fastcgi_cache."""
    was_running = "down" not in tell("status")
    tell("load", str(corpus))
    tell("start")
    try:
        yield
    finally:
        if not was_running:
            tell("stop")


def tell(*words: str) -> str:
    command = ["bash", str(SCRIPTS / "wordpress.sh"), *words]
    done = subprocess.run(command, env={**os.environ, "BENCH_HOME": str(HOME)}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"WordPress cannot be measured: {done.stdout}{done.stderr}")
    return done.stdout


def paths(row: dict, section: str, searches: dict[str, str]) -> dict[str, str]:
    """Return the addresses that show what Pulse's pages of the same names show; `row` is the article's.

    `searches` are what is searched for, by those names.
    """
    month = row["published"][:7].replace("-", "/")
    return {
        "front": "/",
        "article": f"/{month}/{row['slug']}/",
        "section, page 1": f"/section/{section}/",
        "section, page 50": f"/section/{section}/page/50/",
        "feed": "/feed/",
        **{label: f"/?s={query}" for label, query in searches.items()},
    }
