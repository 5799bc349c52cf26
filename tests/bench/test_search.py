"""The benchmark of the search is run by hand: see that it chooses its queries and measures an index at all."""

import pytest

from tests.bench import search, servers
from tests.bench.corpus import stories
from tests.desk.own_database import copy_of_database

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(f"{row}\n" for row in stories(search.ROUNDS)))
    with django_db_blocker.unblock(), copy_of_database(folder) as environment:
        servers.manage(environment, "load_corpus", str(corpus))
        yield lambda what: search.asked(environment, what, corpus)


def test_each_kind_of_query_is_asked_in_as_many_ways(asked):
    kinds = asked("queries")

    assert {len(addresses) for addresses in kinds.values()} == {search.ROUNDS}
    assert len(set(kinds["rare"])) == search.ROUNDS


def test_the_index_is_measured(asked):
    measured = search.IndexCosts(**asked("costs"))

    assert measured.bytes > 0
    assert measured.text_bytes > 0
