"""Publish, launch and approve while many read, and look at every answer: `python -m tests.bench.soak` (README.md here).

Every answer to somebody without a session must be no error of the server's, hold nothing personal, and show each change
that was made a second before it was asked for. Each role is a process of its own.
"""

import argparse
import gzip
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import brotli

from tests.bench import servers
from tests.bench.archives import archive
from tests.bench.newsroom import ANY_CANARY, SHOWN, Actor, Change
from tests.desk.editor_client import Editor

SECONDS = 60
STORIES = 2_000
READERS = 3  # processes
WITHIN = 1.0  # seconds in which a change must be everywhere
PAUSES = {"publisher": 0.7, "launcher": 0.9, "moderator": 0.5}  # seconds between two changes
OTHERS = ("/search/?q=government", "/topics/", "/sitemap.xml", "/opensearch.xml", "/no-such-page/", "/robots.txt")
PERSONAL = (b"csrfmiddlewaretoken", b"sessionid", b"csrftoken", b"wagtail-userbar")
ENCODINGS = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass
class Seen:
    """What one reader found."""

    statuses: Counter = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)  # what must not be, in words
    shown: list[tuple[str, str, float, int]] = field(default_factory=list)  # path, kind, moment asked, number


def run(seconds: float, stories: int) -> int:
    """Soak a newsroom of its own; return 1 when something was wrong."""
    with tempfile.TemporaryDirectory(prefix="pulse-soak-") as name, ExitStack() as stack:
        folder = Path(name)
        environment, _ = archive(folder, stories)
        servers.manage(environment, "collectstatic", "--verbosity", "0", "--no-input")
        port = servers.free_port()
        environment |= {"BASE_URL": f"http://127.0.0.1:{port}"}
        stack.enter_context(servers.pulse(environment, port))
        actors = {role: stack.enter_context(Actor(environment, role)) for role in PAUSES}
        insider = stack.enter_context(Actor(environment, "editor")).facts
        pages = {actor.facts["kind"]: actor.facts["pages"] for actor in actors.values()}
        readers = [start("reader", port, seconds, pages) for _ in range(READERS)]
        readers.append(start("insider", port, seconds, {**pages, "as": insider["username"]}))
        changes = act(actors, seconds)
        seen = [finished(reader) for reader in readers]
    return report(changes, seen, seconds)


def act(actors: dict[str, Actor], seconds: float) -> list[Change]:
    """Let each role act in its own rhythm; stop in time for the last change to be seen."""
    end, changes = time.monotonic() + seconds - 2 * WITHIN, []
    due = dict.fromkeys(actors, time.monotonic() + 1)
    while (role := min(due, key=due.__getitem__)) and due[role] < end:
        time.sleep(max(0, due[role] - time.monotonic()))
        changes.append(actors[role].act())
        due[role] = max(due[role], time.monotonic() - 2 * PAUSES[role]) + PAUSES[role]
    return changes


def start(role: str, port: int, seconds: float, facts: dict) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.bench.soak", "--role", role, str(port), str(seconds), json.dumps(facts)]
    return subprocess.Popen(command, cwd=servers.ROOT, stdout=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen) -> Seen:
    output, _ = process.communicate(timeout=120)
    found = json.loads(output.splitlines()[-1])
    return Seen(Counter(found["statuses"]), found["broken"], [tuple(row) for row in found["shown"]])


def stale(changes: list[Change], seen: list[Seen]) -> Iterator[tuple[float, str, str]]:
    """Yield each answer that missed a change made more than WITHIN before it was asked for, and by how many seconds."""
    made: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        made[change.kind].append(change)
    for reader in seen:
        for path, kind, asked, number in reader.shown:
            missed = [change.committed for change in made[kind] if change.number > number]
            if missed and asked - min(missed) > WITHIN:
                yield asked - min(missed), path, kind


