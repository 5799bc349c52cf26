from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.rich_text import expand_db_html

from tests import factories

pytestmark = pytest.mark.django_db


def link(page_id) -> str:
    return expand_db_html(f'<p><a linktype="page" id="{page_id}">there</a></p>')


def test_a_link_leads_to_a_published_story():
    story = factories.article("The budget", factories.section("Politics"))
    assert link(story.pk) == '<p><a href="/politics/the-budget/">there</a></p>'


def test_a_link_to_what_readers_cannot_open_tells_no_address():
    section = factories.section()
    inside = factories.article(parent=factories.section())
    PageViewRestriction.objects.create(page=inside.get_parent(), restriction_type="login")
    draft = factories.article(parent=section, live=False)
    embargoed = factories.article(parent=section, embargo_until=timezone.now() + timedelta(hours=1))

    for page_id in (draft.pk, embargoed.pk, inside.pk, 99999, "x"):
        assert link(page_id) == "<p><a>there</a></p>"
