import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex

from news.usage import Uses
from tests import factories

pytestmark = pytest.mark.django_db


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_where_a_topic_or_an_author_is_used_costs_the_same_however_often_that_is(admin_client):
    # Each page of that list loaded all stories: 4.8 s for a topic of 14,000.
    topic, author = factories.topic("Tax"), factories.author()
    pages = [
        reverse("wagtailsnippets_news_topic:usage", args=[topic.pk]),
        reverse("wagtailadmin_pages:usage", args=[author.pk]),
    ]
    for _ in range(21):
        factories.article(topics=[topic], authors=[author])
    before = [(queries_of(admin_client, page), queries_of(admin_client, page))[1] for page in pages]
    for _ in range(5):
        factories.article(topics=[topic], authors=[author])

    assert [queries_of(admin_client, page) for page in pages] == before


def test_each_use_is_listed_once_with_all_its_references():
    topic, author = factories.topic(), factories.author()
    stories = [factories.article(topics=[topic], authors=[author]) for _ in range(5)]
    uses = Uses(ReferenceIndex.get_references_to(author))

    assert len(uses) == uses.count() == 5
    found = [source.pk for start in (0, 2, 4) for source, references in uses[start : start + 2] if references]
    assert sorted(found) == sorted(story.pk for story in stories)
