from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from core.renditions import make
from news import faces
from news.listed import ListedStory
from news.models import Article
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    faces.written.cache_clear()
    return factories.article("The headline", authors=[factories.author("Ada Obi")], kind="analysis")


def html(variant: str = "row", **values) -> str:
    [story] = Article.objects.for_listing()
    return faces.card(story, variant, "h3", **{"beside": False, "fills": False, "hurries": False, **values})


def rename_the_section(story) -> None:
    section = story.get_parent()
    section.title = "Another section"
    section.save()


def rename_the_author(story) -> None:
    author = story.byline_rows[0].author
    author.title = "Another name"
    author.save()


def set_values(**values):
    def change(story) -> None:
        for name, value in values.items():
            setattr(story, name, value)
        story.save()

    return change


def give_it_a_picture(story) -> None:
    story.lead_image = factories.picture()
    story.save()


@pytest.mark.parametrize(
    "change",
    [
        rename_the_section,
        rename_the_author,
        give_it_a_picture,
        set_values(title="Another headline"),
        set_values(slug="another-address"),
        set_values(kicker="Another"),
        set_values(standfirst="Another sentence."),
        set_values(kind="opinion"),
        set_values(first_published_at=timezone.now() - timezone.timedelta(days=9)),
    ],
)
def test_a_kept_card_never_outlives_what_it_shows(story, change):
    before = html()

    change(story)

    kept, written = html(), faces.written.__wrapped__
    assert kept != before
    [listed] = Article.objects.for_listing()
    looks = (timezone.get_current_timezone_name(), translation.get_language())
    assert kept == written(faces.face(listed, "row"), "row", "h3", False, False, False, looks)


def test_a_picture_comes_in_new_sizes_when_they_are_made(story):
    give_it_a_picture(story)
    before = html()

    make(story.lead_image)

    assert "image/avif" not in before
    assert "image/avif" in html()


def test_the_same_card_is_written_once(story):
    first = html()

    assert html() is first


def test_another_place_on_the_page_is_another_card(story):
    assert len({html(), html("lead"), html("secondary"), html("secondary", beside=True)}) == 4


def test_a_picture_that_hurries_is_another_card(story):
    give_it_a_picture(story)

    for variant in ("lead", "secondary"):
        assert 'fetchpriority="high"' in html(variant, hurries=True)
        assert 'fetchpriority="high"' not in html(variant)


def test_an_editors_own_clock_does_not_show_to_readers(story):
    story.first_published_at = timezone.datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo("Africa/Lagos"))
    story.save()
    with timezone.override("Asia/Tokyo"):
        assert "1 July 2026" in html()

    assert "30 June 2026" in html()


def test_a_listed_story_shows_what_the_whole_story_shows(story):
    give_it_a_picture(story)
    [listed] = Article.objects.for_listing()

    assert isinstance(listed, ListedStory)
    for variant in ("lead", "secondary", "row", "list", "opinion", "compact"):
        assert faces.face(listed, variant) == faces.face(Article.objects.get(), variant)
