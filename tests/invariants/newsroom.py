"""One newsroom with a page of every kind, and everything readers can be shown on each."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Site

from core.models import SiteSettings, StandardPage
from core.renditions import FALLBACK_SPEC, SHARE_SPEC, make, spec
from news.models import Byline, Correction, RelatedStory, Update
from tests import factories

BASE_URL = "https://paper.example"

READER_PAGES = {
    "home": "/",
    "section": "/politics/",
    "section, page 2": "/politics/?page=2",
    "subsection": "/politics/elections/",
    "empty section": "/weather/",
    "story with everything": "/politics/elections/everything/",
    "story without a picture": "/politics/a-bare-story/",
    "opinion": "/politics/an-opinion/",
    "republication": "/politics/from-elsewhere/",
    "authors": "/authors/",
    "author": "/authors/ada-obi/",
    "author, page 2": "/authors/ada-obi/?page=2",
    "author without stories": "/authors/new-hand/",
    "topics": "/topics/",
    "topic": "/topics/money/",
    "topic, page 2": "/topics/money/?page=2",
    "corrections": "/corrections/",
    "standing page": "/about/",
}
UNINDEXED = {
    "search": "/search/",
    "search with results": "/search/?q=river",
    "search without results": "/search/?q=zzzqqq",
}
NOT_FOUND = {"no such page": "/politics/never-written/"}
FEEDS = [
    f"{listing}feed/{suffix}"
    for listing in ("/", "/politics/", "/politics/elections/", "/authors/ada-obi/", "/topics/money/", "/corrections/")
    for suffix in ("", "atom/", "json/")
]
SITEMAPS = [f"/sitemap{name}.xml" for name in ("", "-pages", "-articles", "-authors", "-topics", "-news")]
PLAIN = ["/robots.txt"]
NASTY = 'Ẹ̀kọ́ "quoted" & <b>bold</b> </script><script>alert(1)</script> — 💡'


def picture(**fields):
    image = factories.picture(size=(1300, 700), **fields)
    make(image, [SHARE_SPEC, FALLBACK_SPEC, spec(1200, "jpeg")])
    return image


def body(image, other, document) -> list:
    link = f'<p>Read <a linktype="page" id="{other.pk}">this</a> and <a href="https://a.example/?b=1&amp;c=2">that</a>.</p>'
    columns = [{"type": "text", "heading": "Night"}, {"type": "number", "heading": "Passengers"}]
    return [
        {"type": "paragraph", "value": link},
        {"type": "heading", "value": "What changes & why"},
        {
            "type": "image",
            "value": {"image": image.pk, "alt": "", "caption": NASTY, "credit": NASTY, "width": "wide"},
        },
        {
            "type": "gallery",
            "value": {
                "caption": "Two views",
                "images": [{"type": "item", "value": {"image": image.pk, "alt": alt}} for alt in ("West", "East")],
            },
        },
        {"type": "quote", "value": {"text": NASTY, "attribution": "A trader"}},
        {"type": "pull_quote", "value": {"text": "Eleven passengers and a goat."}},
        {"type": "fact_box", "value": {"title": NASTY, "body": "<ul><li>4 boats</li></ul>"}},
        {
            "type": "table",
            "value": {
                "caption": "Passengers a night",
                "table": {"columns": columns, "rows": [{"values": ["Monday", 11.0]}, {"values": ["Tuesday", 40.0]}]},
            },
        },
        {"type": "related_story", "value": {"article": other.pk}},
        {"type": "document", "value": {"document": document.pk, "label": ""}},
        {"type": "paragraph", "value": "<p>The end by the river.</p>"},
    ]


def build() -> None:
    """Fill the database with a page of every kind named above."""
    settings = SiteSettings.for_site(Site.objects.get())
    settings.tagline = "News & views"
    settings.publisher_name = "Pulse Media Ltd"
    settings.default_social_image = settings.logo = picture()
    settings.contact_email = "desk@paper.example"
    settings.feed_full_text = True
    settings.save()
    factories.home().add_child(
        instance=StandardPage(title="About", introduction="Who we are.", body="<h2>Us</h2><p>People.</p>", live=True)
    )
    politics = factories.section("Politics", description="Power & those who hold it.")
    elections = factories.section("Elections", politics)
    factories.section("Weather")
    ada = factories.author(
        "Ada Obi",
        portrait=picture(),
        role_title="Politics editor",
        bio="<p>Long.</p>",
        email="ada@paper.example",
        links=[("link", {"label": "Mastodon", "url": "https://social.example/@ada"})],
    )
    bisi = factories.author("Bisi Alao")
    factories.author("New Hand", short_bio="")
    money = factories.topic("Money")
    now = timezone.now()
    for number in range(45):
        factories.article(
            f"Story {number} of many",
            politics,
            authors=[ada],
            topics=[money],
            first_published_at=now - timedelta(hours=number + 1),
        )
    other = factories.article("The other story", politics, lead_image=picture(), authors=[bisi])
    factories.article("A bare story", politics, standfirst="", body=[])
    factories.article("An opinion", politics, kind="opinion", authors=[bisi], lead_image=picture())
    factories.article(
        "From elsewhere",
        politics,
        is_republication=True,
        source_name="The Ledger",
        source_url="https://ledger.example/1",
    )
    document = get_document_model().objects.create(title="Report", file=ContentFile(b"x", "report.pdf"))
    image = picture()
    everything = factories.article(
        NASTY,
        elections,
        slug="everything",
        kicker="Ferries & more",
        standfirst=NASTY,
        dateline="Maiduguri",
        authors=[ada, bisi],
        topics=[money, factories.topic("Rivers & lakes")],
        lead_image=image,
        lead_image_caption=NASTY,
        source_name=NASTY[:100],
        source_url="https://ledger.example/2?a=1&b=2",
        updated_at=now,
        body=body(image, other, document),
    )
    everything.bylines.add(Byline(guest_name="A Guest", role="photography", sort_order=5))
    everything.related_rows.add(RelatedStory(story=other))
    everything.save()
    Correction.objects.create(article=everything, text=NASTY, date=now)
    first = factories.reply(everything, f"{NASTY}\n\nhttps://a.example/?b=1&c=2", name=NASTY)
    factories.reply(everything, NASTY, parent=factories.reply(everything, parent=first, state="rejected"))
    factories.reply(everything, NASTY, parent=first, mark="author", edited_at=now)
    Update.objects.create(article=everything, note=NASTY, date=now)


def visit(path: str):
    """Ask for a path as a reader does, who has no cookie."""
    return Client(raise_request_exception=False).get(path)
