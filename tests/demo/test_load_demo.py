import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import QueryDailyHits, SearchPromotion
from wagtail.models import Page, Revision, WorkflowState

from comments.models import Reply, Report
from core.models import Picture
from desk.bundles.members import members_of
from desk.models import Assignment, Bundle, BundleItem, Kill, SectionDesk, UnreviewedPublication
from news.changes import change_log
from news.models import Article, Container, Correction, Placement, ReadCount, Section, Topic
from people.models import AuthorProfile
from search.models import SynonymGroup
from search.promotions import promoted
from tests import factories
from tests.made_once import made_once

pytestmark = [pytest.mark.usefixtures("made_demo", "db"), pytest.mark.once]


@pytest.fixture(scope="module", autouse=True)
def _one_picture_for_all(tmp_path_factory):
    """tests/demo/test_artwork.py draws; here one small picture stands for eighty."""

    def load_pictures(specs, uploaded_by=None):
        return dict.fromkeys(specs, Picture.objects.first() or factories.picture(size=(60, 40)))

    with override_settings(DATA_DIR=tmp_path_factory.mktemp("demo")), pytest.MonkeyPatch.context() as patch:
        patch.setattr("demo.loader.load_pictures", load_pictures)
        yield


def load() -> None:
    call_command("load_demo", verbosity=0)


made_demo = made_once(load)


def counts() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (
            Article,
            AuthorProfile,
            Section,
            SectionDesk,
            Topic,
            Page,
            Revision,
            WorkflowState,
            Correction,
            Assignment,
            BundleItem,
            Container,
            Placement,
            ReadCount,
            Reply,
            Report,
            QueryDailyHits,
            SearchPromotion,
            SynonymGroup,
            Kill,
            UnreviewedPublication,
        )
    }


def test_the_demo_newsroom_loads_once_and_stands_where_its_files_say():
    first = counts()
    load()

    assert counts() == first
    assert Page.find_problems() == ([], [], [], [], [])
    assert Article.objects.published().count() >= 60
    assert Revision.objects.filter(approved_go_live_at__gt=timezone.now()).count() == 1
    assert Correction.objects.published().count() >= 1
    assert max(len(change_log(story)) for story in Article.objects.published()) >= 4
    assert Assignment.objects.pitches().count() >= 5
    assert Assignment.objects.open().filter(due_at__lt=timezone.now()).count() == 1


def test_the_demo_shows_what_can_happen_to_a_story(client):
    client.force_login(get_user_model().objects.get(username="managingeditor"))
    columns = client.get(reverse("desk_board")).context["columns"]
    # What is live today depends on how early it is.
    assert [column.key for column in columns if not column.total and column.key != "live"] == []
    waiting = [found.state for found in members_of(Bundle.objects.get())]
    assert len(waiting) == 2
    assert waiting[0] == "approved"
    assert Article.objects.filter(embargo_until__gt=timezone.now(), live=False).exists()
    assert WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES).exists()
    assert UnreviewedPublication.objects.unread().get().article.live
    killed = Kill.objects.get().article
    client.logout()
    assert client.get(killed.get_url()).status_code == 410


def test_the_demo_fronts_show_every_container(client):
    for path, count in (("/", 11), ("/politics/", 3), ("/business/", 3)):
        front = client.get(path).context["curated"]
        assert len(front.containers) == count, path
        assert all(container.cards for container in front.containers)


def test_the_demo_shows_what_is_read_most_and_the_same_each_time(client):
    def most_read() -> list[str]:
        (box,) = [box for box in client.get("/").context["curated"].containers if box.layout == "most_read"]
        return [card.headline for card in box.cards]

    newest = Article.objects.published().newest_first()[:8]
    first = most_read()
    assert len(first) == 8
    assert first != [story.headline for story in newest]

    ReadCount.objects.all().delete()
    load()
    assert most_read() == first


def test_the_demo_shows_what_readers_search_for_and_do_not_find(client):
    client.force_login(get_user_model().objects.get(username="sectioneditor"))
    report = client.get(reverse("searches_report")).context["object_list"]
    assert {row.text for row in report if row.total == 0} == {"jamb", "asuu", "okada"}
    assert report[0].total > 0
    assert [promotion.kind for promotion in promoted("Corrections")] == ["Page"]


def test_the_demo_has_a_lively_thread_and_work_for_the_moderators(client):
    assert {row["state"] for row in Reply.objects.values("state")} == set(Reply.State.values)
    assert Reply.objects.reported().count() == 2
    assert set(Reply.objects.public().values_list("mark", flat=True)) == {"", "author", "staff"}
    story = Article.objects.get(slug="constituency-projects-never-begun")
    page = client.get(story.url).content.decode()
    assert page.count('class="reply"') == Reply.objects.public().filter(article=story).count() >= 9
