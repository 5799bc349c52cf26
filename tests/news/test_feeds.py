import json
from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from core.models import SiteSettings
from core.renditions import make, spec
from news.models import Article, Correction
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FORMATS = ["", "atom/", "json/"]
TYPES = {"": "application/rss+xml", "atom/": "application/atom+xml", "json/": "application/feed+json"}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def newsroom(settings):
    settings.BASE_URL = "https://paper.example"
    return SiteSettings.for_site(Site.objects.get())


def picture():
    image = factories.picture(size=(900, 600))
    make(image, [spec(800, "jpeg")])
    return image


def read(client, path: str):
    parsed = feedparser.parse(client.get(path).content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def headlines(client, path: str) -> list[str]:
    return [item["title"] for item in client.get(path).json()["items"]]


def whole_articles(newsroom) -> None:
    newsroom.feed_full_text = True
    newsroom.save()
    cache.clear()  # on commit, which a test never reaches


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_listing_has_a_feed_in_every_format(client, newsroom, suffix):
    section = factories.section("Politics")
    factories.article(
        "The budget passes",
        factories.section("Elections", section),
        authors=[factories.author("Ada Obi")],
        topics=[factories.topic("Money")],
    )

    for listing in ("/", "/politics/", "/politics/elections/", "/authors/ada-obi/", "/topics/money/"):
        answer = client.get(f"{listing}feed/{suffix}")
        assert answer.status_code == 200, listing
        assert answer.headers["content-type"].startswith(TYPES[suffix])
        assert "The budget passes" in answer.content.decode()
        assert f"https://paper.example{listing}feed/{suffix}" in answer.content.decode()
        assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert not answer.cookies


def test_feeds_hold_the_stories_of_their_listing_newest_first(client, newsroom):
    politics, sport = factories.section("Politics"), factories.section("Sport")
    now = timezone.now()
    factories.article("Older", politics, first_published_at=now - timedelta(days=1))
    factories.article("Newer", politics, first_published_at=now)
    factories.article("Match", sport, first_published_at=now - timedelta(hours=1))

    assert headlines(client, "/politics/feed/json/") == ["Newer", "Older"]
    assert headlines(client, "/feed/json/") == ["Newer", "Match", "Older"]


@pytest.mark.parametrize("suffix", ["", "atom/"])
def test_an_entry_says_who_what_and_where(client, newsroom, suffix):
    factories.article(
        "Ferry & bridge",
        factories.section("Politics"),
        authors=[factories.author("Ada Obi"), factories.author("Bisi Alao")],
        topics=[factories.topic("Ferries")],
        lead_image=picture(),
        standfirst="Two <ways> over.",
    )

    entry = read(client, f"/feed/{suffix}").entries[0]

    assert entry.title == "Ferry & bridge"
    assert entry.link == "https://paper.example/politics/ferry-bridge/"
    assert [tag.term for tag in entry.tags] == ["Ferries"]
    assert {author.name for author in entry.authors} == {"Ada Obi", "Bisi Alao"}
    assert "Two &lt;ways&gt; over." in entry.summary or entry.summary == "Two <ways> over."
    urls = [part["url"] for part in entry.get("media_content", [])] + [part["href"] for part in entry.enclosures]
    assert urls
    assert all(url.startswith("https://paper.example/media/") for url in urls)


@pytest.mark.parametrize("suffix", FORMATS)
def test_bodies_stay_at_home_unless_the_setting_says_otherwise(client, newsroom, suffix):
    factories.article(body=[("paragraph", "<p>The secret is the sauce.</p>")])

    assert "sauce" not in client.get(f"/feed/{suffix}").content.decode()
    whole_articles(newsroom)
    assert "sauce" in client.get(f"/feed/{suffix}").content.decode()


def test_a_whole_article_carries_every_block_with_absolute_addresses(client, newsroom):
    whole_articles(newsroom)
    image, section = picture(), factories.section("Politics")
    other = factories.article("The other story", section)
    draft = factories.article("A draft nobody may see", section, live=False)
    story = factories.article(
        "Everything",
        section,
        lead_image=image,
        source_name="The Ledger",
        source_url="https://ledger.example/1",
        body=[
            ("paragraph", f'<p>See <a linktype="page" id="{other.pk}">the other</a>.</p>'),
            ("heading", "A <heading>"),
            ("image", {"image": image, "caption": "On the quay", "alt": "A quay"}),
            ("gallery", {"images": [{"image": image, "alt": "West"}, {"image": image, "alt": "East"}]}),
            ("quote", {"text": "We waited.", "attribution": "A trader"}),
            ("pull_quote", {"text": "Repeated line"}),
            ("fact_box", {"title": "Figures", "body": "<ul><li>4 boats</li></ul>"}),
            ("related_story", {"article": other}),
            ("related_story", {"article": draft}),
        ],
    )  # fmt: skip
    Correction.objects.create(article=story, text="It was five boats.", date=timezone.now())

    html = next(
        item["content_html"] for item in client.get("/feed/json/").json()["items"] if item["title"] == "Everything"
    )

    for part in (
        '<a href="https://paper.example/politics/the-other-story/">the other</a>',
        "<h2>A &lt;heading&gt;</h2>",
        'alt="A quay"',
        "On the quay Photo: A. Tester",
        'alt="East"',
        "We waited.",
        "<li>4 boats</li>",
        "<strong>Correction:</strong> It was five boats.",
        '<a href="https://ledger.example/1">The Ledger</a>',
    ):
        assert part in html
    assert 'src="https://paper.example/media/' in html
    assert 'src="/' not in html
    assert 'href="/' not in html
    assert "nobody may see" not in html
    assert "Repeated line" not in html


@pytest.mark.parametrize("full_text", [False, True])
@pytest.mark.parametrize(
    "path", ["/feed/", "/politics/feed/atom/", "/authors/ada-obi/feed/json/", "/topics/money/feed/"]
)
def test_a_feed_costs_the_same_for_one_story_and_for_six(client, newsroom, full_text, path):
    newsroom.feed_full_text = full_text
    newsroom.save()
    section, topic, author = factories.section("Politics"), factories.topic("Money"), factories.author("Ada Obi")

    def story():
        image, other = picture(), factories.article(parent=section)
        factories.article(
            parent=section,
            authors=[author, factories.author()],
            topics=[topic, factories.topic()],
            lead_image=image,
            body=[
                ("paragraph", f'<p><a linktype="page" id="{other.pk}">one</a></p>'),
                ("paragraph", f'<p><a linktype="page" id="{section.pk}">two</a></p>'),
                ("image", {"image": picture()}),
                ("related_story", {"article": other}),
            ],
        )

    def queries() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    story()
    one = queries()
    for _ in range(5):
        story()
    assert queries() == one
    assert one <= 14


def test_a_feed_holds_fifty_stories(client, newsroom):
    section = factories.section()
    for _ in range(52):
        factories.article(parent=section)

    assert len(headlines(client, "/feed/json/")) == 50


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_reader_who_has_the_feed_gets_304(client, newsroom, suffix):
    factories.article()
    first = client.get(f"/feed/{suffix}")

    assert client.get(f"/feed/{suffix}", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert (
        client.get(f"/feed/{suffix}", headers={"if-modified-since": first.headers["last-modified"]}).status_code == 304
    )

    Article.objects.update(title="Changed", last_published_at=timezone.now() + timedelta(minutes=1))
    assert client.get(f"/feed/{suffix}", headers={"if-none-match": first.headers["etag"]}).status_code == 200
    assert (
        client.get(f"/feed/{suffix}", headers={"if-modified-since": first.headers["last-modified"]}).status_code == 200
    )


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_empty_feed_is_valid_and_steady(client, newsroom, suffix):
    factories.section("Quiet")
    first = client.get(f"/quiet/feed/{suffix}")

    assert first.status_code == 200
    assert client.get(f"/quiet/feed/{suffix}").headers["etag"] == first.headers["etag"]
    if suffix == "json/":
        assert first.json()["items"] == []
    else:
        read(client, f"/quiet/feed/{suffix}")


def test_unseen_listings_have_no_feed(client, newsroom):
    factories.section("Hidden", live=False)
    private = factories.section("Inner circle")
    factories.article("Kept inside", private)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    factories.author("Not Yet", live=False)
    factories.article(live=False, topics=[factories.topic("Leak")])

    for path in (
        "/hidden/",
        "/inner-circle/",
        "/authors/not-yet/",
        "/topics/leak/",
        "/nowhere/",
        "/authors/",
        "/topics/",
    ):
        assert client.get(f"{path}feed/").status_code == 404, path
    assert headlines(client, "/feed/json/") == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_control_characters_and_markup_do_not_break_a_feed(client, newsroom, suffix):
    whole_articles(newsroom)
    bad = "a\x08b\x1fc\ufffe <script>alert(1)</script> ]]> & 💡 Ẹ̀kọ́"
    factories.article(
        bad,
        factories.section(f"S {bad}", slug="s"),
        standfirst=bad,
        authors=[factories.author(bad, slug="bad")],
        topics=[factories.topic(f"t {bad}"[:90])],
        body=[("heading", bad), ("paragraph", f"<p>{bad}</p>")],
    )
    clean = "abc <script>alert(1)</script> ]]> & 💡 Ẹ̀kọ́"

    for path in ("/", "/s/", "/authors/bad/"):
        answer = client.get(f"{path}feed/{suffix}")
        assert answer.status_code == 200
        if suffix == "json/":
            assert answer.json()["items"][0]["title"] == clean
        else:
            read(client, f"{path}feed/{suffix}")
            tree = ElementTree.fromstring(answer.content)  # noqa: S314 - our own output
            title = tree.find(f"{ATOM}entry/{ATOM}title") if suffix else tree.find("channel/item/title")
            assert title.text in (clean, clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def test_atom_entries_have_what_rfc_4287_requires(client, newsroom):
    factories.article(authors=[factories.author()])
    factories.article()

    tree = ElementTree.fromstring(client.get("/feed/atom/").content)  # noqa: S314 - our own output

    assert {child.tag for child in tree} >= {f"{ATOM}{name}" for name in ("id", "title", "updated", "author", "link")}
    for entry in tree.iter(f"{ATOM}entry"):
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1
    ids = [entry.find(f"{ATOM}id").text for entry in tree.iter(f"{ATOM}entry")]
    assert len(set(ids)) == 2


def test_json_feed_has_what_version_1_1_requires(client, newsroom):
    factories.article(standfirst="", authors=[factories.author("Ada Obi")])
    feed = json.loads(client.get("/feed/json/").content)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == "https://paper.example/feed/json/"
    (item,) = feed["items"]
    assert isinstance(item["id"], str)
    assert item.get("content_text") or item.get("content_html")
    assert item["authors"] == [{"name": "Ada Obi", "url": "https://paper.example/authors/ada-obi/"}]


def test_a_moved_story_keeps_its_identity(client, newsroom):
    story = factories.article("Moved", factories.section("Politics"))
    before = read(client, "/feed/").entries[0].id

    story.move(factories.section("Sport"), pos="last-child")

    after = read(client, "/feed/").entries[0]
    assert after.id == before
    assert after.link == "https://paper.example/sport/moved/"


def test_feeds_of_a_renamed_section_and_topic_lead_on(client, newsroom, django_capture_on_commit_callbacks):
    section, topic = factories.section("Politics"), factories.topic("Power supply")
    factories.article(parent=section, topics=[topic])
    with django_capture_on_commit_callbacks(execute=True):
        section.slug = "government"
        section.save_revision().publish()
    topic.slug = "electricity"
    topic.save()

    for old, new in (
        ("/politics/feed/", "/government/feed/"),
        ("/politics/feed/atom/", "/government/feed/atom/"),
        ("/topics/power-supply/feed/json/", "/topics/electricity/feed/json/"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.headers.get("location")) == (301, new)
        assert client.get(new).status_code == 200


def test_feeds_answer_get_and_head_only(client, newsroom):
    assert client.head("/feed/").status_code == 200
    assert client.post("/feed/").status_code == 405
