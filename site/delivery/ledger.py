"""Remember when what was last purged, so that every process knows at once whether a copy is still true.

A purge has a number, counted up. The ledger holds for each tag the number of its last purge, in one of 65,535 slots;
two tags may share one, which makes a purge reach too far, never too short. A copy holds the number of the last purge
*before* it was begun to be made. It is true as long as none of its tags has been purged since: who read the database
before a change and stores the copy after it stores one that counts for nothing already.
"""

import fcntl
import mmap
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol
from zlib import crc32

SLOTS = 1 << 16
EVERYTHING = 0  # the slot that every copy depends on
HEADER = 8  # numbers before the slots
EPOCH, SEQUENCE, SIZE, BOOT = 0, 1, 2, 3
FILE_SIZE = (HEADER + SLOTS) * 8
LOOK_EVERY = 1.0  # seconds after which is asked whether the file is still the one that others use


@cache
def this_boot() -> int:
    """Return a number for this run of the machine: when its power failed, the last purges may not be on the disk."""
    try:
        return crc32(Path("/proc/sys/kernel/random/boot_id").read_bytes())
    except OSError:  # no Linux
        return 0


def slot_of(tag: str) -> int:
    return 1 + crc32(tag.encode()) % (SLOTS - 1)


def slots_of(tags: Iterable[str]) -> tuple[int, ...]:
    """Return the slots a copy with these tags depends on, the slot of everything among them."""
    return tuple(sorted({EVERYTHING, *map(slot_of, tags)}))


class Ledger(Protocol):
    """What the cache asks of a ledger; numbers are of purges, `slots` come from slots_of()."""

    def position(self) -> tuple[int, int]:
        """Return (epoch, number of the last purge); copies of another epoch count for nothing."""
        ...

    def is_true(self, slots: Iterable[int], since: int) -> bool:
        """Tell whether no slot has been purged after `since`."""
        ...

    def purge(self, slots: Iterable[int]) -> None:
        """Count a purge of these slots; return when every process of this machine knows."""
        ...


class FileLedger:
    """A ledger in a file that all processes of a machine have in their memory: to ask it costs no system call."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.looked = -LOOK_EVERY
        self.inode = -1
        self.numbers: memoryview = memoryview(bytes(FILE_SIZE)).cast("Q")

    def position(self) -> tuple[int, int]:
        if time.monotonic() - self.looked >= LOOK_EVERY:
            self.refresh()
        numbers = self.numbers
        return numbers[EPOCH], numbers[SEQUENCE]

    def is_true(self, slots: Iterable[int], since: int) -> bool:
        numbers = self.numbers
        return all(numbers[HEADER + slot] <= since for slot in slots)

    def purge(self, slots: Iterable[int]) -> None:
        with self.writing() as numbers:
            number = numbers[SEQUENCE] + 1
            for slot in slots:
                numbers[HEADER + slot] = number
            # Last: who sees the new number must find it in the slots.
            numbers[SEQUENCE] = number

    # How much the store holds, in bytes: counted here since all processes see it

    def grow(self, size: int) -> int:
        """Add to the size of the store; return what it is then."""
        with self.writing() as numbers:
            numbers[SIZE] = max(0, numbers[SIZE] + size)
            return numbers[SIZE]

    def set_size(self, size: int) -> None:
        with self.writing() as numbers:
            numbers[SIZE] = size

    # The file

    def refresh(self) -> None:
        """Open the file anew when it was removed or made anew."""
        try:
            inode = os.stat(self.path).st_ino
        except OSError:
            inode = 0
        if inode != self.inode:
            self.open()
        self.looked = time.monotonic()

    def open(self) -> None:
        """Map the file into memory, made when it is missing; raise OSError when that cannot be."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_size != FILE_SIZE:
                os.ftruncate(descriptor, 0)
                # All of it, now: a disk that is full later must not stop a purge.
                os.posix_fallocate(descriptor, 0, FILE_SIZE)
            numbers = memoryview(mmap.mmap(descriptor, FILE_SIZE)).cast("Q")
            if not numbers[EPOCH] or numbers[BOOT] != this_boot():
                numbers[EPOCH], numbers[BOOT] = secrets.randbits(63) | 1, this_boot()
            self.inode = os.fstat(descriptor).st_ino
            self.numbers = numbers
        finally:
            # The map has a descriptor of its own, which would keep the lock.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    @contextmanager
    def writing(self) -> Iterator[memoryview]:
        """Hold the file's lock: two purges at once must not take the same number."""
        self.refresh()
        descriptor = os.open(self.path, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield self.numbers
        finally:
            os.close(descriptor)
