"""End connections that hold a thread and make no progress.

The server reads a body, or sends a long answer, as slowly as the other side pleases, and has no time limit for either.
A thread that waits for bytes cannot be interrupted, but the connection it waits for can be ended: the kernel knows of
each how many bytes came and were taken. WSGI does not say which connection a request came by, so those of the same
address that stand still are ended, idle ones among them, which costs a browser a new one.

Linux only; elsewhere nothing is ended. A proxy that takes in whole requests, as nginx does, needs none of this.
"""

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

PATIENCE = 8.0  # seconds anybody may take for a body, or an answer
STEP = 4.0  # seconds between two looks
PROGRESS = 6 * 1024  # bytes that must pass between two looks
ESTABLISHED = 1
# In struct tcp_info of linux/tcp.h: the state, then bytes that the other side confirmed, and that it sent.
INFO_SIZE, BYTES = 136, struct.Struct("=120xQQ")


class Connection(NamedTuple):
    key: tuple  # both ends: no two connections have the same
    way: tuple[str, str]  # the other side's address, and our port
    moved: int  # bytes, in both directions


class Stalled:
    """Watch the requests whose threads wait for the other side."""

    def __init__(self) -> None:
        self.waiting: dict[int, tuple[float, str, str]] = {}
        self.lock = threading.Lock()
        self.watcher: threading.Thread | None = None
        self.seen: dict[tuple, int] = {}

    @contextmanager
    def watched(self, environ: dict[str, Any]) -> Iterator[None]:
        """Watch the connection of a request while the block waits for its other side."""
        me = id(environ)
        with self.lock:
            self.waiting[me] = (time.monotonic(), environ.get("REMOTE_ADDR", ""), environ.get("SERVER_PORT", ""))
            # Made in the worker: threads do not survive a fork.
            if self.watcher is None:
                self.watcher = threading.Thread(target=self.watch, name="stalled connections", daemon=True)
                self.watcher.start()
        try:
            yield
        finally:
            with self.lock:
                del self.waiting[me]

    def watch(self) -> None:
        while True:
            time.sleep(STEP)
            self.look()

    def look(self) -> None:
        """End the connections that have not moved since the last look, of addresses that keep a thread too long."""
        late = time.monotonic() - PATIENCE
        with self.lock:
            ways = {(address, port) for since, address, port in self.waiting.values() if since < late}
        seen = {}
        for descriptor in open_files() if ways else []:
            with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as connection:
                # By our own port: the database's connections may have the same address at their other side.
                if (found := look_at(connection)) is None or found.way not in ways:
                    continue
                if found.moved - self.seen.get(found.key, -PROGRESS) < PROGRESS:
                    connection.shutdown(socket.SHUT_RDWR)
                else:
                    seen[found.key] = found.moved
        self.seen = seen


def look_at(connection: socket.socket) -> Connection | None:
    """Say how much has moved on an established TCP connection; None for anything else."""
    if connection.family not in (socket.AF_INET, socket.AF_INET6) or connection.type != socket.SOCK_STREAM:
        return None
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, INFO_SIZE)
    if len(info) < INFO_SIZE or info[0] != ESTABLISHED:
        return None
    here, there = connection.getsockname(), connection.getpeername()
    return Connection((here, there), (there[0], str(here[1])), sum(BYTES.unpack(info)))


def open_files() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return []
