"""Every kind of change to every kind of page that shows it: purged; and nothing else.

The pages go through the real site and the real page cache; a page counts as purged when the cache asks Django for it.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from comments.deciding import decide
from core.models import SiteSettings, StandardPage
from core.renditions import make
from desk.killing import kill
from news.models import Article, BreakingNews, Correction, CorrectionsPage, RelatedStory, Update
from tests import factories
from tests.delivery.readers import django, page_cache, read

pytestmark = pytest.mark.django_db


class Newsroom:
    """Two sections with stories that have nothing in common, and all that readers open."""

    def __init__(self, commit) -> None:
        self.commit = commit
        self.politics, self.sport = factories.section("Politics"), factories.section("Sport")
        self.assembly = factories.section("Assembly", self.politics)
        self.ada, self.bola = factories.author("Ada Obi"), factories.author("Bola Ade")
        self.budget, self.football = factories.topic("Budget"), factories.topic("Football")
        self.picture, self.other_picture = factories.picture("A hall"), factories.picture("A field")
        self.story = factories.article(
            "Budget passes", self.assembly, authors=[self.ada], topics=[self.budget], lead_image=self.picture
        )
        self.match = factories.article(
            "Derby ends level", self.sport, authors=[self.bola], topics=[self.football], lead_image=self.other_picture
        )
        home = factories.home()
        self.about = home.add_child(instance=StandardPage(title="About", introduction="Us.", body="<p>Us.</p>"))
        self.corrections = home.get_children().type(CorrectionsPage).first()
        factories.container("Sport first", cards=[factories.card(self.match)], front=self.sport)
        Correction.objects.create(article=self.story, text="A figure was wrong.", date=timezone.now())
        self.reply = factories.held_reply(self.story)
        factories.reply(self.match)

    @property
    def pages(self) -> dict[str, str]:
        return {
            "home": "/",
            "politics": "/politics/",
            "assembly": "/politics/assembly/",
            "sport": "/sport/",
            "story": "/politics/assembly/budget-passes/",
            "match": "/sport/derby-ends-level/",
            "ada": "/authors/ada-obi/",
            "bola": "/authors/bola-ade/",
            "authors": "/authors/",
            "budget": "/topics/budget/",
            "football": "/topics/football/",
            "topics": "/topics/",
            "about": "/about/",
            "corrections": "/corrections/",
            "feed": "/feed/",
            "politics feed": "/politics/feed/",
            "sport feed": "/sport/feed/atom/",
            "sport front feed": "/sport/feed/front/",
            "budget feed": "/topics/budget/feed/json/",
            "football feed": "/topics/football/feed/",
            "ada feed": "/authors/ada-obi/feed/",
            "corrections feed": "/corrections/feed/",
            "story replies": f"/replies/story/{self.story.pk}/feed/",
            "match replies": f"/replies/story/{self.match.pk}/feed/",
            "sitemap": "/sitemap.xml",
            "article sitemap": "/sitemap-articles.xml",
            "news sitemap": "/sitemap-news.xml",
            "robots": "/robots.txt",
            "opensearch": "/opensearch.xml",
            "missing": "/no-such-page/",
        }


STORY = {"home", "politics", "assembly", "story", "ada", "budget", "feed", "politics feed", "budget feed", "ada feed",
         "news sitemap", "story replies", "corrections", "corrections feed", "missing"}  # fmt: skip
LISTS = {"home", "feed", "sitemap", "article sitemap", "news sitemap", "topics", "authors", "missing"}
XML = {"sitemap", "article sitemap", "robots"}
FEEDS = {"feed", "politics feed", "sport feed", "sport front feed", "budget feed", "football feed", "ada feed",
         "corrections feed", "story replies", "match replies"}  # fmt: skip
ALL = set(Newsroom.pages.fget(type("", (), {"story": type("", (), {"pk": 1}), "match": type("", (), {"pk": 2})})))
HTML = ALL - XML - FEEDS - {"news sitemap", "opensearch"}


def publish(story: Article) -> None:
    story.save_revision().publish()


def edit_headline(room):
    story = Article.objects.get(pk=room.story.pk)
    story.title = "Budget passes at last"
    publish(story)


def update(room):
    story = Article.objects.get(pk=room.story.pk)
    story.updates.add(Update(note="Adds the minister's answer."))
    publish(story)


def save_draft(room):
    story = Article.objects.get(pk=room.story.pk)
    story.title = "What nobody may see yet"
    story.save_revision()


def publish_another(room):
    factories.article("Senate sits", room.assembly, authors=[room.ada], topics=[room.budget])


def unpublish(room):
    Article.objects.get(pk=room.story.pk).unpublish()


def kill_it(room):
    kill(Article.objects.get(pk=room.story.pk), factories.user("editor", is_superuser=True), reason="A court's order")


def delete(room):
    Article.objects.get(pk=room.story.pk).delete()


def move(room):
    Article.objects.get(pk=room.story.pk).move(room.sport, pos="last-child")


def change_slug(room):
    story = Article.objects.get(pk=room.story.pk)
    story.slug = "budget-approved"
    publish(story)


def give_another_topic(room):
    story = Article.objects.get(pk=room.story.pk)
    story.topics.set([room.football])
    publish(story)


def give_another_author(room):
    story = Article.objects.get(pk=room.story.pk)
    row = story.bylines.get()
    row.author = room.bola
    story.bylines = [row]
    publish(story)


def embargo(room):
    story = Article.objects.get(pk=room.story.pk)
    story.embargo_until = timezone.now() + timedelta(hours=1)
    story.save()


def rename_author(room):
    profile = type(room.ada).objects.get(pk=room.ada.pk)
    profile.title = "Ada Obi-Bello"
    publish(profile)


def write_bio(room):
    profile = type(room.ada).objects.get(pk=room.ada.pk)
    profile.short_bio = "Reports from the assembly."
    publish(profile)


def rename_topic(room):
    room.budget.name = "Budgets"
    room.budget.save()


def rename_section(room):
    section = type(room.sport).objects.get(pk=room.sport.pk)
    section.title = "Sports"
    publish(section)


def make_sizes(room):
    make(room.picture)


def replace_picture(room):
    room.picture.credit = "Photo: somebody else"
    room.picture.save()


def launch(room):
    container = room.sport.placements.get().container
    container.title = "Sport now"
    container.save_revision().publish()


def save_container_draft(room):
    container = room.sport.placements.get().container
    container.title = "Not yet"
    container.save_revision()


def place_on_home(room):
    factories.container("Lead", cards=[factories.card(room.match)], front=factories.home())


def approve_reply(room):
    decide([room.reply.pk], "approved", factories.user("moderator", is_superuser=True))


def correct(room):
    Correction.objects.create(article=room.match, text="The score was wrong.", date=timezone.now())


def break_news(room):
    now = timezone.now()
    BreakingNews.objects.create(story=room.match, until=now + timedelta(hours=1), set_at=now)


def change_settings(room):
    settings = SiteSettings.objects.get_or_create(site=factories.home().get_site())[0]
    settings.tagline = "News, first thing"
    settings.save()


def rename_standing_page(room):
    page = StandardPage.objects.get(pk=room.about.pk)
    page.title = "About us"
    publish(page)


def edit_standing_page(room):
    page = StandardPage.objects.get(pk=room.about.pk)
    page.introduction = "Who we are."
    publish(page)


def make_private(room):
    PageViewRestriction.objects.create(page=room.politics, restriction_type="login")


def edit_related(room):
    story = Article.objects.get(pk=room.story.pk)
    story.related_rows.add(RelatedStory(story=room.match))
    publish(story)


CHANGES = [
    (save_draft, set()),
    (save_container_draft, set()),
    (edit_headline, STORY),
    (update, STORY | {"sitemap", "article sitemap"}),
    (publish_another, LISTS | {"politics", "assembly", "ada", "budget", "politics feed", "budget feed", "ada feed"}),
    (unpublish, STORY | LISTS),
    (kill_it, STORY | LISTS),
    (delete, STORY | LISTS),
    (move, STORY | LISTS | {"sport", "sport feed"}),
    (change_slug, STORY | LISTS),
    (give_another_topic, STORY | {"football", "football feed"}),
    (give_another_author, STORY | {"bola"}),
    (embargo, STORY | LISTS),
    (rename_author, (STORY | {"authors"}) - {"corrections", "news sitemap", "story replies"}),
    (write_bio, {"ada", "authors", "story"}),
    (rename_topic, {"budget", "budget feed", "topics", "story"}),
    (rename_section, ALL),
    (replace_picture, {"story", "home"}),
    (make_sizes, {"story", "home"}),
    (launch, {"sport", "sport front feed"}),
    (place_on_home, {"home"}),
    (approve_reply, {"story", "story replies"}),
    (correct, {"corrections", "corrections feed"}),
    (break_news, HTML),
    (change_settings, ALL - XML),
    (rename_standing_page, HTML),
    (edit_standing_page, {"about"}),
    (make_private, ALL),
    (edit_related, STORY),
]
# Loaded to lay a page out or to write a feed, so that it counts for it, whether or not it is seen there in the end.
MAY = {
    write_bio: STORY,
    rename_topic: STORY,
    replace_picture: STORY,
    make_sizes: STORY,
    rename_author: XML,
    rename_standing_page: XML,
}


@pytest.fixture
def room(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return Newsroom(django_capture_on_commit_callbacks)


@pytest.fixture
def asked(tmp_path):
    """Read all pages through the cache twice; return a function that says which of them Django is asked for."""
    paths: list[str] = []

    def counting(environ, start_response):
        paths.append(environ["PATH_INFO"])
        return django(environ, start_response)

    cache = page_cache(counting, tmp_path)
    from delivery import configured

    cache.ledger = configured.ledger()

    def which(pages: dict[str, str]) -> set[str]:
        found = set()
        for name, path in pages.items():
            paths.clear()
            read(cache, path)
            if paths:
                found.add(name)
        return found

    return which


def test_every_page_is_kept(room, asked):
    pages = room.pages
    assert asked(pages) == set(pages)
    asked(pages)  # sizes of pictures are made for the first reader of the demo's kind
    assert asked(pages) == set()


@pytest.mark.parametrize(("change", "purged"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_a_change_purges_what_shows_it_and_nothing_else(
    room, asked, change, purged, django_capture_on_commit_callbacks
):
    pages = room.pages
    for _ in range(3):
        asked(pages)

    with django_capture_on_commit_callbacks(execute=True):
        change(room)

    found = asked(pages)
    assert purged - found == set(), "not purged"
    assert found - purged - MAY.get(change, set()) == set(), "purged without need"
