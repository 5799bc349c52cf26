import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forget_cache():
    """Navigation and settings are cached; no test may read another's."""
    cache.clear()
