import pytest

from tests.desk.newsroom import newsroom


@pytest.fixture
def room(db):
    """Politics and Business with their people; see tests/desk/newsroom.py."""
    return newsroom()
