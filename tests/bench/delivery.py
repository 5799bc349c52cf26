"""Measure how pages reach readers, beside nginx and WordPress: `python -m tests.bench.delivery` (README.md here).

All run on this machine with the same stories and the same load, in turns: a slow spell of the machine meets all. It
ends with an error when a goal is missed.
"""

import gzip
import http.client
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import load, servers, wordpress
from tests.bench.archives import archive, targets
from tests.bench.newsroom import SHOWN, Actor, Change
from tests.desk.editor_client import Editor

ROUNDS = 3
PUBLISHED = 8  # times
SAVES = 8  # in each round
READERS = 2_000  # requests a second while an editor saves
NO_PAGES = {"PAGE_CACHE_MB": "0"}
COLD = {**NO_PAGES, "SEARCHES_KEPT": "0"}

WARM_OF_NGINX = 0.6  # of its requests a second
P99_OF_NGINX = 2.0
WARM_OF_WORDPRESS = 5.0
COLD_OF_WORDPRESS = 4.0
SEARCH_OF_WORDPRESS = 20.0
MEMORY = 200  # MB of a worker
VISIBLE = 1.0  # seconds
SAVE = 1.5  # times as long while others read
GROWTH = 1.2  # times as long in ten times the stories
OF_MANY_MATCHES = ("search, common word", "search, one word", "search, two words")
SEARCH_OF_MANY = 150.0  # ms that such a search may take, alone, in 100,000 stories, when it is the first
FIRST = ", the first"


@dataclass
class Goal:
    """A figure, and what it may be."""

    what: str
    figure: float
    limit: float
    is_at_least: bool = False

    @property
    def is_kept(self) -> bool:
        return self.figure >= self.limit if self.is_at_least else self.figure <= self.limit


@dataclass
class Measured:
    """What one address gave in each round."""

    results: list[load.Result] = field(default_factory=list)

    @property
    def middle(self) -> load.Result:
        return load.Result(
            **{
                name: statistics.median(getattr(result, name) for result in self.results)
                for name in ("requests_a_second", "p50", "p95", "p99", "processors")
            },
            errors=sum(result.errors for result in self.results),
        )


Table = dict[str, Measured]


