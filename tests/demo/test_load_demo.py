import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

from desk.models import SectionDesk
from news.models import Article, Correction, Section, Topic
from people.models import AuthorProfile
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_picture_for_all(monkeypatch, tmp_path, settings):
    """tests/demo/test_artwork.py draws; here one small picture stands for eighty."""
    settings.DATA_DIR = tmp_path
    picture = factories.picture(size=(60, 40))
    monkeypatch.setattr("demo.loader.load_pictures", lambda specs, uploaded_by=None: dict.fromkeys(specs, picture))


def counts() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Article, AuthorProfile, Section, SectionDesk, Topic, Page, Revision, WorkflowState, Correction)
    }


def test_the_demo_newsroom_loads_once_and_stands_where_its_files_say():
    call_command("load_demo", verbosity=0)
    first = counts()
    call_command("load_demo", verbosity=0)

    assert counts() == first
    assert Page.find_problems() == ([], [], [], [], [])
    assert Article.objects.published().count() >= 60
    assert WorkflowState.objects.active().count() == 2
    assert Revision.objects.filter(approved_go_live_at__gt=timezone.now()).count() == 1
    assert Correction.objects.published().count() >= 1
