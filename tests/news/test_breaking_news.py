"""The breaking news banner on readers' pages: who sees it, until when, and what it costs."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.models import StandardPage
from delivery import tags
from desk.killing import kill
from news import breaking_news
from news.models import Article, BreakingNews
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HEADLINE = "Ferry capsizes off Lagos"
PAGES = ["/", "/politics/", "/politics/the-other-story/", "/topics/", "/topics/boats/", "/authors/",
         "/authors/ada-obi/", "/corrections/", "/about/", "/search/", "/search/?q=ferry", "/no-such-page/"]  # fmt: skip


@pytest.fixture
def section():
    return factories.section("Politics")


@pytest.fixture
def story(section):
    return factories.article(HEADLINE, section)


def banner(story, **fields) -> BreakingNews:
    now = timezone.now()
    return BreakingNews.objects.create(story=story, set_at=now, **{"until": now + timedelta(hours=2), **fields})


def shows(client, path: str = "/") -> bool:
    return 'aria-label="Breaking news"' in client.get(path).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_the_banner_once_with_a_link_to_its_story(client, section, story, path):
    factories.article(
        "The other story", section, authors=[factories.author("Ada Obi")], topics=[factories.topic("Boats")]
    )
    factories.home().add_child(instance=StandardPage(title="About", introduction="Us.", body="<p>Us.</p>", live=True))
    assert not shows(client, path)

    banner(story)

    answer = client.get(path)
    page = answer.content.decode()
    assert page.count('aria-label="Breaking news"') == 1
    start = page.index('aria-label="Breaking news"')
    assert f'<a href="{story.url}">{HEADLINE}</a>' in page[start : page.index("<main")]
    assert not answer.cookies


def test_its_own_story_says_that_it_is_the_page_one_is_on(client, story):
    banner(story)

    assert f'<a href="{story.url}" aria-current="page">{HEADLINE}</a>' in client.get(story.url).content.decode()


def test_it_says_its_own_words_and_else_the_headline_of_the_day(client, story):
    found = banner(story, headline="Boat <b>down</b> & out")
    assert "Boat &lt;b&gt;down&lt;/b&gt; &amp; out</a>" in client.get("/").content.decode()

    found.headline = ""
    found.save()
    story.title = "Ferry capsizes: twelve saved"
    story.save()

    assert breaking_news.shown().text == "Ferry capsizes: twelve saved"


def test_a_headline_that_nobody_has_published_stays_in_the_desk(client, story):
    banner(story)
    story.title = "Minister was on board"
    story.save_revision()

    assert "Minister was on board" not in client.get("/").content.decode()
    story.refresh_from_db()
    assert shows(client)


def test_it_goes_by_itself_at_its_time(client, story, monkeypatch):
    end = banner(story).until
    assert shows(client)
    monkeypatch.setattr("news.breaking_news.timezone.now", lambda: end - timedelta(seconds=1))
    assert shows(client)

    monkeypatch.setattr("news.breaking_news.timezone.now", lambda: end)

    assert not shows(client)
    assert not shows(client)


def test_no_page_is_kept_beyond_its_end(story, monkeypatch):
    def until():
        with tags.noting() as shown:
            breaking_news.shown()
        return shown.until

    assert until() is None
    end = banner(story).until
    assert until() == end
    monkeypatch.setattr("django.utils.timezone.now", lambda: end)
    assert until() is None


def unpublish(story):
    story.unpublish()


def set_embargo(story):
    story.embargo_until = timezone.now() + timedelta(hours=1)
    story.save()


def make_private(story):
    PageViewRestriction.objects.create(page=story, restriction_type="login")


def make_its_section_private(story):
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="login")


def move_to_a_private_section(story):
    private = factories.section("Members")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert breaking_news.shown()  # and keeps it anew
    story.move(private, pos="last-child")


def delete_its_section(story):
    story.get_parent().specific.delete()


HIDES = [
    unpublish, set_embargo, make_private, make_its_section_private, move_to_a_private_section, delete_its_section,
    lambda story: kill(story, None, "The source made it up."),
    lambda story: story.delete(),
    lambda story: Article.objects.filter(pk=story.pk).delete(),
]  # fmt: skip


@pytest.mark.parametrize("hide", HIDES, ids=lambda act: getattr(act, "__name__", ""))
def test_it_goes_at_once_with_its_story(client, story, hide):
    banner(story)
    assert shows(client)

    hide(Article.objects.get(pk=story.pk))

    assert not shows(client)
    assert HEADLINE not in client.get("/search/").content.decode()


STATES = {
    "draft": {"live": False, "first_published_at": None},
    "scheduled": {"live": False, "first_published_at": None, "go_live_at": timezone.now() + timedelta(hours=1)},
    "embargoed": {"embargo_until": timezone.now() + timedelta(days=1)},
    "expired": {"live": False, "expired": True},
}


@pytest.mark.parametrize("state", STATES)
def test_no_banner_leads_to_a_story_that_readers_may_not_see(client, section, state):
    banner(factories.article("zzcanary", section, **STATES[state]), headline="zzcanary")

    for path in ("/", "/search/", "/no-such-page/"):
        assert "zzcanary" not in client.get(path).content.decode()


def test_it_is_back_with_a_story_that_is_public_again(client, story):
    banner(story)
    story.unpublish()
    assert not shows(client)

    story.save_revision().publish()

    assert shows(client)


def test_it_follows_its_story_to_another_address(story):
    banner(story)
    assert breaking_news.shown().url == "/politics/ferry-capsizes-off-lagos/"

    story.move(factories.section("Business"), pos="last-child")
    assert breaking_news.shown().url == "/business/ferry-capsizes-off-lagos/"

    business = Article.objects.get(pk=story.pk).get_parent().specific
    business.slug = "money"
    business.save()
    assert breaking_news.shown().url == "/money/ferry-capsizes-off-lagos/"


@pytest.mark.parametrize("path", ["/", "/politics/", "/topics/", "/search/"])
def test_a_page_asks_nothing_for_the_banner_while_nothing_changes(client, story, path):
    def queries() -> list[str]:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        return [query["sql"] for query in found]

    without = queries()
    banner(story)
    found = queries()

    assert len(found) == len(without)
    assert not any(BreakingNews._meta.db_table in sql for sql in [*without, *found])


def test_what_was_read_before_a_change_is_not_kept_after_it(story, monkeypatch):
    """As when a slow process reads the banner, another one unpublishes the story, and the slow one keeps it."""
    found = banner(story)
    read, reads = breaking_news.read, []

    def slow():
        reads.append(read())
        if len(reads) == 1:
            found.delete()
        return reads[-1]

    monkeypatch.setattr(breaking_news.kept, "read", slow)
    assert breaking_news.shown()  # this page was on its way already
    assert breaking_news.shown() is None


def test_a_change_counts_when_its_transaction_ends(story, django_capture_on_commit_callbacks):
    banner(story)
    breaking_news.shown()
    before = breaking_news.kept.held
    with django_capture_on_commit_callbacks(execute=True):
        Article.objects.get(pk=story.pk).unpublish()
        # As a process does that reads before it can see the change.
        breaking_news.shown()
        breaking_news.kept.held.value = before.value
        assert breaking_news.shown()

    assert breaking_news.shown() is None


def test_there_is_one_at_most(section, story):
    banner(story)

    with pytest.raises(IntegrityError), transaction.atomic():
        banner(story, id=2)


@pytest.mark.parametrize(
    ("after", "refused"),
    [(timedelta(0), True), (timedelta(minutes=-1), True), (timedelta(minutes=1), False), (timedelta(hours=24), False),
     (timedelta(hours=24, minutes=1), True)],
)  # fmt: skip
def test_its_end_is_to_come_and_within_a_day(story, monkeypatch, after, refused):
    now = timezone.now()
    monkeypatch.setattr("news.models.breaking_news.timezone.now", lambda: now)
    found = BreakingNews(story=story, until=now + after, set_at=now)

    if refused:
        with pytest.raises(ValidationError) as error:
            found.clean()
        assert list(error.value.message_dict) == ["until"]
    else:
        found.clean()


def test_its_words_are_bounded(story):
    found = BreakingNews(story=story, headline="x" * 121, until=timezone.now(), set_at=timezone.now())

    with pytest.raises(ValidationError, match="120"):
        found.clean_fields(exclude=["set_by"])
