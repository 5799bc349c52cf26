"""Hold connections as long as the server lets us, and see what others feel: `python -m tests.bench.slow_clients`.

A third of the slow clients never ends its headers (“slowloris”), a third sends a body byte by byte, a third announces a
body and sends none. Each opens its next connection when the server has ended the one before.
"""

import asyncio
import os
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import load, servers

PAGE = "/opensearch.xml"  # made by Django for each reader, and by nothing else
CLIENTS = 500
SECONDS = 60
READERS = 4
LONGEST = 30.0  # seconds until the server must have ended a connection
SLOWER = 2.0  # times that other readers may wait, at the 95th percentile
HEADERS = "Host: 127.0.0.1\r\nUser-Agent: slow\r\n"


@dataclass
class Felt:
    """What the others felt, and what became of the slow clients."""

    usual: float  # milliseconds, 95th percentile
    attacked: float
    failed: int  # requests of others
    longest: float  # seconds that a slow connection lasted
    ended: int  # slow connections that the server ended

    @property
    def is_kept(self) -> bool:
        return self.attacked < SLOWER * self.usual and not self.failed and self.ended > 0 and self.longest < LONGEST


@dataclass
class Slow:
    """Slow clients in a thread of their own."""

    port: int
    clients: int
    lives: list[tuple[float, int]] = field(default_factory=list)  # seconds, and the kind
    open_since: dict[int, float] = field(default_factory=dict)

    def run(self, seconds: float) -> None:
        asyncio.run(self.all(seconds))

    async def all(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.gather(*(self.client(number) for number in range(self.clients)))

    async def client(self, number: int) -> None:
        while True:
            self.open_since[number] = time.monotonic()
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                dripping = asyncio.create_task(self.drip(writer, number % 3))
                try:
                    await reader.read()
                finally:
                    dripping.cancel()
                    writer.close()
            self.lives.append((time.monotonic() - self.open_since.pop(number), number % 3))
            await asyncio.sleep(0.5)

    async def drip(self, writer: asyncio.StreamWriter, kind: int) -> None:
        if kind == 0:
            writer.write(f"GET / HTTP/1.1\r\n{HEADERS}".encode())
        else:
            writer.write(f"POST /search/count/ HTTP/1.1\r\n{HEADERS}Content-Length: 20000\r\n\r\n".encode())
        with suppress(OSError):
            while not writer.is_closing():
                await asyncio.sleep(2)
                if kind < 2:
                    writer.write(b"X-A: b\r\n" if kind == 0 else b"a")
                    await writer.drain()


def measure(port: int, path: str, clients: int, seconds: float, usual_for: float = 10) -> Felt:
    url = f"http://127.0.0.1:{port}{path}"
    load.with_python(url, 2, READERS)
    usual = load.with_python(url, usual_for, READERS)
    slow = Slow(port, clients)
    thread = threading.Thread(target=slow.run, args=(seconds,))
    thread.start()
    time.sleep(1)
    attacked = load.with_python(url, seconds - 2, READERS)
    now = time.monotonic()
    still = [(now - since, number % 3) for number, since in list(slow.open_since.items())]
    thread.join()
    longest = max([life for life, _ in [*slow.lives, *still]], default=0)
    return Felt(usual.p95, attacked.p95, usual.errors + attacked.errors, longest, len(slow.lives))


def report(felt: Felt, clients: int) -> None:
    print(
        f"\n{clients} slow clients: other readers' p95 {felt.attacked:.1f} ms, {felt.usual:.1f} ms without them "
        f"(limit {SLOWER} x), {felt.failed} of their requests failed"
    )
    print(f"{felt.ended} slow connections ended, the longest after {felt.longest:.1f} s (limit {LONGEST:.0f} s)")


def main() -> int:
    seconds = float(os.environ.get("SLOW_SECONDS", SECONDS))
    with tempfile.TemporaryDirectory(prefix="pulse-slow-") as name:
        port = servers.free_port()
        environment = {**os.environ, "DATA_DIR": str(Path(name) / "data"), "DEMO": "0", "PAGE_CACHE_MB": "0"}
        servers.manage(environment, "migrate", "--verbosity", "0")
        with servers.pulse(environment, port):
            felt = measure(port, PAGE, CLIENTS, seconds)
    report(felt, CLIENTS)
    return int(not felt.is_kept)


if __name__ == "__main__":
    sys.exit(main())
