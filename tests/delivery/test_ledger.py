"""What the ledger remembers of purges, in one process and in several."""

import multiprocessing
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery import ledger as ledgers
from delivery.ledger import EVERYTHING, FileLedger, slot_of, slots_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pages" / "ledger"


@pytest.fixture
def ledger(path):
    return FileLedger(path)


def position(path):
    found = FileLedger(path)
    return found.position()


def test_a_copy_is_true_until_one_of_its_tags_is_purged(ledger):
    _, since = ledger.position()
    slots = slots_of(["page-1", "topic-2"])

    ledger.purge(slots_of(["page-3"])[1:])
    assert ledger.is_true(slots, since)

    ledger.purge([slot_of("topic-2")])
    assert not ledger.is_true(slots, since)


def test_a_copy_begun_after_a_purge_is_true(ledger):
    ledger.purge([slot_of("page-1")])
    _, since = ledger.position()

    assert ledger.is_true(slots_of(["page-1"]), since)


def test_purging_everything_reaches_copies_without_tags(ledger):
    _, since = ledger.position()
    ledger.purge([EVERYTHING])

    assert not ledger.is_true(slots_of([]), since)


def test_another_process_knows_at_once(ledger, path):
    other = FileLedger(path)
    _, since = other.position()

    ledger.purge([slot_of("page-1")])

    assert not other.is_true(slots_of(["page-1"]), since)
    assert other.position() == ledger.position()


def test_it_outlives_its_processes(ledger, path):
    ledger.purge([slot_of("page-1")])

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(position, (path,)) == ledger.position()


def test_purges_at_once_take_different_numbers(ledger, path):
    _, before = ledger.position()

    def purge():
        own = FileLedger(path)
        for _ in range(50):
            own.purge([slot_of("page-1")])

    threads = [threading.Thread(target=purge) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ledger.position()[1] == before + 200


def test_copies_of_a_ledger_that_was_removed_count_for_nothing(ledger, path, monkeypatch):
    epoch, _ = ledger.position()
    path.unlink()
    FileLedger(path).purge([EVERYTHING])
    monkeypatch.setattr(ledgers, "LOOK_EVERY", 0)

    assert ledger.position()[0] != epoch


def test_a_machine_that_started_anew_trusts_no_copy(ledger, path, monkeypatch):
    """The last purges before its power failed may not have reached the disk."""
    epoch, _ = ledger.position()
    monkeypatch.setattr(ledgers, "this_boot", lambda: 12345)

    assert FileLedger(path).position()[0] != epoch


def test_a_damaged_file_is_made_anew(path):
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a ledger")

    epoch, number = FileLedger(path).position()

    assert epoch
    assert number == 0


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "pages").write_text("a file in the place of the folder")

    with pytest.raises(OSError, match=r"pages"):
        FileLedger(tmp_path / "pages" / "ledger").position()


@given(st.lists(st.text()))
def test_every_copy_depends_on_everything(tags):
    slots = slots_of(tags)
    assert EVERYTHING in slots
    assert all(slot_of(tag) in slots for tag in tags)
    assert all(0 <= slot < ledgers.SLOTS for slot in slots)
