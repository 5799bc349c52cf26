"""The ledger and the store of several machines, in Redis."""

import logging
import os
import secrets
import threading
import time
from collections.abc import Iterable
from functools import cached_property

import redis

from delivery.copies import Copy
from delivery.ledger import SLOTS
from delivery.store import name_of, read

logger = logging.getLogger("pulse.delivery")

PREFIX = "pulse:pages:"
LEDGER, CHANNEL = f"{PREFIX}ledger", f"{PREFIX}purges"
WAIT = 1.0  # seconds for an answer, and between two attempts to hear purges again
DEAF = 10.0  # seconds without a word from Redis after which copies count for nothing
BEAT = 1.0  # seconds between two signs of life
LIFE = 24 * 3600  # seconds that Redis keeps a copy
# One step for all who look: with two, a later purge could be overwritten by an earlier one. ARGV are slots.
PURGE = """
local number = redis.call('HINCRBY', KEYS[1], 'sequence', 1)
for _, slot in ipairs(ARGV) do redis.call('HSET', KEYS[1], slot, number) end
redis.call('PUBLISH', KEYS[2], number .. ' ' .. table.concat(ARGV, ' '))
return number
"""


def connect(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=WAIT, socket_connect_timeout=WAIT)


class RedisUnavailable(OSError):
    """Redis does not answer."""


class RedisLedger:
    """A ledger whose numbers stand in a hash, read once; from then on each process hears purges as they happen.

    What is heard late is no harm to a copy that is made meanwhile: its number is of the last purge *heard*, so the late
    one counts against it. Whoever cannot hear for ten seconds keeps no copy for true until it can.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.lock = threading.Lock()
        self.started_by = 0
        self.is_closed = threading.Event()
        self.heard = float("-inf")
        self.numbers_lock = threading.Lock()
        self.numbers = [0] * SLOTS
        self.at = (0, 0)

    @cached_property
    def client(self):
        return connect(self.url)

    def position(self) -> tuple[int, int]:
        if self.started_by != os.getpid():
            self.start()
        if time.monotonic() - self.heard > DEAF:
            raise RedisUnavailable("Redis has not answered for ten seconds")
        return self.at

    def is_true(self, slots: Iterable[int], since: int) -> bool:
        numbers = self.numbers
        return all(numbers[slot] <= since for slot in slots)

    def purge(self, slots: Iterable[int]) -> None:
        try:
            number = self.client.eval(PURGE, 2, LEDGER, CHANNEL, *slots)
        except redis.RedisError as error:
            raise RedisUnavailable(str(error)) from error
        if self.started_by == os.getpid():
            self.note(number, slots)

    # Hearing

    def start(self) -> None:
        with self.lock:
            if self.started_by == os.getpid():
                return
            is_ready = threading.Event()
            threading.Thread(target=self.listen, args=(is_ready,), daemon=True, name="purges").start()
            is_ready.wait(WAIT)
            self.started_by = os.getpid()

    def close(self) -> None:
        """Hear nothing any more."""
        self.is_closed.set()

    def listen(self, is_ready: threading.Event) -> None:
        is_told = False
        while not self.is_closed.is_set():
            try:
                channel = connect(self.url).pubsub(ignore_subscribe_messages=True)
                channel.subscribe(CHANNEL)
                # After subscribing: a purge between the two is heard.
                self.read_all()
                is_ready.set()
                is_told = False
                while not self.is_closed.is_set():
                    message = channel.get_message(timeout=BEAT / 2)
                    if message:
                        number, *slots = map(int, message["data"].split())
                        self.note(number, slots)
                    elif time.monotonic() - self.heard > BEAT:
                        channel.ping()
                        self.client.ping()
                    self.heard = time.monotonic()
            except (redis.RedisError, OSError) as error:
                if not is_told:
                    logger.error("Redis does not answer (%s): readers get pages from memory for ten seconds.", error)
                is_told = True
                self.is_closed.wait(WAIT)

    def read_all(self) -> None:
        self.client.hsetnx(LEDGER, "epoch", secrets.randbits(62) | 1)
        found = self.client.hgetall(LEDGER)
        epoch, sequence = int(found.pop(b"epoch")), int(found.pop(b"sequence", 0))
        numbers = [0] * SLOTS
        for slot, number in found.items():
            numbers[int(slot)] = int(number)
        with self.numbers_lock:
            self.numbers, self.at, self.heard = numbers, (epoch, sequence), time.monotonic()

    def note(self, number: int, slots: Iterable[int]) -> None:
        with self.numbers_lock:
            for slot in slots:
                self.numbers[slot] = max(self.numbers[slot], number)
            self.at = (self.at[0], max(self.at[1], number))


class RedisStore:
    """Copies in Redis; how much it holds, and what goes first, is set there (`maxmemory`, docs/delivery.md)."""

    def __init__(self, url: str) -> None:
        self.url = url

    @cached_property
    def client(self):
        return connect(self.url)

    def get(self, key: str) -> Copy | None:
        try:
            data = self.client.get(PREFIX + name_of(key))
        except redis.RedisError as error:
            raise RedisUnavailable(str(error)) from error
        return read(data, key) if data else None

    def put(self, copy: Copy) -> None:
        try:
            self.client.set(PREFIX + name_of(copy.key), copy.to_bytes(), ex=LIFE)
        except redis.RedisError as error:
            raise RedisUnavailable(str(error)) from error

    def clear(self) -> None:
        for name in self.client.scan_iter(f"{PREFIX}[0-9a-f]*"):
            self.client.delete(name)