def run(count: int, seconds: float, larger: int = 0, rounds: int = ROUNDS) -> int:
    """Measure an archive of `count` stories, and how much longer pages take in one of `larger`; return 1 for a miss."""
    goals: list[Goal] = []
    with tempfile.TemporaryDirectory(prefix="pulse-delivery-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx drops its rights and must still reach its files
        environment, corpus = archive(folder, count)
        servers.manage(environment, "collectstatic", "--verbosity", "0", "--no-input")
        pages = pages_of(corpus)
        with ExitStack() as stack:
            others: dict[str, str] = {}
            if reason := wordpress.why_not():
                print(f"\nWordPress is skipped: {reason}.")
            else:
                stack.enter_context(wordpress.wordpress(corpus))
                others = wordpress_pages(corpus)
            goals += warm(folder, environment, pages, others, seconds, rounds)
            goals += cold(environment, pages, others, seconds, rounds)
        archives = [(environment, pages)]
        if larger:
            other, corpus = archive(folder / "larger", larger)
            archives.append((other, pages_of(corpus)))
            goals += growth(larger, *archives)
        goals += newsroom_at_work(*archives[-1])
    report_goals(goals)
    return int(not all(goal.is_kept for goal in goals))


def pages_of(corpus: Path) -> dict[str, str]:
    """Return the addresses, by the names that wordpress.paths gives them."""
    return {label.partition(" (")[0].replace("home", "front"): path for label, path in targets(corpus).items()}


def wordpress_pages(corpus: Path) -> dict[str, str]:
    pages = pages_of(corpus)
    searches = {label: path.partition("=")[2] for label, path in pages.items() if label.startswith("search")}
    with corpus.open() as file:
        row = json.loads(file.readline())
    return wordpress.paths(row, pages["section, page 1"].strip("/"), searches)


# Pages that are kept


def warm(folder: Path, environment, pages, others, seconds: float, rounds: int) -> list[Goal]:
    port, labels = servers.free_port(), ("front", "article")
    site = f"http://127.0.0.1:{port}"
    table: dict[str, str] = {f"Pulse, {label}": site + pages[label] for label in labels}
    with ExitStack() as stack:
        pid = stack.enter_context(servers.pulse({**environment, "BASE_URL": site}, port))
        sent = {label: bytes_of(site + pages[label]) for label in labels}
        bare, alone = servers.free_port(), {**environment, "BARE_SENDS": f"127.0.0.1:{port}"}
        stack.enter_context(servers.pulse(alone, bare, application="tests.bench.bare:application"))
        table |= {f"the web server alone, {label}": f"http://127.0.0.1:{bare}{pages[label]}" for label in labels}
        if servers.nginx_path():
            files = f"http://127.0.0.1:{stack.enter_context(files_of(folder / 'files', sent))}"
            table |= {f"nginx, {label}": f"{files}/{label}.html" for label in labels}
            for label in labels:
                assert bytes_of(table[f"nginx, {label}"]) == sent[label], "nginx does not send what Pulse sends"
        else:
            print("\nnginx is not installed: no file to compare with (apt-get install nginx)")
        if others:
            table |= {f"WordPress cached, {label}": wordpress.CACHED + others[label] for label in labels}
        found = in_turns(table, seconds, rounds)
        memory = max((servers.peak_memory(child) for child in servers.children(pid)), default=0)
    report_table("kept pages", found, {label: len(sent[label]) for label in labels})
    goals = [errors_of(found), Goal("memory of a worker, MB", memory, MEMORY)]
    for label in labels:
        ours = found[f"Pulse, {label}"].middle
        if beside := found.get(f"nginx, {label}"):
            nginx = beside.middle
            share = ours.requests_a_second / nginx.requests_a_second
            goals.append(Goal(f"kept {label}: requests/s, of nginx", share, WARM_OF_NGINX, True))
            goals.append(Goal(f"kept {label}: p99, times nginx's", ours.p99 / nginx.p99, P99_OF_NGINX))
        if beside := found.get(f"WordPress cached, {label}"):
            times = ours.requests_a_second / beside.middle.requests_a_second
            goals.append(Goal(f"kept {label}: requests/s, times WordPress cached", times, WARM_OF_WORDPRESS, True))
    return goals


def bytes_of(url: str) -> bytes:
    """Return what comes for a browser that takes gzip, as it comes, once the page is kept."""
    parts = url.removeprefix("http://").partition("/")
    for _ in range(3):  # the first makes it
        connection = http.client.HTTPConnection(parts[0], timeout=60)
        connection.request("GET", "/" + parts[2], headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        assert (response.status, response.headers["Content-Encoding"]) == (200, "gzip"), (url, response.status)
        connection.close()
    return body


def files_of(folder: Path, sent: dict[str, bytes]):
    """Serve what Pulse sends as files, by as many nginx workers; the context yields the port."""
    folder.mkdir()
    for label, body in sent.items():
        (folder / f"{label}.html").write_bytes(gzip.decompress(body))
        (folder / f"{label}.html.gz").write_bytes(body)
    return servers.nginx(folder, servers.free_port(), "article.html")


# Pages that are made for each reader


def cold(environment, pages, others, seconds: float, rounds: int) -> list[Goal]:
    port = servers.free_port()
    site = f"http://127.0.0.1:{port}"
    table: dict[str, str] = {}
    for label, path in pages.items():
        table[f"Pulse, {label}"] = site + path
        if others:
            table[f"WordPress, {label}"] = wordpress.PLAIN + others[label]
    with servers.pulse({**environment, **COLD, "BASE_URL": site}, port) as pid:
        found = in_turns(table, seconds, rounds, is_slow=True)
        memory = max((servers.peak_memory(child) for child in servers.children(pid)), default=0)
    report_table("pages made for each reader", found)
    goals = [errors_of(found), Goal("memory of a worker that keeps nothing, MB", memory, MEMORY)]
    for label in pages if others else ():
        ours, theirs = (found[f"{who}, {label}"].middle.requests_a_second for who in ("Pulse", "WordPress"))
        limit = SEARCH_OF_WORDPRESS if label.startswith("search") else COLD_OF_WORDPRESS
        goals.append(Goal(f"made {label}: requests/s, times WordPress", ours / theirs, limit, True))
    return goals


def in_turns(table: dict[str, str], seconds: float, rounds: int, is_slow: bool = False) -> Table:
    """Load each address in turn, several times; a server that is slow gets time to finish what nobody waits for."""
    usual = {label: load.alone(url, 5) for label, url in table.items()}
    found = {label: Measured() for label in table}
    for _ in range(rounds):
        for label, url in table.items():
            found[label].results.append(load.measure(url, seconds))
            if is_slow:
                load.settle(url, usual[label])
    return found


def errors_of(found: Table) -> Goal:
    return Goal("pages that failed", sum(rows.middle.errors for rows in found.values()), 0)


# The newsroom at work


def newsroom_at_work(environment: dict[str, str], pages: dict[str, str]) -> list[Goal]:
    port = servers.free_port()
    site = f"http://127.0.0.1:{port}"
    environment = {**environment, "BASE_URL": site}
    with servers.pulse(environment, port), Actor(environment, "editor") as actor:
        with load.everything(site + pages["article"]):
            seen = publish_and_look(environment, site)
        editor = Editor(site, actor.facts["username"])
        editor.log_in()
        editor.open_story(actor.facts["path"])
        saves(editor, actor.facts)
        idle, busy, rates = [], [], []
        for _ in range(ROUNDS):
            idle += saves(editor, actor.facts)
            with load.paced(site + pages["article"], READERS) as found:
                busy += saves(editor, actor.facts)
            rates += found
    rate = statistics.median(rates)
    after_asked = [when - change.asked for change, when in seen]
    after_commit = [when - change.committed for change, when in seen]
    print(f"\n{'the newsroom at work':38}{'median ms':>12}{'longest ms':>12}")
    for label, times in (
        ("published to visible, under full load", after_commit),
        ("asked to publish, to visible", after_asked),
        ("an editor's save, nobody reads", idle),
        (f"an editor's save, {rate:,.0f} requests/s", busy),
    ):
        print(f"{label:38}{1000 * statistics.median(times):12.0f}{1000 * max(times):12.0f}")
    times = statistics.median(busy) / statistics.median(idle)
    return [
        Goal("published to visible, seconds (the longest)", max(after_commit), VISIBLE),
        Goal("requests/s while an editor saves", rate, 0.9 * READERS, True),
        Goal("an editor's save while others read, times idle", times, SAVE),
    ]


def publish_and_look(environment: dict[str, str], site: str) -> list[tuple[Change, float]]:
    """Publish again and again; return each change with the moment at which the last of its pages showed it."""
    seen = []
    with Actor(environment, "publisher") as actor:
        for _ in range(PUBLISHED):
            change = actor.act()
            seen.append((change, max(when_shown(site + path, change) for path in actor.facts["pages"])))
            time.sleep(0.3)
    return seen


def when_shown(url: str, change: Change) -> float:
    end = time.monotonic() + 30
    parts = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(parts[0], timeout=30)
    while time.monotonic() < end:
        connection.request("GET", "/" + parts[2])
        numbers = [int(number) for number in SHOWN[change.kind].findall(connection.getresponse().read())]
        if numbers and min(numbers) >= change.number:
            return time.monotonic()
        time.sleep(0.01)
    raise TimeoutError(f"{url} never showed what was published")


def saves(editor: Editor, facts: dict) -> list[float]:
    """Save a draft by its form, again and again; return the seconds each took."""
    times = []
    for number in range(SAVES):
        start = time.perf_counter()
        status = editor.save(facts["path"], {**facts["form"], "title": f"Saved {number} {time.time()}"})
        assert status == 302, status
        times.append(time.perf_counter() - start)
    return times


# Ten times the stories


def growth(larger: int, *archives: tuple[dict[str, str], dict[str, str]]) -> list[Goal]:
    """Compare the time for each page, and for publishing, with that in an archive of `larger`, nobody else asking."""
    few, many = times_in_turns(*archives)
    print(f"\n{'alone, ms':38}{'':>12}{f'{larger:,}':>12}{'times':>10}")
    for label, time_taken in few.items():
        print(f"{label:38}{time_taken:12.1f}{many[label]:12.1f}{many[label] / time_taken:10.2f}")
    return [growth_goal(label, larger, few[label], many[label]) for label in few]


def growth_goal(label: str, larger: int, few: float, many: float) -> Goal:
    # The first such search after a change counts every match, ten times as many there.
    if label.endswith(FIRST):
        return Goal(f"{label}, ms in {larger:,} stories", many, SEARCH_OF_MANY)
    return Goal(f"{label}, times in {larger:,} stories", many / few, GROWTH)


def times_in_turns(*archives: tuple[dict[str, str], dict[str, str]]) -> list[dict[str, float]]:
    """Return for each archive, an environment and its pages, the milliseconds that each page and a publication take."""
    with ExitStack() as stack:
        sites = [serve(stack, environment, pages) for environment, pages in archives]
        found = times_of([site.pages for site in sites])
        changes = [[site.publisher.act() for site in sites] for _ in range(PUBLISHED + 2)][2:]
    for row, own in zip(found, zip(*changes, strict=True), strict=True):
        row["publishing"] = 1000 * statistics.median(change.committed - change.asked for change in own)
    with ExitStack() as stack:
        firsts = [first_searches(stack, environment, pages) for environment, pages in archives]
        for row, own_times in zip(found, times_of(firsts), strict=True):
            row |= own_times
    return found


def times_of(sites: list[dict[str, str]]) -> list[dict[str, float]]:
    """Return the milliseconds that each page of each site takes; the sites have pages of the same names."""
    found: list[dict[str, float]] = [{} for _ in sites]
    for label in sites[0]:
        for row, time_taken in zip(found, in_turns_alone([pages[label] for pages in sites]), strict=True):
            row[label] = time_taken
    return found


def first_searches(stack: ExitStack, environment: dict[str, str], pages: dict[str, str]) -> dict[str, str]:
    """Return the addresses of the searches of many matches, at a server that keeps nothing of them."""
    site = start(stack, {**environment, **COLD})
    return {label + FIRST: site + pages[label] for label in OF_MANY_MATCHES if label in pages}


@dataclass
class Served:
    """The addresses of a server's pages, each of which it makes anew, and somebody who publishes there."""

    pages: dict[str, str]
    publisher: Actor


def serve(stack: ExitStack, environment: dict[str, str], pages: dict[str, str]) -> Served:
    environment = {**environment, **NO_PAGES}
    site = start(stack, environment)
    publisher = stack.enter_context(Actor({**environment, "BASE_URL": site}, "publisher"))
    asked = {
        **pages,
        **publisher.facts["lists"],
        "sitemap": "/sitemap.xml",
        "sitemap of the newest stories": publisher.facts["sitemap"],
        "news sitemap": "/sitemap-news.xml",
        "topics": "/topics/",
        "corrections": "/corrections/",
        "corrections, feed": "/corrections/feed/",
        "authors": "/authors/",
    }
    return Served({label: site + path for label, path in asked.items()}, publisher)


def start(stack: ExitStack, environment: dict[str, str]) -> str:
    """Start a server and return its address."""
    port = servers.free_port()
    environment = {**environment, "BASE_URL": f"http://127.0.0.1:{port}"}
    servers.manage(environment, "collectstatic", "--verbosity", "0", "--no-input")
    stack.enter_context(servers.pulse(environment, port))
    return environment["BASE_URL"]


def in_turns_alone(urls: list[str]) -> list[float]:
    """Return the milliseconds each address takes, asked in turns: a slow spell of the machine meets all."""
    for url in urls:
        load.alone(url, 5)
    times = [[load.alone(url, 5) for url in urls] for _ in range(7)]
    return [statistics.median(own) for own in zip(*times, strict=True)]


# What is printed


def report_table(title: str, found: Table, sizes: dict[str, int] | None = None) -> None:
    print(f"\n{title:38}{'requests/s':>12}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}{'errors':>8}{'load CPU':>10}")
    for label, rows in found.items():
        middle = rows.middle
        print(
            f"{label:38}{middle.requests_a_second:12.1f}{middle.p50:10.2f}{middle.p95:10.2f}{middle.p99:10.2f}"
            f"{middle.errors:8.0f}{middle.processors:10.2f}"
        )
    for label, size in (sizes or {}).items():
        print(f"(the {label} is {size:,} bytes, gzip)")
    if limited := [label for label, rows in found.items() if rows.middle.is_limited_by_load]:
        print(f"The load generator was the limit of: {'; '.join(limited)}. Their servers may be faster.")


def report_goals(goals: Iterable[Goal]) -> None:
    print(f"\n{'goals':58}{'measured':>12}{'limit':>12}")
    for goal in goals:
        sign = "≥" if goal.is_at_least else "≤"
        missed = "" if goal.is_kept else "  MISSED"
        print(f"{goal.what:58}{goal.figure:12.2f}{f'{sign} {goal.limit:g}':>12}{missed}")


def growth_count() -> int:
    """Return the size of the larger archive; 0 for none, as when nobody asks: to load 100,000 stories takes minutes."""
    return int(os.environ.get("GROWTH_COUNT") or 0)


if __name__ == "__main__":
    sys.exit(
        run(
            int(os.environ.get("COUNT", "10000")),
            float(os.environ.get("SECONDS_EACH", "5")),
            growth_count(),
            int(os.environ.get("ROUNDS", ROUNDS)),
        )
    )
