import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _forget_cache():
    """Navigation, settings and the words of all stories are kept; no test may read another's."""
    from delivery.purging import purge_everything
    from search.spelling import vocabulary

    cache.clear()
    purge_everything()
    vocabulary.newest = None
