import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from core import jsonld as core_jsonld
from core.models import SiteSettings
from core.renditions import SHARE_SPEC, make, spec
from news import jsonld
from news.models import Article, Byline, Correction
from people.jsonld import profile_page
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def newsroom(settings):
    settings.BASE_URL = "https://paper.example"
    found = SiteSettings.for_site(Site.objects.get())
    found.publisher_name = "Pulse Media Ltd"
    found.contact_email = "desk@paper.example"
    return found


def described(article: Article, newsroom) -> dict:
    loaded = Article.objects.for_article_page().get(pk=article.pk)
    return loaded.structured_data(newsroom)[0]


def test_a_story_says_everything_google_reads(newsroom):
    image = factories.picture(size=(1700, 1000))
    make(image, [SHARE_SPEC, spec(1600, "jpeg")])
    published = timezone.now() - timedelta(days=1)
    story = factories.article(
        "The budget passes",
        factories.section("Politics"),
        authors=[factories.author("Ada Obi"), factories.author("Bisi Alao")],
        topics=[factories.topic("Money")],
        lead_image=image,
        lead_image_caption="The chamber",
        standfirst="After two days.",
        first_published_at=published,
        updated_at=published + timedelta(hours=2),
        source_name="The Ledger",
        source_url="https://ledger.example/1",
        body=[("paragraph", "<p>One two three four.</p>")],
    )
    Correction.objects.create(article=story, text="Not one but two days.", date=timezone.now())

    data = described(story, newsroom)

    url = "https://paper.example/politics/the-budget-passes/"
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "The budget passes"
    assert data["description"] == "After two days."
    assert data["url"] == data["mainEntityOfPage"]["@id"] == url
    assert data["datePublished"] == timezone.localtime(published).isoformat(timespec="seconds")
    assert data["dateModified"] == timezone.localtime(published + timedelta(hours=2)).isoformat(timespec="seconds")
    assert [(person["@type"], person["name"], person["url"]) for person in data["author"]] == [
        ("Person", "Ada Obi", "https://paper.example/authors/ada-obi/"),
        ("Person", "Bisi Alao", "https://paper.example/authors/bisi-alao/"),
    ]
    assert [(picture["width"], picture["height"]) for picture in data["image"]] == [(1600, 941), (1200, 630)]
    assert all(picture["url"].startswith("https://paper.example/media/") for picture in data["image"])
    assert data["image"][0]["caption"] == "The chamber"
    assert data["publisher"]["name"] == "Pulse Media Ltd"
    assert data["publisher"]["url"] == "https://paper.example/"
    assert data["articleSection"] == "Politics"
    assert data["keywords"] == ["Money"]
    assert data["isBasedOn"] == {"@type": "CreativeWork", "name": "The Ledger", "url": "https://ledger.example/1"}
    assert data["isAccessibleForFree"] is True
    assert data["wordCount"] == 4
    assert data["correction"][0]["text"] == "Not one but two days."


def test_a_story_stands_in_its_section(newsroom):
    section = factories.section("Elections", factories.section("Politics"))
    story = factories.article("The count", section)

    trail = story.structured_data(newsroom)[1]

    assert [(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]] == [
        (1, "Home", "https://paper.example/"),
        (2, "Politics", "https://paper.example/politics/"),
        (3, "Elections", "https://paper.example/politics/elections/"),
        (4, "The count", "https://paper.example/politics/elections/the-count/"),
    ]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("news", "NewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("explainer", "BackgroundNewsArticle"),
        ("review", "NewsArticle"),  # a ReviewNewsArticle must name what it reviews
    ],
)
def test_the_kind_of_a_story_is_told(newsroom, kind, type_):
    assert described(factories.article(kind=kind), newsroom)["@type"] == type_


def test_a_story_with_nothing_but_a_headline_is_valid(newsroom):
    data = described(factories.article("Short", standfirst="", body=[]), newsroom)

    assert data["author"] == [
        {"@type": "NewsMediaOrganization", "name": "Pulse Media Ltd", "url": "https://paper.example/"}
    ]
    assert "image" not in data
    assert "" not in data.values()


def test_a_guest_and_a_retired_profile_are_named_without_address(newsroom):
    story = factories.article(authors=[factories.author("Gone", live=False)])
    story.bylines.add(Byline(guest_name="A Guest", sort_order=1))
    story.save()

    assert described(story, newsroom)["author"] == [
        {"@type": "Person", "name": "Gone"},
        {"@type": "Person", "name": "A Guest"},
    ]


def test_a_long_headline_is_cut_at_a_word(newsroom):
    cut = described(factories.article("word " * 40, slug="long"), newsroom)["headline"]

    assert len(cut) <= jsonld.HEADLINE_LIMIT
    assert cut.endswith("word…")


def test_a_republication_points_to_the_original(newsroom):
    story = factories.article(is_republication=True, source_name="E", source_url="https://elsewhere.example/1")

    assert described(story, newsroom)["mainEntityOfPage"]["@id"] == "https://elsewhere.example/1"


def test_markup_cannot_leave_the_data_block():
    text = core_jsonld.script([{"name": "</script><!--<script>alert(1)&\u2028"}])

    inside = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert json.loads(inside)["@graph"][0]["name"] == "</script><!--<script>alert(1)&\u2028"


def test_an_author_is_a_profile_page(newsroom):
    image = factories.picture(size=(1300, 800))
    make(image, [SHARE_SPEC])
    profile = factories.author(
        "Ada Obi",
        role_title="Politics editor",
        portrait=image,
        links=[("link", {"label": "Mastodon", "url": "https://social.example/@ada"})],
    )

    page = profile_page(profile, newsroom)

    person = page["mainEntity"]
    assert page["@type"] == "ProfilePage"
    assert person["name"] == "Ada Obi"
    assert person["@id"] == "https://paper.example/authors/ada-obi/#person"
    assert person["jobTitle"] == "Politics editor"
    assert person["sameAs"] == ["https://social.example/@ada"]
    assert person["image"]["url"].startswith("https://paper.example/media/")


def test_the_home_page_offers_the_search(newsroom):
    (site,) = factories.home().structured_data(newsroom)

    assert site["@type"] == "WebSite"
    assert site["potentialAction"]["target"]["urlTemplate"] == "https://paper.example/search/?q={search_term_string}"
    assert site["publisher"]["email"] == "desk@paper.example"
