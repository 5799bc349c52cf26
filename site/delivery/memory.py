"""Hold the copies that are asked for most in the memory of one process."""

from threading import Lock

from delivery.copies import Copy

Address = tuple[str | None, str, str]


class Memory:
    """Copies by the address as it was asked for, of at most `limit` bytes of bodies; the oldest go first.

    One copy may stand under many addresses (`?utm_source=…`); each counts, so that strangers cannot fill the memory.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.copies: dict[Address, Copy] = {}
        self.lock = Lock()

    def get(self, address: Address) -> Copy | None:
        return self.copies.get(address)

    def put(self, address: Address, copy: Copy) -> None:
        with self.lock:
            old = self.copies.pop(address, None)
            self.size += copy.size - (old.size if old else 0)
            self.copies[address] = copy
            while self.size > self.limit and self.copies:
                self.size -= self.copies.pop(next(iter(self.copies))).size

    def clear(self) -> None:
        with self.lock:
            self.copies.clear()
            self.size = 0
