"""Let processes settle as web workers do, on processors that are made up: which there are is the machine's business."""

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from config import processors
from tests.bench import servers

# A worker that has two processors, says to which it moves, and lives until its input ends.
WORKER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from config import processors

    processors.LOOK_EVERY = 0.05
    processors.allowed = lambda: [4, 7]
    processors.move_to = lambda number: print(number, flush=True)
    processors.settle(int(sys.argv[1]), Path(sys.argv[2]))
    print("settled", flush=True)
    sys.stdin.read()
    """
)


class Worker:
    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(workers), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(servers.ROOT / "site")},
        )

    def says(self) -> str:
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def start(tmp_path):
    """Start workers, all of which end with the test."""
    started: list[Worker] = []

    def start(**options) -> Worker:
        started.append(Worker(tmp_path / "processors", **options))
        return started[-1]

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.end()


def test_each_worker_has_a_processor_of_its_own(start):
    assert [start().says(), start().says()] == ["4", "7"]


def test_a_successor_gets_the_processor_of_the_worker_that_ends(start):
    first = start()
    assert first.says() == "4"
    second = start()
    assert second.says() == "7"
    successor = start()
    assert successor.says() == "settled"

    second.end()

    assert successor.says() == "7"
    assert first.says() == "settled"


def test_a_worker_that_was_killed_leaves_its_processor(start):
    first = start()
    assert first.says() == "4"
    first.process.kill()
    first.process.wait(10)
    assert start().says() == "4"


def test_workers_are_left_to_the_kernel_when_they_are_more_or_fewer_than_processors(start):
    assert [start(workers=workers).says() for workers in (0, 1, 3)] == ["settled"] * 3


def test_workers_are_left_to_the_kernel_where_no_file_can_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(processors, "allowed", lambda: [0, 1])
    monkeypatch.setattr(processors, "move_to", pytest.fail)
    processors.settle(2, tmp_path / "file" / "processors")


@pytest.mark.skipif(not processors.allowed(), reason="only Linux says which processors a process may use")
def test_all_threads_of_a_process_move():
    before, number = os.sched_getaffinity(0), processors.allowed()[-1]
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        processors.move_to(number)
        assert os.sched_getaffinity(thread.native_id) == {number}
    finally:
        for each in os.listdir("/proc/self/task"):
            os.sched_setaffinity(int(each), before)
        done.set()
        thread.join()
