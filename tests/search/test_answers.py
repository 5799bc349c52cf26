"""What is kept of common searches: fast the second time, and never another answer than the index would give now."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import Article, Byline
from search import answers, engines, index
from search.limits import Limits, facet_mark
from tests.factories import article, author, section, topic

pytestmark = pytest.mark.django_db

Answer = tuple[int, dict[str, int], list[int]]


@pytest.fixture(autouse=True)
def _two_stories_are_many(monkeypatch):
    monkeypatch.setattr(answers, "MANY", 1)
    monkeypatch.setattr("delivery.keeping.in_transaction", lambda: False)  # each test is in one
    answers.kept_answers.clear()
    yield
    answers.kept_answers.clear()


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Note what the index was asked for."""
    noted: list[str] = []
    for name in ("facets", "rank"):
        ask = getattr(engines.engine(), name)
        monkeypatch.setattr(engines.engine(), name, lambda *args, name=name, ask=ask: noted.append(name) or ask(*args))
    return noted


def answer(query: str = "ferry", limits: Limits | None = None) -> Answer:
    found = index.find(query, limits or Limits(), with_facets=True)
    return found.total, dict(found.facets), [pk for pk, _ in found.rank(0, 20)]


def answer_of_now() -> Answer:
    answers.kept_answers.clear()
    return answer()


def ferries(words: str = "", count: int = 3) -> list[Article]:
    """Make stories, the newest first; with three that have all words nothing else is looked for."""
    now = timezone.now()
    return [article(f"Ferry {words}", first_published_at=now - timedelta(hours=hour)) for hour in range(count)]


def test_a_common_search_asks_the_index_once(asked):
    ferries()

    first = answer()
    assert asked == ["facets", "rank"]
    assert answer() == answer(" FERRY,") == first
    assert asked == ["facets", "rank"]


def test_each_page_order_and_narrowing_is_another(asked):
    stories = [story.pk for story in ferries(count=4)]
    part = section("Harbour")
    Article.objects.get(pk=stories[1]).move(part, pos="last-child")

    def page(*place) -> list[int]:
        return [pk for pk, _ in index.find("ferry").rank(*place)]

    for _ in range(2):
        assert page(0, 2, "newest") + page(2, 4, "newest") == stories
        assert page(0, 4, "oldest") == stories[::-1]
        assert answer()[0] == 4
        assert answer(limits=Limits(marks=(facet_mark("s", part.pk),)))[0] == 1
    assert asked.count("rank") == 3 + 1 + 2  # what one story matches is looked for again


def test_what_few_stories_match_is_not_kept():
    article("Ferry sinks")

    assert answer() == answer()
    assert not answers.kept_answers


def test_those_used_longest_ago_are_forgotten(settings, asked):
    settings.SEARCHES_KEPT = 4  # two pages of results
    ferries("on the canal")

    for query in ("ferry", "canal", "ferry", "ferry canal", "ferry"):
        answer(query)
    assert asked == ["facets", "rank"] * 3
    assert len(answers.kept_answers) == 4
    answer("canal")
    assert asked == ["facets", "rank"] * 4


def test_nothing_is_kept_when_the_operator_says_so(settings):
    settings.SEARCHES_KEPT = 0
    ferries()

    assert answer()[0] == 3
    assert not answers.kept_answers


def test_who_changes_the_list_changes_only_his_own():
    ferries()

    index.rank("ferry").clear()
    assert len(index.rank("ferry")) == 3


@pytest.fixture
def stories() -> list[Article]:
    writer, subject, part = author("Bisi Alao"), topic("Lagos"), section("Transport", section("News"))
    return [article(f"Ferry {number}", part, authors=[writer], topics=[subject]) for number in range(4)]


def publish_another(story: Article) -> None:
    article("Ferry again")


def publish_a_draft(story: Article) -> None:
    article("Ferry in the dock", live=False).save_revision().publish()


def change_the_words(story: Article) -> None:
    story.title = "Bridge opens"
    story.save_revision().publish()


def unpublish(story: Article) -> None:
    story.unpublish()


def delete(story: Article) -> None:
    Article.objects.get(pk=story.pk).delete()


def delete_several(story: Article) -> None:
    Article.objects.filter(pk=story.pk).delete()


def delete_the_section(story: Article) -> None:
    story.get_parent().delete()


def make_private(story: Article) -> None:
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type=PageViewRestriction.LOGIN)


def take_out_of_the_index(story: Article) -> None:
    index.remove([story.pk])


def put_under_embargo(story: Article) -> None:
    story.embargo_until = timezone.now() + timedelta(hours=1)
    story.save_revision().publish()


def move(story: Article) -> None:
    story.move(section("Harbour"), pos="last-child")


def move_the_section(story: Article) -> None:
    story.get_parent().move(section("Harbour"), pos="last-child")


def name_another_author(story: Article) -> None:
    story.bylines.add(Byline(author=author("Chidi Eze")))
    story.save_revision().publish()


def take_the_byline_away(story: Article) -> None:
    Byline.objects.filter(article=story).first().delete()


def add_a_topic(story: Article) -> None:
    story.topics.add(topic("Water"))
    story.save_revision().publish()


def delete_the_topic(story: Article) -> None:
    story.topics.get().delete()


def change_the_kind(story: Article) -> None:
    story.kind = next(kind for kind in Article.Kind.values if kind != story.kind)
    story.save_revision().publish()


@pytest.mark.parametrize(
    "change",
    [
        *(publish_another, publish_a_draft, change_the_words, unpublish, delete, delete_several, delete_the_section),
        *(make_private, take_out_of_the_index, put_under_embargo, move, move_the_section, name_another_author),
        *(take_the_byline_away, add_a_topic, delete_the_topic, change_the_kind),
    ],
    ids=lambda change: change.__name__,
)
def test_every_change_is_followed(stories, change, django_capture_on_commit_callbacks):
    before = answer()
    assert before == answer()

    with django_capture_on_commit_callbacks(execute=True):
        change(Article.objects.get(pk=stories[1].pk))

    kept = answer()
    assert kept != before
    assert kept == answer_of_now()


def test_an_embargo_ends_by_the_clock(monkeypatch, django_capture_on_commit_callbacks):
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        ferries()
        article("Ferry returns", embargo_until=now + timedelta(minutes=2))
    assert answer()[0] == answer()[0] == 3

    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=121))
    monkeypatch.setattr(engines, "now", lambda: int(now.timestamp()) + 121)
    assert answer()[0] == 4
