import pytest
from django.urls import reverse

from news import topics
from news.models import Article, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def names(article: Article) -> set[str]:
    return {topic.name for topic in article.topics.all()}


def test_merging_moves_stories_and_leads_the_old_address_to_the_new(client):
    power, electricity = factories.topic("Power supply"), factories.topic("Electricity")
    both = factories.article(topics=[power, electricity])
    one = factories.article(topics=[electricity])

    assert topics.merge([electricity], power) == 1

    assert names(Article.objects.get(pk=both.pk)) == {"Power supply"}
    assert names(Article.objects.get(pk=one.pk)) == {"Power supply"}
    assert not Topic.objects.filter(name="Electricity").exists()
    assert client.get("/topics/electricity/").headers["location"] == "/topics/power-supply/"


def test_merging_reaches_unpublished_drafts():
    power, electricity = factories.topic("Power supply"), factories.topic("Electricity")
    story = factories.article(live=False)
    story.topics.add(electricity)
    story.save_revision()

    topics.merge([electricity], power)
    Article.objects.get(pk=story.pk).get_latest_revision().publish()

    assert names(Article.objects.get(pk=story.pk)) == {"Power supply"}


def test_a_managing_editor_merges_ticked_topics_in_the_admin(admin_client):
    power, electricity = factories.topic("Power supply"), factories.topic("Electricity")
    story = factories.article(topics=[electricity])
    url = (
        reverse("wagtail_bulk_action", args=["news", "topic", "merge"])
        + f"?id={electricity.pk}&id={power.pk}&next=/admin/"
    )

    page = admin_client.get(url)
    assert "Electricity" in page.content.decode()
    admin_client.post(url, {"into": power.pk})

    assert names(Article.objects.get(pk=story.pk)) == {"Power supply"}
