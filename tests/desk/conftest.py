import pytest

from tests.desk.newsroom import newsroom


@pytest.fixture
def room(db):
    return newsroom()
