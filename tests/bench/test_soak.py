from types import SimpleNamespace

import pytest

from tests.bench import newsroom, soak
from tests.bench.newsroom import Change
from tests.bench.soak import Seen

pytestmark = pytest.mark.once

CHANGES = [Change("Ferry", 1, 9.9, 10.0), Change("Ferry", 2, 19.9, 20.0)]


@pytest.mark.parametrize(
    ("asked", "number", "expected"),
    [
        (20.5, 1, 0),  # within the second that a purge may take
        (21.5, 1, 1),
        (21.5, 2, 0),
        (30.0, 0, 1),
        (20.0, 2, 0),  # shown before we were told
    ],
)
def test_an_answer_older_than_a_second_after_a_change_is_found(asked, number, expected):
    seen = Seen(shown=[("/", "Ferry", asked, number)])

    assert len(list(soak.stale(CHANGES, [seen]))) == expected


def test_how_old_counts_from_the_first_change_that_was_missed():
    seen = Seen(shown=[("/", "Ferry", 23.0, 0)])

    assert list(soak.stale(CHANGES, [seen])) == [(13.0, "/", "Ferry")]


def answer(status: int = 200, **headers) -> SimpleNamespace:
    return SimpleNamespace(status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("response", "body", "expected"),
    [
        (answer(), b"<p>Ferry 7 returns</p>", []),
        (answer(503), b"", ["/: 503"]),
        (answer(Set_Cookie="theme=dark"), b"", ["/: sets a cookie"]),
        (answer(), newsroom.CANARY.format("reader7").encode(), ["/: shows somebody's address"]),
        (answer(), b'<input name="csrfmiddlewaretoken">', ["/: holds csrfmiddlewaretoken"]),
    ],
    ids=["fine", "error", "cookie", "address", "token"],
)
def test_what_no_reader_may_get_is_found(response, body, expected):
    seen = Seen()
    soak.look(seen, "/", response, body, 1.0, ["Ferry"])

    assert seen.broken == expected
    assert bool(seen.shown) is (not expected)


def test_each_change_is_told_from_the_page_it_stands_on():
    for kind, words in newsroom.WORDS.items():
        assert newsroom.SHOWN[kind].findall(words.format(12).encode()) == [b"12"]
