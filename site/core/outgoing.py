"""Post to an address that somebody typed, without letting it reach what only this machine or network should."""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_SECONDS = 5
# Each read may take CONNECT_SECONDS; a server that answers byte by byte is cut off here.
TOTAL_SECONDS = 10
ANSWER_BYTES = 1024


class Answer(NamedTuple):
    """What came back: the status code, and the first ANSWER_BYTES of the body."""

    status: int
    body: bytes


class AddressRefused(OSError):
    """Raised for an address that is not to be called; the message says why."""


def post(url: str, body: bytes, headers: dict[str, str], seconds: float | None = None) -> Answer:
    """Post `body` and return the answer; follow no redirect.

    Raise OSError when there is none, `seconds` (TOTAL_SECONDS when not given) after the host's address is known.
    """
    limit = TOTAL_SECONDS if seconds is None else seconds
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = resolve(host, port)
    if not secure and not ipaddress.ip_address(address).is_loopback:
        raise AddressRefused("Only https:// addresses are called.")
    connection = PinnedConnection(host, port, address, secure, min(limit, CONNECT_SECONDS))
    watchdog = threading.Timer(limit, connection.cut)
    watchdog.start()
    try:
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(ANSWER_BYTES))
    except http.client.HTTPException as error:
        raise OSError(f"The answer is no HTTP: {error!r}") from error
    finally:
        watchdog.cancel()
        connection.close()


def resolve(host: str, port: int) -> str:
    """Return the internet address to connect to; raise AddressRefused when any of the host's is not public."""
    found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not settings.WEBHOOK_ALLOW_PRIVATE:
        for address in found:
            if not is_public(address):
                raise AddressRefused(f"{host} is an address inside a private network.")
    return sorted(found, key=lambda address: (":" in address, address))[0]


def is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # An IPv4 address in the clothes of IPv6: mapped, 6to4, Teredo, NAT64.
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in ipaddress.IPv6Network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class PinnedConnection(http.client.HTTPConnection):
    """Connect to the very address that was checked: asked again, the name could lead elsewhere (DNS rebinding)."""

    def __init__(self, host: str, port: int, address: str, secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.address, self.secure = address, secure
        self.default_port = 443 if secure else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End a conversation that takes too long, from another thread."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
