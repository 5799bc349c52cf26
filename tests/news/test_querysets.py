import pytest
from django.utils import timezone

from news.models import Article
from tests import factories

pytestmark = pytest.mark.django_db


def test_published_leaves_out_drafts_and_embargoed_stories():
    seen = factories.article("A story everyone may read today")
    factories.article("A draft", live=False)
    factories.article("Under embargo", embargo_until=timezone.now() + timezone.timedelta(hours=1))

    assert list(Article.objects.published()) == [seen]


def test_published_leaves_out_private_sections():
    from wagtail.models import PageViewRestriction

    story = factories.article()
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="login")

    assert not Article.objects.published().exists()
    assert not Article.objects.live().public().exists()
