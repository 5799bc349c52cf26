from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news import placing
from news.models import Article, ArticleTopic
from news.stories import newest_among, public_stories, section_stories
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    """A section with eleven stories, some of them in a subsection, two at the same moment."""
    top = factories.section("Politics")
    inside = factories.section("Elections", parent=top)
    start = timezone.now() - timedelta(days=1)
    for number in range(11):
        moment = start + timedelta(minutes=number // 2)
        factories.article(parent=inside if number % 3 else top, first_published_at=moment)
    factories.article(parent=factories.section("Sport"))
    return top


def hide_some(section) -> None:
    """Add what no reader may see to a section."""
    factories.article(parent=section, live=False)
    factories.article(parent=section, embargo_until=timezone.now() + timedelta(hours=1))
    private = factories.section("Private", parent=section)
    factories.article(parent=private)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)


def pages(section, size: int) -> list[int]:
    stories = section_stories(section)
    return [story.pk for start in range(0, len(stories), size) for story in stories[start : start + size]]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 20])
def test_pages_from_either_end_join_to_the_whole_list(section, size):
    hide_some(section)
    whole = Article.objects.descendant_of(section).published().newest_first().values_list("pk", flat=True)

    assert len(section_stories(section)) == 11
    assert pages(section, size) == list(whole)


def test_a_subsection_and_one_below_it_list_their_own(section):
    inside = section.get_children().get(title="Elections")
    below = factories.section("Polls", parent=inside.specific)
    story = factories.article(parent=below)

    assert pages(below, 5) == [story.pk]
    assert pages(inside.specific, 5)[0] == story.pk
    assert len(section_stories(inside.specific)) == 8


def test_an_embargo_that_ends_shows_the_story(section):
    story = factories.article(parent=section, embargo_until=timezone.now() + timedelta(hours=1))
    assert story.pk not in pages(section, 20)

    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now() - timedelta(seconds=1))

    assert story.pk in pages(section, 20)
    assert Article.objects.published().filter(pk=story.pk).exists()


@pytest.mark.parametrize("are_many", [True, False])
def test_the_newest_on_a_topic_are_the_same_however_they_are_looked_for(section, are_many):
    hide_some(section)
    topic = factories.topic()
    for story in Article.objects.all()[::2]:
        story.topics.add(topic)
        story.save()
    rows = ArticleTopic.objects.filter(tag=topic)

    found = newest_among(public_stories(), rows, "content_object", are_many, 3)

    newest = Article.objects.published().about(topic).newest_first()[:3]
    assert [row["pk"] for row in found] == [story.pk for story in newest]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plan")
def test_a_list_is_counted_and_found_in_its_index_alone(section):
    # Without it, SQLite read each page of the site to count those of a section: 84 ms at 100,000 stories.
    places = section_stories(section).places()
    for rows in (places, places.order_by("-first_published_at", "-pk")):
        sql, params = rows.values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plan = [row[3] for row in cursor.fetchall()]

        assert "COVERING INDEX news_stories_of_top_section" in plan[0], plan
        assert not [line for line in plan if "TEMP B-TREE" in line], plan


def test_a_missing_index_is_made_by_the_next_migrate():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX news_stories_beside")

        placing.ensure_indexes()

        tables = ("wagtailcore_page", "news_article")
        there = {name for table in tables for name in connection.introspection.get_constraints(cursor, table)}
    assert set(placing.INDEXES) <= there
