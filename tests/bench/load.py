"""Ask one address as fast as it answers, and say how fast that was."""

import contextlib
import http.client
import json
import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 16
REPORT = """
function done(summary, latency, requests)
  io.write(string.format('RESULT {"n":%d,"us":%d,"p50":%d,"p95":%d,"p99":%d,"errors":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.errors.status + summary.errors.connect + summary.errors.read +
    summary.errors.write + summary.errors.timeout))
end
"""


PACED = """
function delay() return %d end
"""


@dataclass
class Result:
    requests_a_second: float
    p95: float  # milliseconds
    errors: int
    p50: float = 0.0
    p99: float = 0.0
    processors: float = 0.0  # that the load itself kept busy

    @property
    def is_limited_by_load(self) -> bool:
        """Tell whether the load could not have asked much faster: Python uses one processor at most, wrk two."""
        return self.processors > 0.9 * min(os.cpu_count() or 1, 2 if has_wrk() else 1)


def measure(url: str, seconds: float, encoding: str = "gzip") -> Result:
    """Load `url` on this machine with 16 connections for `seconds`; wrk does it better, Python does it anywhere."""
    return with_wrk(url, seconds, encoding) if has_wrk() else with_python(url, seconds, encoding=encoding)


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


@contextlib.contextmanager
def paced(url: str, rate: float) -> Iterator[list[float]]:
    """Ask `rate` times a second while the block runs; afterwards the list holds how often it really was."""
    connections = 2 * CONNECTIONS
    if has_wrk():
        with running_wrk(url, connections, PACED % (1000 * connections / rate)) as found:
            yield found
    else:
        with running_threads(url, connections, connections / rate) as found:
            yield found


@contextlib.contextmanager
def everything(url: str) -> Iterator[list[float]]:
    """Ask as fast as it answers while the block runs."""
    with running_wrk(url, CONNECTIONS) if has_wrk() else running_threads(url, CONNECTIONS, 0) as found:
        yield found


@contextlib.contextmanager
def running_wrk(url: str, connections: int, more: str = "") -> Iterator[list[float]]:
    found: list[float] = []
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(REPORT + more)
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", "-d600s", "-H", "Accept-Encoding: gzip", "-s", script.name, url]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            time.sleep(1)
            yield found
        finally:
            process.send_signal(signal.SIGINT)  # it reports as at the end of its time
            report = json.loads(re.search(r"^RESULT (.*)$", process.communicate()[0], re.M)[1])
            found.append(report["n"] / (report["us"] / 1e6))


@contextlib.contextmanager
def running_threads(url: str, connections: int, pause: float) -> Iterator[list[float]]:
    found: list[float] = []
    stop = threading.Event()
    asked: list[int] = []
    threads = [threading.Thread(target=ask_slowly, args=(url, pause, stop, asked)) for _ in range(connections)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        found.append(len(asked) / (time.monotonic() - start))


def ask_slowly(url: str, pause: float, stop: threading.Event, asked: list[int]) -> None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    due = time.monotonic()
    while not stop.is_set():
        connection.request("GET", parts.path, headers={"Accept-Encoding": "gzip"})
        connection.getresponse().read()
        asked.append(1)
        due += pause
        time.sleep(max(0, due - time.monotonic()))


def alone(url: str, rounds: int = 15) -> float:
    """Return the median time in milliseconds when nobody else asks."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        urllib.request.urlopen(url).read()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def settle(url: str, usual: float, most: float = 60) -> None:
    """Wait until nothing of a load is left at a server, which works on what was asked last though nobody waits."""
    end, good = time.monotonic() + most, 0
    while good < 3 and time.monotonic() < end:
        good = good + 1 if alone(url, 1) <= max(1.6 * usual, usual + 5) else 0


def with_wrk(url: str, seconds: float, encoding: str = "gzip") -> Result:
    before = processor_time(resource.RUSAGE_CHILDREN)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(REPORT)
        script.flush()
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s",
                   "-H", f"Accept-Encoding: {encoding}", "-s", script.name, url]  # fmt: skip
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(re.search(r"^RESULT (.*)$", output, re.M)[1])
    return Result(found["n"] / (found["us"] / 1e6), found["p95"] / 1000, found["errors"],
                  found["p50"] / 1000, found["p99"] / 1000,
                  (processor_time(resource.RUSAGE_CHILDREN) - before) / (found["us"] / 1e6))  # fmt: skip


def with_python(url: str, seconds: float, connections: int = CONNECTIONS, encoding: str = "gzip") -> Result:
    parts = urlsplit(url)
    path = parts.path + ("?" + parts.query if parts.query else "")
    times: list[float] = []
    errors: list[int] = []
    end = time.monotonic() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        while time.monotonic() < end:
            start = time.perf_counter()
            try:
                connection.request("GET", path, headers={"Accept-Encoding": encoding})
                response = connection.getresponse()
                response.read()
                status = response.status
            except (OSError, http.client.HTTPException):
                connection.close()  # opened anew with the next request
                status = 0
            times.append((time.perf_counter() - start) * 1000)
            if status != 200:
                errors.append(status)

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    started, before = time.monotonic(), processor_time(resource.RUSAGE_SELF)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - started
    parts_of_time = statistics.quantiles(times, n=100)
    return Result(len(times) / took, parts_of_time[94], len(errors), parts_of_time[49], parts_of_time[98],
                  (processor_time(resource.RUSAGE_SELF) - before) / took)  # fmt: skip


def processor_time(whose: int) -> float:
    """Return the seconds that a processor worked for us, or for processes that we started and that have ended."""
    usage = resource.getrusage(whose)
    return usage.ru_utime + usage.ru_stime
