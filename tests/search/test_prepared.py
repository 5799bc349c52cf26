import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from delivery.purging import purge_everything
from news.models import Topic
from search.prepared import Prepared
from tests.factories import topic

pytestmark = pytest.mark.django_db


def ask(keys):
    return Topic.objects.filter(pk__in=keys).order_by("name").values("slug", called=F("name"), key=F("pk"))


def test_rows_are_those_of_the_queryset():
    keys = [topic(name).pk for name in ("Floods", "Élections", "Air")]
    prepared = Prepared(ask, 5)
    for some in ([], keys[:1], keys[:2], keys):
        assert prepared.rows(some) == list(ask(some))
    Topic.objects.filter(pk=keys[0]).update(name="Deluge")
    assert prepared.rows(keys) == list(ask(keys))


def test_sql_is_written_once_until_embargoes_are_others():
    written = []

    def noted(keys):
        written.append(len(keys))
        return ask(keys)

    prepared = Prepared(noted, 5)
    keys = [topic(name).pk for name in ("Floods", "Air")]
    with CaptureQueriesContext(connection) as captured:
        for _ in range(3):
            prepared.rows(keys)
    assert (written, len(captured)) == ([5], 3)
    purge_everything()
    prepared.rows(keys)
    assert written == [5, 5]
