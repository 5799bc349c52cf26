"""Queries that are composed once: they answer as Django's own do, with values as its fields have them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from core.statements import Statement
from news.models import Article
from tests import factories

pytestmark = pytest.mark.django_db


def values(pk: int):
    stories = Article.objects.filter(pk=pk).annotate(ten=Value(10))
    return stories.values_list("pk", "title", "live", "first_published_at", "lead_image", "ten")


def test_rows_are_those_of_the_query():
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    story = factories.article("Harbour", first_published_at=moment)
    other = factories.article("Other")
    statement = Statement(values)
    assert statement.rows(story.pk) == [(story.pk, "Harbour", True, moment, None, 10)]
    assert statement.rows(other.pk) == list(values(other.pk))
    assert statement.rows(0) == []


def test_query_is_composed_once():
    asked = []

    def compose(pk: int):
        asked.append(pk)
        return Article.objects.filter(pk=pk).values_list("pk")

    statement = Statement(compose)
    with CaptureQueriesContext(connection) as queries:
        statement.rows(1)
        statement.rows(2)
    assert len(asked) == 1
    assert len(queries) == 2


def test_answers_of_several_parts_take_the_number_in_each():
    story = factories.article("Harbour")

    def compose(pk: int):
        one = Article.objects.filter(pk=pk).order_by().values_list("pk", "title")
        return one.union(Article.objects.filter(pk=pk).order_by().values_list("pk", "slug"), all=True)

    assert sorted(Statement(compose).rows(story.pk)) == sorted([(story.pk, "Harbour"), (story.pk, story.slug)])
