"""Ask one address as fast as it answers, and say how fast that was."""

import http.client
import json
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 16
REPORT = """
function done(summary, latency, requests)
  io.write(string.format('RESULT {"n":%d,"us":%d,"p95":%d,"errors":%d}\\n', summary.requests, summary.duration,
    latency:percentile(95),
    summary.errors.status + summary.errors.connect + summary.errors.read +
    summary.errors.write + summary.errors.timeout))
end
"""


@dataclass
class Result:
    requests_a_second: float
    p95: float  # milliseconds
    errors: int


def measure(url: str, seconds: float) -> Result:
    """Load `url` on this machine with 16 connections for `seconds`; wrk does it better, Python does it anywhere."""
    return with_wrk(url, seconds) if shutil.which("wrk") else with_python(url, seconds)


def with_wrk(url: str, seconds: float) -> Result:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(REPORT)
        script.flush()
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s",
                   "-H", "Accept-Encoding: gzip", "-s", script.name, url]  # fmt: skip
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(re.search(r"^RESULT (.*)$", output, re.M)[1])
    return Result(found["n"] / (found["us"] / 1e6), found["p95"] / 1000, found["errors"])


def with_python(url: str, seconds: float) -> Result:
    parts = urlsplit(url)
    path = parts.path + ("?" + parts.query if parts.query else "")
    times: list[float] = []
    errors: list[int] = []
    end = time.monotonic() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        while time.monotonic() < end:
            start = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
            times.append((time.perf_counter() - start) * 1000)
            if response.status != 200:
                errors.append(response.status)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Result(len(times) / (time.monotonic() - started), statistics.quantiles(times, n=20)[-1], len(errors))
