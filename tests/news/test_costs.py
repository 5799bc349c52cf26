"""No page asks the database more because there is more to show."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model

from core.renditions import FALLBACK_SPEC, SHARE_SPEC, make
from news.models import Article, Byline, Correction, RelatedStory, Update
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ARTICLE_BUDGET = 13  # the last one counts readers' replies
FRONT_BUDGET = 15


def picture():
    image = factories.picture(size=(420, 260))
    make(image, [SHARE_SPEC, FALLBACK_SPEC])
    return image


def statements(client, path: str) -> list[str]:
    """Return what one visit asks for, when the cached parts (navigation, site, settings) are warm."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return [query["sql"] for query in found]


def explain(queries: list[str]) -> str:
    return "\n".join(f"{number}. {sql[:400]}" for number, sql in enumerate(queries, 1))


class Newsroom:
    """A section, an author and a topic to which stories of every kind are added."""

    def __init__(self) -> None:
        self.section = factories.section("Politics")
        self.subsection = factories.section("Elections", self.section)
        self.author = factories.author("Ada Obi", portrait=picture())
        self.topic = factories.topic("Money")

    def add_story(self, headline: str = "", **fields) -> Article:
        story = factories.article(
            headline,
            self.subsection,
            authors=[self.author, factories.author(portrait=picture())],
            topics=[self.topic, factories.topic()],
            lead_image=picture(),
            **fields,
        )
        Correction.objects.create(article=story, text="Five boats, not four.", date=timezone.now())
        Update.objects.create(article=story, note="Adds the harbour master's answer.", date=timezone.now())
        return story

    def add_opinions(self) -> None:
        section = factories.section()
        factories.article(
            parent=section, kind="opinion", authors=[factories.author(portrait=picture())], lead_image=picture()
        )

    def add_all(self) -> None:
        self.add_story()
        self.add_opinions()
        factories.section(parent=self.section)


@pytest.fixture
def newsroom():
    return Newsroom()


PAGES = [
    "/",
    "/politics/",
    "/politics/elections/",
    "/authors/",
    "/authors/ada-obi/",
    "/topics/",
    "/topics/money/",
    "/corrections/",
    "/politics/elections/the-story/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_the_same_with_one_row_and_with_six(client, newsroom, path):
    newsroom.add_story("The story")
    newsroom.add_all()
    one = statements(client, path)

    for _ in range(5):
        newsroom.add_all()
    cache.clear()
    six = statements(client, path)

    assert len(six) == len(one), f"{explain(one)}\n\n{explain(six)}"


def everything(newsroom) -> Article:
    """Make the most expensive story: each kind of block twice, two authors, topics, corrections, picked stories."""
    document = get_document_model().objects.create(title="Report", file=ContentFile(b"x", "report.pdf"))
    others = [newsroom.add_story(f"Other {number}") for number in range(6)]
    linked = f'<p><a linktype="page" id="{others[0].pk}">a</a> <a linktype="document" id="{document.pk}">b</a></p>'
    blocks = [
        ("paragraph", linked),
        ("heading", "A heading"),
        ("image", {"image": picture(), "caption": "C", "width": "normal"}),
        ("gallery", {"caption": "G", "images": [{"image": picture()}, {"image": picture()}]}),
        ("quote", {"text": "Q", "attribution": "A"}),
        ("pull_quote", {"text": "P"}),
        ("fact_box", {"title": "F", "body": f"{linked}<p>more</p>"}),
        ("related_story", {"article": others[1]}),
        ("document", {"document": document}),
    ]
    story = newsroom.add_story("Everything", body=[*blocks, *blocks, ("paragraph", f"{linked}<p>end</p>")])
    story.bylines.add(Byline(guest_name="A guest"))
    for other in others[2:4]:
        story.related_rows.add(RelatedStory(story=other))
    story.save()
    Correction.objects.create(article=story, text="Again.", date=timezone.now())
    return story


def test_a_story_with_everything_stays_within_the_budget(client, newsroom, monkeypatch):
    monkeypatch.setattr("delivery.keeping.in_transaction", lambda: False)  # the test is in one
    everything(newsroom)

    queries = statements(client, "/politics/elections/everything/")

    assert len(queries) <= ARTICLE_BUDGET, explain(queries)


@pytest.mark.parametrize("path", ["/", "/politics/", "/politics/?page=2"])
def test_a_front_stays_within_the_budget(client, newsroom, path):
    for _ in range(4):
        newsroom.add_all()
    for _ in range(20):
        factories.article(parent=newsroom.section)

    queries = statements(client, path)

    assert len(queries) <= FRONT_BUDGET, explain(queries)


def test_a_story_that_names_an_author_twice_lists_other_stories_once(client, newsroom):
    story, other = newsroom.add_story("The story"), newsroom.add_story("Another")
    other.bylines.add(Byline(author=newsroom.author, role="photography"))
    other.save()

    rows = client.get("/politics/elections/the-story/").context["more_from"]

    assert [row["articles"] for row in rows if row["author"].pk == newsroom.author.pk] == [[other]]
    assert story not in rows[0]["articles"]


def test_a_story_that_names_itself_does_not_lead_to_itself(client, newsroom):
    story = newsroom.add_story("The story")
    story.body = [("related_story", {"article": story})]
    story.related_rows.add(RelatedStory(story=story))
    story.save()

    answer = client.get("/politics/elections/the-story/")

    assert story not in answer.context["related"]
    assert 'href="/politics/elections/the-story/"' not in answer.content.decode().partition("<main")[2]
