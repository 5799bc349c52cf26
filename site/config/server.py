"""Run the web server, granian, so that a reload drops no request: `python -m config.server --help`.

On Linux each of granian's workers opens a listening socket of its own, so that the kernel deals new connections evenly,
and takes it along when it ends: connections that the kernel has not handed over yet are reset (granian's issue 567).
Here its first process opens the sockets and keeps them, one for each worker and its successors, as nginx does.
A worker that ends also closes connections on which nothing has come yet. So the kernel hands over none until it has
something to read (TCP_DEFER_ACCEPT, as in nginx's `listen … deferred`), or has waited for SILENT seconds.

Granian has no option for either. The methods that are overridden are not documented; its version is pinned, and
tests/delivery/test_server.py sees what they are for.
"""

import argparse
import contextlib
import socket
import sys
from collections.abc import Sequence

from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketHolder
from granian.server import MPServer
from granian.server.mp import WorkerProcess

BACKLOG = 2048  # connections of a worker that the kernel holds until they are taken
SILENT = 3  # seconds


class Server(MPServer):
    """Granian, whose workers each have a listening socket that outlives them."""

    def _init_shared_socket(self) -> None:
        self.listeners: list[socket.socket] = []
        self.newest: dict[int, WorkerProcess] = {}
        if sys.platform != "linux":  # there all workers have granian's one socket
            super()._init_shared_socket()
            return
        self._ssp = self._sso = None
        self.listeners = [self.listener() for _ in range(self.workers)]

    def listener(self) -> socket.socket:
        """Return a socket on which a worker will listen beside others."""
        listener = socket.socket(socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT)
        listener.bind((self.bind_addr, self.bind_port))
        listener.set_inheritable(True)
        return listener

    def _spawn_worker(self, idx, target, callback_loader):  # granian's types of it contradict each other
        if self.listeners:
            if idx in self.newest and not self.newest[idx].is_alive():
                # It has died: until its successor has started, all readers go to the workers that are left.
                with contextlib.suppress(OSError):  # nor had it begun to listen
                    self.listeners[idx].shutdown(socket.SHUT_RDWR)  # the other workers have it open as well
                self.listeners[idx].close()
                self.listeners[idx] = self.listener()
            self._sso = self.listeners[idx]
            self._shd = SocketHolder(self._sso.fileno(), False, self.backlog)
        self.newest[idx] = super()._spawn_worker(idx, target, callback_loader)
        return self.newest[idx]

    def _drop_shared_socket(self) -> None:
        super()._drop_shared_socket()
        for listener in self.listeners:
            listener.close()


def server(arguments: Sequence[str] | None = None) -> Server:
    """Return the server that the arguments describe, all else being as docs/operations.md says."""
    parser = argparse.ArgumentParser(prog="python -m config.server", description="Serve a WSGI application.")
    parser.add_argument("application", nargs="?", default="config.wsgi:application", metavar="module:name")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--start-within",
        type=float,
        default=10,
        metavar="SECONDS",
        help="after so long a new worker takes over, at a reload (default: %(default)s)",
    )
    parser.add_argument(
        "--end-within",
        type=int,
        default=30,
        metavar="SECONDS",
        help="after so long a worker is killed that was told to end (default: %(default)s)",
    )
    given = parser.parse_args(arguments)
    return Server(
        given.application,
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=given.workers,
        respawn_failed_workers=True,
        respawn_interval=given.start_within,
        workers_kill_timeout=given.end_within,
        blocking_threads=64,  # what for: delivery/limits.py
        backlog=BACKLOG,
        backpressure=4096,  # connections of a worker; the Procfile has the files allowed that they are
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=65_536),  # milliseconds, bytes
        log_level=LogLevels.error,
    )


if __name__ == "__main__":
    try:
        server().serve()
    except FatalError:  # granian has said what
        sys.exit(1)
