import pytest
from django.db import connection
from wagtail.models import Page

from news.models import Article
from tests import factories

pytestmark = pytest.mark.django_db


def plan_of(rows) -> list[str]:
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [row[3] for row in cursor.fetchall()]


def test_what_lies_below_a_page_is_what_it_was():
    politics, sport = factories.section("Politics"), factories.section("Sport")
    inside = factories.article(parent=factories.section("Elections", parent=politics))
    factories.article(parent=sport)

    assert list(Article.objects.descendant_of(politics)) == [inside]
    assert list(Page.objects.descendant_of(politics, inclusive=True).order_by("path")) == [
        *Page.objects.filter(pk=politics.pk),
        *politics.get_descendants(),
    ]
    assert Article.objects.descendant_of(factories.home()).count() == 2
    assert not Page.objects.filter(path__startswith=politics.path.lower() + "a").exists()
    assert Page.objects.exclude(path__startswith=politics.path).filter(pk=sport.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plan")
def test_what_lies_below_a_page_is_found_by_its_path():
    # The list of a section in the admin asks this for each of its rows: 1.2 s at 100,000 stories before.
    story = factories.article()

    (plan,) = plan_of(Page.objects.descendant_of(story).live().order_by())

    assert "path>? AND path<?" in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plan")
def test_aliases_are_found_among_the_few_there_are():
    # To publish looks for them: it took half as long again at 100,000 stories.
    plan = plan_of(Article.objects.filter(alias_of=factories.article()).order_by("path"))

    assert any("INDEX news_aliases" in line for line in plan), plan
