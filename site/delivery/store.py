"""Keep copies where all processes find them: one file each, written whole or not at all, the oldest go first."""

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from delivery.copies import Copy
from delivery.ledger import FileLedger

ROOM = 0.8  # of its limit that the store fills after the oldest copies were removed
ABANDONED = 3600  # seconds after which a half-written file has no writer any more
FRESHEN_AFTER = 3600  # seconds after which reading a file marks it as used
STRIPES = 256
PAUSE = 0.005  # seconds between two looks at a lock


def name_of(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


class Store(Protocol):
    def get(self, key: str) -> Copy | None: ...

    def put(self, copy: Copy) -> None: ...

    def clear(self) -> None: ...


class FileStore:
    """Copies in a folder of at most `limit` bytes; `ledger` counts them for all processes."""

    def __init__(self, folder: Path, limit: int, ledger: FileLedger) -> None:
        self.folder, self.limit, self.ledger = folder, limit, ledger

    def path_of(self, key: str) -> Path:
        name = name_of(key)
        return self.folder / name[:2] / name[2:]

    def get(self, key: str) -> Copy | None:
        """Return the copy under a key; None when there is none, or a damaged one, which is removed."""
        path = self.path_of(key)
        try:
            data = path.read_bytes()
            if time.time() - path.stat().st_mtime > FRESHEN_AFTER:
                os.utime(path)
        except OSError:
            return None
        copy = read(data, key)
        if copy is None:
            self.remove(path)
        return copy

    def put(self, copy: Copy) -> None:
        """Store a copy; raise OSError when the disk does not take it, which leaves what was there."""
        path, data = self.path_of(copy.key), copy.to_bytes()
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat().st_size if path.exists() else 0
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        if self.ledger.grow(len(data) - before) > self.limit:
            self.make_room()

    def remove(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            size = path.stat().st_size
            path.unlink()
            self.ledger.grow(-size)

    def clear(self) -> None:
        for path, _, _ in self.files():
            self.remove(path)

    def make_room(self) -> None:
        """Remove what was used longest ago, until a fifth of the room is free."""
        files = sorted(self.files(), key=lambda file: file[2])
        size = sum(file[1] for file in files)
        for path, length, _ in files:
            if size <= self.limit * ROOM:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                size -= length
        self.ledger.set_size(size)

    def files(self) -> Iterator[tuple[Path, int, float]]:
        """Yield (path, bytes, when it was last used); half-written files of processes that died are removed."""
        for folder in self.folder.glob("[0-9a-f][0-9a-f]"):
            for path in folder.iterdir():
                with contextlib.suppress(OSError):
                    found = path.stat()
                    if not path.name.startswith("."):
                        yield path, found.st_size, found.st_mtime
                    elif time.time() - found.st_mtime > ABANDONED:
                        path.unlink()


def read(data: bytes, key: str) -> Copy | None:
    try:
        return Copy.from_bytes(data, key)
    except (ValueError, KeyError, TypeError, IndexError):  # a file that is no copy, or of another release
        return None


class Turns:
    """Let one thread of one process of this machine make a response, while the others wait or do without."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def turn(self, key: str, seconds: float) -> Iterator[bool]:
        """Tell whether it is our turn now; wait for it up to `seconds`. Who dies has had its turn."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            stripe = int(name_of(key)[:4], 16) % STRIPES
            descriptor = os.open(self.folder / f"{stripe:02x}", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield True  # a disk that takes no file makes nobody wait
            return
        try:
            yield taken(descriptor, seconds)
        finally:
            os.close(descriptor)


def taken(descriptor: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(PAUSE)
