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
  io.write(string.format('RESULT {"n":%d,"us":%d,"p50":%d,"p95":%d,"p99":%d,"errors":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.errors.status + summary.errors.connect + summary.errors.read +
    summary.errors.write + summary.errors.timeout))
end
"""


@dataclass
class Result:
    requests_a_second: float
    p95: float  # milliseconds
    errors: int
    p50: float = 0.0
    p99: float = 0.0


def measure(url: str, seconds: float, encoding: str = "gzip") -> Result:
    """Load `url` on this machine with 16 connections for `seconds`; wrk does it better, Python does it anywhere."""
    return with_wrk(url, seconds, encoding) if has_wrk() else with_python(url, seconds, encoding=encoding)


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def with_wrk(url: str, seconds: float, encoding: str = "gzip") -> Result:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(REPORT)
        script.flush()
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s",
                   "-H", f"Accept-Encoding: {encoding}", "-s", script.name, url]  # fmt: skip
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(re.search(r"^RESULT (.*)$", output, re.M)[1])
    return Result(found["n"] / (found["us"] / 1e6), found["p95"] / 1000, found["errors"],
                  found["p50"] / 1000, found["p99"] / 1000)  # fmt: skip


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
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    parts_of_time = statistics.quantiles(times, n=100)
    return Result(len(times) / (time.monotonic() - started), parts_of_time[94], len(errors),
                  parts_of_time[49], parts_of_time[98])  # fmt: skip
