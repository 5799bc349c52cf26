"""A copy: one finished response, its body in each encoding, and what tells whether it is still true."""

import gzip
import json
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from hashlib import blake2b

import brotli

MAGIC = b"pulse-copy-1\n"
DIGEST = 16  # bytes
ENCODINGS = ("br", "gzip", "identity")  # best first
LEAST = 200  # bytes: below, compressing makes it no smaller
BROTLI_QUALITY, GZIP_LEVEL = 5, 6  # more takes ten times as long for 3 %
# Of what Django says these are said anew for each encoding.
OWN_HEADERS = frozenset(("content-length", "content-encoding", "etag", "last-modified", "vary", "cache-status"))

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Ready:
    """What is sent for one encoding."""

    etag: str
    headers: Headers
    not_modified: Headers
    body: bytes


@dataclass
class Copy:
    """Moments are seconds since 1970."""

    key: str
    status: str  # "200 OK"
    headers: Headers
    slots: tuple[int, ...]
    epoch: int
    since: int  # the number of the last purge before it was begun
    made: float
    fresh_until: float  # from then on one request makes it anew, the others are answered with it
    ends: float  # from then on it is shown to nobody
    modified: float
    bodies: dict[str, bytes] = field(repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.ready: dict[str, Ready] = {}
        self.checked = (0, 0)  # the ledger's position at which it was last found true

    @property
    def size(self) -> int:
        """Return the bytes of all bodies."""
        return sum(map(len, self.bodies.values()))

    @property
    def digest(self) -> str:
        return blake2b(self.bodies["identity"], digest_size=DIGEST).hexdigest()

    def in_encoding(self, encoding: str) -> Ready:
        """Return what to send in an encoding, or plain where the body is too short to have others."""
        found = self.ready.get(encoding)
        if found is None:
            found = self.ready[encoding] = self.prepare(encoding if encoding in self.bodies else "identity")
        return found

    def prepare(self, encoding: str) -> Ready:
        etag = f'"{self.digest}-{encoding}"'  # strong: each encoding is other bytes (RFC 9110, 8.8.3.3)
        common = [
            *((name, value) for name, value in self.headers if name.lower() != "content-type"),
            ("ETag", etag),
            ("Last-Modified", formatdate(self.modified, usegmt=True)),
            ("Vary", "Accept-Encoding"),
            ("Cache-Status", "Pulse; hit"),  # RFC 9211
        ]
        body = self.bodies[encoding]
        headers = [*((name, value) for name, value in self.headers if name.lower() == "content-type"), *common]
        headers.append(("Content-Length", str(len(body))))
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        return Ready(etag, headers, common, body)

    def to_bytes(self) -> bytes:
        facts = asdict(self)
        bodies = facts.pop("bodies")
        head = json.dumps({**facts, "bodies": {name: len(body) for name, body in bodies.items()}}).encode()
        content = b"".join((len(head).to_bytes(4, "big"), head, *bodies.values()))
        return b"".join((MAGIC, blake2b(content, digest_size=DIGEST).digest(), content))

    @classmethod
    def from_bytes(cls, data: bytes, key: str) -> "Copy | None":
        """Return the copy that to_bytes() wrote; None when it was damaged, or is of another key or release."""
        content = memoryview(data)[len(MAGIC) + DIGEST :]
        digest = blake2b(content, digest_size=DIGEST).digest()
        if not data.startswith(MAGIC) or data[len(MAGIC) : len(MAGIC) + DIGEST] != digest:
            return None
        length = 4 + int.from_bytes(content[:4], "big")
        facts = json.loads(bytes(content[4:length]))
        if facts["key"] != key:
            return None
        bodies = {}
        for name, size in facts.pop("bodies").items():
            bodies[name] = bytes(content[length : length + size])
            length += size
        headers = [(name, value) for name, value in facts.pop("headers")]
        return cls(**{**facts, "slots": tuple(facts["slots"])}, headers=headers, bodies=bodies)


def encodings_of(body: bytes) -> dict[str, bytes]:
    """Return a body in all encodings in which it is worth sending."""
    if len(body) < LEAST:
        return {"identity": body}
    return {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
        "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),  # without a date: the same page is the same bytes
        "identity": body,
    }
