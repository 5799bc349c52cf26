import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forget_cache():
    """Navigation, settings and the words of all stories are kept; no test may read another's."""
    from search.spelling import vocabulary

    cache.clear()
    vocabulary.newest = None
