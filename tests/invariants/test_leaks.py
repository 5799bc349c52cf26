"""Nothing unpublished shows anywhere readers or machines look, in no field of it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.renditions import SHARE_SPEC, make
from news.models import Byline, Correction, RelatedStory
from tests import factories
from tests.invariants.newsroom import visit

pytestmark = pytest.mark.django_db

# Every address readers can reach, by its pattern. A new route fails the last test until it stands here, and is swept.
SWEPT = {
    "robots.txt": ["/robots.txt"],
    "sitemap.xml": ["/sitemap.xml"],
    "sitemap-news.xml": ["/sitemap-news.xml"],
    "sitemap-<slug:kind>.xml": [f"/sitemap-{kind}.xml" for kind in ("pages", "articles", "authors", "topics")],
    "topics/": ["/topics/"],
    "topics/<str:slug>/": ["/topics/open-topic/", "/topics/{canary}-topic/"],
    **{f"feed/{suffix}": [f"/feed/{suffix}"] for suffix in ("", "atom/", "json/")},
    **{
        f"topics/<str:slug>/feed/{suffix}": [
            f"/topics/open-topic/feed/{suffix}",
            f"/topics/{{canary}}-topic/feed/{suffix}",
        ]
        for suffix in ("", "atom/", "json/")
    },
    **{
        f"<path:page_path>/feed/{suffix}": [
            f"/open/feed/{suffix}",
            f"/authors/ada-obi/feed/{suffix}",
            f"/{{canary}}-section/feed/{suffix}",
            f"/open/{{canary}}-slug/feed/{suffix}",
        ]
        for suffix in ("", "atom/", "json/")
    },
    "search/": ["/search/", "/search/?q={canary}", "/search/?q=canal", "/search/?q=canal&sort=newest"],
    "opensearch.xml": ["/opensearch.xml"],
    "^((?:[\\w\\-]+/)*)$": [
        "/",
        "/open/",
        "/open/the-open-story/",
        "/authors/",
        "/authors/ada-obi/",
        "/corrections/",
        "/open/{canary}-slug/",
        "/no-such-page/",
    ],
}
# Not readers' pages: the newsroom's own, files, and the password form of a private page.
OTHERS = ("admin/", "documents/", "^media/", "_util/")
STATES = ("draft", "embargoed", "private", "scheduled", "expired", "unpublished-edit")


def canary(state: str) -> str:
    return f"zzcanary{state.replace('-', '')}"


def fields(word: str) -> dict[str, object]:
    return {
        "slug": f"{word}-slug",
        "standfirst": f"{word} standfirst canal",
        "kicker": f"{word}",
        "dateline": f"{word}",
        "source_name": f"{word} source",
        "source_url": f"https://{word}.example/",
        "lead_image_caption": f"{word} caption",
        "lead_image_credit": f"{word} credit",
        "lead_image_alt": f"{word} alt",
        "body": [("paragraph", f"<p>{word} body canal</p>")],
    }


def build() -> None:
    """Put a story in each hidden state beside an open one that points to all of them."""
    now = timezone.now()
    section = factories.section("Open")
    author, topic = factories.author("Ada Obi"), factories.topic("Open topic")
    private = factories.section(f"{canary('private')} section", slug=f"{canary('private')}-section")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    hidden = []
    states = {
        "draft": {"live": False, "first_published_at": None},
        "embargoed": {"embargo_until": now + timedelta(days=1)},
        "private": {},
        "scheduled": {"live": False, "first_published_at": None, "go_live_at": now + timedelta(days=1)},
        "expired": {"live": False, "expired": True, "expire_at": now - timedelta(days=1)},
    }
    for state, facts in states.items():
        word = canary(state)
        image = factories.picture(title=f"{word} picture", description=f"{word} described", credit=f"{word} credit")
        make(image, [SHARE_SPEC])
        story = factories.article(
            f"{word} headline canal",
            private if state == "private" else section,
            authors=[author],
            topics=[topic, factories.topic(f"{word} topic")],
            lead_image=image,
            **fields(word),
            **facts,
        )
        story.bylines.add(Byline(guest_name=f"{word} guest", sort_order=3))
        story.save()
        Correction.objects.create(article=story, text=f"{word} correction", date=now)
        hidden.append(story)
    factories.author(f"{canary('draft')} author", live=False)
    factories.section(f"{canary('draft')} section", slug=f"{canary('draft')}-section", live=False)

    links = "".join(f'<p>canal <a linktype="page" id="{story.pk}">see</a></p>' for story in hidden)
    open_story = factories.article(
        "The open story",
        section,
        authors=[author],
        topics=[topic],
        body=[("paragraph", links), *(("related_story", {"article": story}) for story in hidden)],
    )
    for story in hidden:
        open_story.related_rows.add(RelatedStory(story=story))
    open_story.save()
    word = canary("unpublished-edit")
    open_story.title = f"{word} new headline"
    open_story.standfirst = f"{word} new standfirst"
    open_story.save_revision()


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """Visit everything once; keep what was said, and where it led."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        build()
        paths = {
            path.replace("{canary}", canary(state)) for rows in SWEPT.values() for path in rows for state in STATES
        }
        found = {path: visit(path) for path in sorted(paths)}
        transaction.set_rollback(True)
    return found


def public_patterns(resolver=None, prefix: str = "") -> set[str]:
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if pattern.startswith(OTHERS):
            continue
        if isinstance(entry, URLResolver):
            found |= public_patterns(entry, pattern)
        elif isinstance(entry, URLPattern):
            found.add(pattern)
    return found


@pytest.mark.parametrize("state", STATES)
def test_a_hidden_story_shows_nowhere(answers, state):
    word = canary(state)
    for path, answer in answers.items():
        told = answer.content.decode() + str(dict(answer.headers))
        # A page may repeat what was asked for (the search box); it must not say more.
        said = told.replace(path, "").replace(word, "", told.count(f'value="{word}"') * 3) if word in path else told
        where = said.find(word)
        if word in path:
            assert f"{word} " not in said, (path, said[max(0, where - 100) : where + 100])
        else:
            assert where < 0, (path, said[max(0, where - 100) : where + 100])


@pytest.mark.parametrize("state", ["draft", "embargoed", "scheduled", "expired"])
def test_a_hidden_story_has_no_address(answers, state):
    assert answers[f"/open/{canary(state)}-slug/"].status_code == 404
    assert answers[f"/topics/{canary(state)}-topic/"].status_code == 404
    assert answers[f"/topics/{canary(state)}-topic/feed/"].status_code == 404


def test_the_sweep_would_notice(answers):
    assert "The open story" in answers["/open/"].content.decode()
    assert "The open story" in answers["/feed/"].content.decode()
    assert "the-open-story" in answers["/sitemap-articles.xml"].content.decode()
    assert "open-topic" in answers["/topics/"].content.decode()


def test_every_public_route_is_swept():
    assert public_patterns() == set(SWEPT)