def report(changes: list[Change], seen: list[Seen], seconds: float) -> int:
    statuses = sum((Counter(reader.statuses) for reader in seen), Counter())
    broken = [line for reader in seen for line in reader.broken]
    old = sorted(stale(changes, seen), reverse=True)
    told = sum(len(reader.shown) for reader in seen)
    kinds = ", ".join(f"{count} × {kind}" for kind, count in sorted(Counter(change.kind for change in changes).items()))
    print(f"\nsoak, {seconds:.0f} s: {statuses.total():,} answers ({told:,} tell of a change), changes: {kinds}")
    print("  statuses: " + ", ".join(f"{count:,} × {status}" for status, count in sorted(statuses.items())))
    print(f"  older than {WITHIN:g} s after a change: {len(old)}")
    for age, path, kind in old[:5]:
        print(f"    {age:.2f} s: {path} ({kind})")
    print(f"  personal, or broken: {len(broken)}")
    for line, count in Counter(broken).most_common(10):
        print(f"    {count} × {line}")
    enough = told > 0 and {change.kind for change in changes} == set(SHOWN) and statuses["200"] > 0
    if not enough:
        print("  too little happened to say anything")
    return int(bool(old or broken) or not enough)


# In a process of its own


def read(port: int, seconds: float, facts: dict) -> Seen:
    """Read pages of all kinds for so long, in all encodings, and look at each answer."""
    seen, chance = Seen(), random.Random()
    tellers = sorted({path for kind in SHOWN for path in facts[kind]})
    end = time.monotonic() + seconds
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < end:
        path = chance.choice(tellers if chance.random() < 0.9 else OTHERS)
        # What campaigns add to addresses makes no other page.
        asked_for = path + chance.choice(("", "", "?utm_source=soak")) if "?" not in path else path
        encoding = chance.choice(tuple(ENCODINGS))
        asked = time.monotonic()
        try:
            connection.request("GET", asked_for, headers={"Accept-Encoding": encoding})
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            seen.broken.append(f"{path}: no answer ({type(error).__name__})")
            connection.close()
            continue
        seen.statuses[str(response.status)] += 1
        look(seen, path, response, body, asked, [kind for kind in SHOWN if path in facts[kind]])
    return seen


def look(seen: Seen, path: str, response, body: bytes, asked: float, kinds: list[str]) -> None:
    if response.status >= 500:
        seen.broken.append(f"{path}: {response.status}")
    if response.headers.get("Set-Cookie"):
        seen.broken.append(f"{path}: sets a cookie")
    body = ENCODINGS[response.headers.get("Content-Encoding") or "identity"](body)
    if ANY_CANARY.search(body):
        seen.broken.append(f"{path}: shows somebody's address")
    seen.broken.extend(f"{path}: holds {word.decode()}" for word in PERSONAL if word in body)
    for kind in kinds if response.status == 200 else ():
        numbers = [int(number) for number in SHOWN[kind].findall(body)]
        if kind == "Reader":  # replies stay, so the last one tells
            numbers = numbers and [max(numbers)]
        if numbers:
            seen.shown.append((path, kind, asked, min(numbers)))


def read_with_session(port: int, seconds: float, facts: dict) -> Seen:
    """Read the same pages logged in, which must leave no trace in anybody else's answers."""
    seen, chance = Seen(), random.Random()
    editor = Editor(f"http://127.0.0.1:{port}", facts["as"])
    editor.log_in()
    tellers = sorted({path for kind in SHOWN for path in facts[kind]})
    end = time.monotonic() + seconds - 1
    while time.monotonic() < end:
        path = chance.choice(tellers)
        status, _ = editor.open(path)
        seen.statuses[f"{status} with a session"] += 1
        if status >= 500:
            seen.broken.append(f"{path}: {status} with a session")
        time.sleep(0.05)
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("SOAK_SECONDS", SECONDS)))
    parser.add_argument("--count", type=int, default=int(os.environ.get("SOAK_COUNT", STORIES)))
    parser.add_argument("--role", choices=["reader", "insider"])
    parser.add_argument("facts", nargs="*")
    options = parser.parse_args()
    if not options.role:
        return run(options.seconds, options.count)
    port, seconds, facts = options.facts
    role = read if options.role == "reader" else read_with_session
    print(json.dumps(vars(role(int(port), float(seconds), json.loads(facts)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
