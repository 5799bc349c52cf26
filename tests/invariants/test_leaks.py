"""Nothing unpublished shows anywhere readers or machines look, in no field of it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from comments.models import Reply
from comments.stamps import outcome_token
from core.renditions import SHARE_SPEC, make
from desk.killing import kill
from news.fronts.layouts import LAYOUTS
from news.models import BreakingNews, Byline, Correction, RelatedStory, Update
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
    **{f"feed/front/{suffix}": [f"/feed/front/{suffix}"] for suffix in ("", "atom/", "json/")},
    **{
        f"<path:page_path>/feed/front/{suffix}": [
            f"/curated/feed/front/{suffix}",
            f"/{{canary}}-section/feed/front/{suffix}",
        ]
        for suffix in ("", "atom/", "json/")
    },
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
            f"/corrections/feed/{suffix}",
            f"/{{canary}}-section/feed/{suffix}",
            f"/open/{{canary}}-slug/feed/{suffix}",
        ]
        for suffix in ("", "atom/", "json/")
    },
    "search/": ["/search/", "/search/?q={canary}", "/search/?q=canal", "/search/?q=canal&sort=newest"],
    "search/suggest": [f"/search/suggest?q={typed}" for typed in ("{canary}", "zz", "canal", "headline", "the")],
    "search/count/": ["/search/count/"],
    "opensearch.xml": ["/opensearch.xml"],
    "replies/mail/yes/<str:token>/": ["/replies/mail/yes/{canary}/"],
    "replies/mail/stop/<str:token>/": ["/replies/mail/stop/{canary}/"],
    "preview/<str:token>/": ["/preview/{canary}/"],
    # Of each hidden story and the reply below it: replies() knows their numbers.
    **{f"replies/story/<row:article_id>/{rest}": [] for rest in ("", "check", "stamp", "to/<row:reply_id>/")},
    **{f"replies/story/<row:article_id>/feed/{rest}": [] for rest in ("", "atom/", "json/")},
    **{f"replies/<row:pk>/{rest}": [] for rest in ("", "report/", "reported/")},
    "replies/sent/<str:token>/": [],
    "replies/thread/<row:pk>/": [],
    "read/<int:pk>/": ["/read/1/"],
    "^((?:[\\w\\-]+/)*)$": [
        "/",
        "/open/",
        "/curated/",
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
STATES = ("draft", "embargoed", "private", "scheduled", "expired", "killed", "unpublished-edit")


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
        "killed": {},
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
        Update.objects.create(article=story, note=f"{word} update", date=now)
        hidden.append(story)
        factories.reply(story, f"{word} reply", name=f"{word} writer")
        if state == "killed":
            kill(story, None, f"{word} reason")
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
    curated = factories.section("Curated")
    curate(hidden, section, topic, private, [factories.home(), curated])
    for story in hidden:
        open_story.related_rows.add(RelatedStory(story=story))
        SearchPromotion.objects.create(query=Query.get("canal"), page=story)
    open_story.save()
    BreakingNews.objects.create(story=open_story, until=now + timedelta(hours=2), set_at=now)
    word = canary("unpublished-edit")
    open_story.title = f"{word} new headline"
    open_story.standfirst = f"{word} new standfirst"
    open_story.updates.add(Update(note=f"{word} update"))
    open_story.corrections.add(Correction(text=f"{word} correction"))
    open_story.save_revision()


def replies() -> set[str]:
    """Fill in every address of replies for every reply there is: all stand below hidden stories."""
    routes = [f"/{route}" for route in SWEPT if route.startswith("replies/")]
    return {
        route.replace("<row:article_id>", str(reply.article_id))
        .replace("<row:reply_id>", str(reply.pk))
        .replace("<row:pk>", str(reply.pk))
        .replace("<str:token>", outcome_token(reply.pk))
        for reply in Reply.objects.all()
        for route in routes
    }


def curate(hidden, section, topic, private, fronts) -> None:
    """Place every hidden story in every way a container has, in each layout, and fill up with everything."""
    for layout in LAYOUTS:
        cards = [
            factories.card(
                story,
                sublinks=[{"id": "s", "type": "item", "value": {"article": other.pk}} for other in hidden[:4]],
            )
            for story in hidden
        ]
        cards += [factories.card(kind="latest", section=place.pk) for place in (section, private)]
        cards += [factories.card(kind="latest", topic=topic.pk)]
        made = factories.container(
            layout=layout, cards=cards, fill={}, allows_repeats=True, section=private, front=fronts[0]
        )
        factories.place(made, fronts[1])
    word = canary("unpublished-edit")
    made.layout, made.title, made.description = "list", f"{word} container", f"{word} container"
    made.cards = [factories.card(kind="link", url=f"/{word}/", headline=f"{word} card")]
    made.save_revision()
    waiting = factories.container(f"{canary('draft')} container", cards=made.card_rows(), live=False)
    factories.place(waiting, fronts[1])


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """Visit everything once; keep what was said, and where it led."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        build()
        paths = {
            path.replace("{canary}", canary(state)) for rows in SWEPT.values() for path in rows for state in STATES
        }
        found = {path: visit(path) for path in sorted(paths | replies())}
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


def test_a_hidden_story_has_no_replies(answers):
    found = {path: answer.status_code for path, answer in answers.items() if path.startswith("/replies/")}
    assert len(found) > 6 * 10
    # To ask the check with GET is answered before anybody looks for the story.
    assert set(found.values()) <= {404, 405}


def test_a_killed_story_says_only_that_it_is_gone(answers):
    assert answers[f"/open/{canary('killed')}-slug/"].status_code == 410
    assert answers[f"/topics/{canary('killed')}-topic/"].status_code == 404


def test_the_sweep_would_notice(answers):
    assert "The open story" in answers["/open/"].content.decode()
    assert "The open story" in answers["/feed/"].content.decode()
    for path in ("/", "/curated/", "/feed/front/", "/curated/feed/front/"):
        assert "The open story" in answers[path].content.decode(), path
    assert 'class="container' in answers["/"].content.decode()
    assert 'class="breaking"' in answers["/"].content.decode()
    assert "the-open-story" in answers["/sitemap-articles.xml"].content.decode()
    assert "open-topic" in answers["/topics/"].content.decode()


def test_every_public_route_is_swept():
    assert public_patterns() == set(SWEPT)
