"""Queries that are composed once: they answer as Django's own do, with values as its fields have them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from core.prepared import Prepared
from delivery.purging import purge_everything
from news.models import Article, Topic
from tests import factories
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


def test_values_are_those_of_the_fields():
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    story = factories.article("Harbour", first_published_at=moment)

    def ask(keys):
        stories = Article.objects.filter(pk__in=keys).annotate(ten=Value(10))
        return stories.values_list("pk", "title", "live", "first_published_at", "lead_image", "ten")

    assert [*map(tuple, Prepared(ask).lists([story.pk]))] == [(story.pk, "Harbour", True, moment, None, 10)]
    assert Prepared(ask).lists([0]) == []


def test_each_part_of_a_question_is_given_the_keys():
    story = factories.article("Harbour", first_published_at=(moment := datetime(2026, 3, 1, 12, 30, tzinfo=UTC)))

    def ask(keys):
        found = Article.objects.filter(pk__in=keys).order_by()
        parts = (found.values_list(name, "first_published_at") for name in ("title", "slug"))
        return next(parts).union(*parts, all=True)

    assert {*map(tuple, Prepared(ask).lists([story.pk]))} == {("Harbour", moment), (story.slug, moment)}
