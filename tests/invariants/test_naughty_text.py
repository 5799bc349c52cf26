"""Whatever is typed, it is kept as typed, shown as text, and no page breaks."""

import io
import json
import re
from urllib.parse import quote

import feedparser
import lxml.etree
import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from PIL import Image as Canvas

from core.models import Picture, StandardPage
from core.text import xml_safe
from news.models import Article, HomePage, Section, Topic
from people.models import AuthorIndex, AuthorProfile
from tests.desk.newsroom import newsroom
from tests.invariants.editor import (
    add_url,
    complaints,
    draftail,
    edit_url,
    opened,
    rows,
    stream,
    texts,
)
from tests.invariants.naughty import packed, strings
from tests.invariants.newsroom import visit

pytestmark = pytest.mark.django_db

STORIES = 16
PLAIN = "Plain words of the day"
PUBLISH = {"action-publish": "action-publish"}


def dealt(packs: list[str], place: int, most: int) -> list[str]:
    """Return the share of story number `place`, so that the stories together carry every string."""
    return packs[place::STORIES][:most]


def pairs(*lists: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*lists, strict=False))


def pick(limit: int, place: int) -> str:
    return one_of(limit, STORIES, place)


def one_of(limit: int, most: int, place: int) -> str:
    packs = packed(limit, most)
    return packs[place % len(packs)]


def tag(text: str) -> str:
    return " ".join(text.replace('"', "”").split())


def fields_of_story(place: int, picture: Picture, author: AuthorProfile) -> dict:
    """Return what a story's form is filled with; -1 for the plain story the others are compared with."""

    def one(limit: int) -> str:
        return PLAIN if place < 0 else pick(limit, place)

    def many(limit: int, most: int) -> list[str]:
        return [PLAIN] if place < 0 else dealt(packed(limit), place, most)

    image = {"image": {"id": picture.pk, "title": ""}, "width": "wide"}
    image_texts = pairs(many(255, 6), many(400, 6), many(200, 6))
    blocks = [
        *(("paragraph", draftail(text)) for text in ([PLAIN] if place < 0 else strings()[place::STORIES])),
        *(("heading", text) for text in many(120, 14)),
        *(("quote", {"text": text, "attribution": name}) for text, name in pairs(many(1_000, 3), many(200, 3))),
        *(("pull_quote", {"text": text}) for text in many(300, 5)),
        *(("fact_box", {"title": text, "body": draftail(text)}) for text in many(100, 10)),
        *(("image", {**image, "alt": alt, "caption": cap, "credit": credit}) for alt, cap, credit in image_texts),
    ]
    return {
        **({"title": f"Plain {PLAIN}"} if place < 0 else {"title": one(255)}),
        "kicker": one(40),
        "standfirst": one(400),
        "dateline": one(60),
        "topics": ", ".join(f'"{tag(text)}"' for text in many(100, 15)),
        "lead_image": str(picture.pk),
        "lead_image_alt": one(255),
        "lead_image_caption": one(400),
        "lead_image_credit": one(200),
        "source_name": one(120),
        "source_url": "https://ledger.example/1?a=1&b=2",
        "seo_title": one(255),
        "search_description": one(300),
        **stream("body", *blocks),
        **rows(
            "bylines",
            {"author": str(author.pk), "guest_name": "", "role": one(60)},
            *({"author": "", "guest_name": name, "role": role}
              for name, role in pairs(many(100, 11), many(60, 11))),
            limit=12,
        ),
        **rows(
            "corrections",
            *({"kind": "correction", "date": "2026-01-02 03:04", "text": text} for text in many(1_000, 2)),
            limit=50,
        ),
    }  # fmt: skip


def save(client, url: str, typed: dict) -> dict:
    """Send a form and return it as the admin gives it back."""
    data = {**opened(client, url), **typed}
    response = client.post(url, data)
    assert response.status_code == 302, complaints(response)
    return data


def publish(client, model, parent, typed: dict):
    save(client, add_url(model, parent), {**typed, **PUBLISH})
    page = model.objects.order_by("pk").last()
    if isinstance(page, Article):  # the button saves it as a draft and asks for a reason
        page.get_latest_revision().publish()
        page.refresh_from_db()
    return page


def differences(typed: dict, shown: dict) -> dict:
    """Compare what was typed with what the form shows, running text paragraph by paragraph."""
    found = {}
    for name, value in typed.items():
        if name in PUBLISH or name.endswith(("_FORMS", "-id", "-ORDER", "-DELETE", "-order")) or name == "topics":
            continue
        back = shown.get(name)
        if value.startswith('{"blocks"'):
            # Wagtail keeps one blank of several and none before a paragraph, as browsers show them.
            value, back = ([one_line(part) for part in texts(text)] for text in (value, back))
        # Lines end as CR LF in what browsers send, and forms strip the blanks around a text.
        elif back is not None and not value.startswith("{"):
            value = value.strip()
        if value != back:
            found[name] = (value, back)
    return found


def markup(document) -> set[tuple[str, str]]:
    """Return every element and attribute there is, addresses with a scheme that runs code by themselves."""
    found = set()
    for element in document.iter():
        if not isinstance(element.tag, str):
            found.add((str(type(element).__name__), ""))
            continue
        found |= {(element.tag, name) for name in ("", *element.attrib)}
        for name in ("href", "src", "action"):
            if re.match(r"[\s\x00-\x20]*(javascript|data|vbscript|file):", element.get(name, ""), re.IGNORECASE):
                found.add((element.tag, f"{name}={element.get(name)}"))
    return found


def read(path: str):
    response = visit(path)
    assert response.status_code == 200, path
    return lxml.html.document_fromstring(response.content.decode())


# What the plain pages lack: marked words, and the list of what narrows the results.
ON_RESULTS = {("mark", ""), ("h2", "tabindex"), ("h3", "id")}


def assert_only(path: str, allowed: set) -> None:
    document = read(path)
    assert markup(document) - allowed == set(), path
    assert len(document.xpath("//title[not(ancestor::*[local-name()='svg'])]")) == len(document.xpath("//h1")) == 1, (
        path
    )
    for script in document.xpath("//script[@type='application/ld+json']"):
        json.loads(script.text)
    for script in document.xpath("//script[not(@type='application/ld+json')]"):
        assert script.get("src", "").startswith("/static/") or script.get("type") == "speculationrules", path


def one_line(text: str) -> str:
    return " ".join(text.split())


def picture_file() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Canvas.new("RGB", (64, 40), (40, 90, 60)).save(buffer, "JPEG")
    return SimpleUploadedFile("river.jpg", buffer.getvalue(), "image/jpeg")


def upload(client, title: str, alt: str, credit: str) -> Picture:
    url = reverse("wagtailimages:add")
    data = {**opened(client, url), "title": title, "description": alt, "credit": credit, "file": picture_file()}
    response = client.post(url, data)
    assert response.status_code == 302, complaints(response)
    return Picture.objects.order_by("pk").last()


@override_settings(BASE_URL="https://paper.example")
def test_naughty_strings_are_kept_and_shown_as_text(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        room = newsroom()
        client.force_login(room.managing_editor)
        index, home = AuthorIndex.objects.get(), HomePage.objects.get()
        picture = upload(client, PLAIN, PLAIN, PLAIN)
        bio = {"role_title": PLAIN, "short_bio": PLAIN, "bio": draftail(PLAIN)}
        bio |= {"email": "a@paper.example", **stream("links", ("link", {"label": PLAIN, "url": "https://a.example/"}))}
        author = publish(client, AuthorProfile, index, {"title": "Plain Author", "slug": "plain", **bio})
        section = publish(client, Section, home, {"title": "Plain", "slug": "plain", "description": PLAIN})
        page = {"introduction": PLAIN, "body": draftail(PLAIN)}
        standard = publish(client, StandardPage, home, {"title": "Plain page", "slug": "plain-page", **page})
        for number in range(6):  # a front with every slot filled
            typed = fields_of_story(-1, picture, author)
            story = publish(client, Article, section, {**typed, "title": f"Plain {number}"})
        settings_url = reverse("wagtailsettings:edit", args=["core", "sitesettings"])
        settings_url = client.get(settings_url, follow=True).redirect_chain[-1][0]
        save(client, settings_url, {"tagline": PLAIN, "footer_text": PLAIN, "publisher_name": PLAIN,
                                    "publisher_address": PLAIN, "contact_email": "a@paper.example",
                                    "feed_full_text": "on",
                                    **stream("social_links", ("link", {"label": PLAIN, "url": "https://a.example/"})),
                                    })  # fmt: skip
        plain_topic = Topic.objects.get(name=PLAIN)
        save(client, reverse("wagtailsnippets_news_topic:edit", args=[plain_topic.pk]), {"description": PLAIN})
    plain_paths = ["/", section.url, story.url, author.url, "/authors/", "/topics/", plain_topic.url, "/corrections/",
                   standard.url, "/search/?q=plain", "/search/?q=zzzqqq"]  # fmt: skip
    allowed = set().union(*(markup(read(path)) for path in plain_paths))
    plain_feed = feedparser.parse(visit(f"{section.url}feed/atom/").content, sanitize_html=False)
    plain_content = "".join(content.value for entry in plain_feed.entries for content in entry.content)
    feed_allowed = markup(lxml.html.fromstring(f"<div>{plain_content}</div>"))

    # Naughty ones, each sent by the form of its kind and compared with what the form then shows.
    def kept(url: str, data: dict) -> None:
        assert differences(data, opened(client, url)) == {}

    with django_capture_on_commit_callbacks(execute=True):
        pictures, authors, sections, paths = [], [], [], []
        for place in range(3):
            pictures.append(upload(client, one_of(255, 3, place), one_of(255, 4, place), one_of(200, 4, place)))
        for place in range(4):
            links = [
                ("link", {"label": text, "url": "https://a.example/?b=1&c=2"}) for text in packed(60, 28)[place::4]
            ]
            data = {
                "title": one_of(255, 4, place),
                "slug": f"author-{place}",
                "role_title": one_of(100, 4, place),
                "short_bio": one_of(800, 4, place),
                "bio": draftail(*strings()[place::4]),
                "seo_title": one_of(255, 7, place),
                "search_description": one_of(300, 7, place),
                **stream("links", *links),
            }
            authors.append(publish(client, AuthorProfile, index, data))
            kept(edit_url(authors[-1]), data)
            data = {
                "title": one_of(255, 9, place * 2),
                "slug": f"section-{place}",
                "description": one_of(300, 4, place),
            }
            sections.append(publish(client, Section, home, data))
            kept(edit_url(sections[-1]), data)
            data = {
                "title": one_of(255, 11, place * 2),
                "slug": f"page-{place}",
                "introduction": one_of(500, 4, place),
                "body": draftail(*strings()[place::4]),
            }
            page = publish(client, StandardPage, home, data)
            kept(edit_url(page), data)
            paths += [authors[-1].url, sections[-1].url, page.url]
        stories = []
        for place in range(STORIES):
            data = fields_of_story(place, pictures[place % 3], authors[place % 4])
            stories.append(publish(client, Article, sections[place % 4], data))
            kept(edit_url(stories[-1]), data)
        for place, topic in enumerate(Topic.objects.exclude(pk=plain_topic.pk)[:4]):
            url = reverse("wagtailsnippets_news_topic:edit", args=[topic.pk])
            data = {"description": one_of(300, 4, place)}
            save(client, url, data)
            kept(url, data)
        for place, picture in enumerate(pictures):
            data = {
                "title": one_of(255, 3, place),
                "description": one_of(255, 4, place),
                "credit": one_of(200, 4, place),
            }
            kept(reverse("wagtailimages:edit", args=[picture.pk]), data)
        social = [("link", {"label": text, "url": "https://a.example/"}) for text in packed(60, 8)]
        data = {"name": one_of(60, 3, 1), "tagline": one_of(120, 3, 1), "footer_text": one_of(300, 3, 1),
                "publisher_name": one_of(120, 5, 1), "publisher_address": one_of(500, 3, 1),
                **stream("social_links", *social)}  # fmt: skip
        save(client, settings_url, data)
        kept(settings_url, data)

    # The reader's side.
    topics = list(Topic.objects.in_use())
    assert len(topics) > 5
    for path in ["/", "/authors/", "/topics/", "/corrections/", *paths, *(topic.url for topic in topics[::9])]:
        assert_only(path, allowed)
    for story in stories:
        assert_only(story.url, allowed)
        document = read(story.url)
        assert one_line(document.xpath("string(//h1)")) == one_line(story.title)
        body = one_line(document.xpath("string(//main)"))
        for block in story.body:
            if block.block_type == "heading":
                assert one_line(block.value) in body
    for string in strings()[::9]:
        assert_only(f"/search/?q={quote(string)}", allowed | ON_RESULTS)
    listings = ["/", *(page.url for page in (*sections, *authors)), *(topic.url for topic in topics[::25])]
    for path in listings:
        for suffix in ("", "atom/"):
            response = visit(f"{path}feed/{suffix}")
            assert response.status_code == 200, path
            root = lxml.etree.fromstring(response.content)
            titles = {one_line(xml_safe(story.title)) for story in Article.objects.all()}
            if suffix:  # an RSS title may be HTML (core.feed_formats)
                assert {one_line(title.text) for title in root.iterfind("{*}entry/{*}title")} <= titles
            parsed = feedparser.parse(response.content, sanitize_html=False)
            assert not parsed.bozo, (path, parsed.bozo_exception)
            for entry in parsed.entries:
                for content in entry.get("content", []):
                    fragment = lxml.html.fromstring(f"<div>{content.value}</div>")
                    assert markup(fragment) - feed_allowed == set()
        response = visit(f"{path}feed/json/")
        assert response.status_code == 200, path
        entries = json.loads(response.content)["items"]
        assert all(one_line(entry["title"]) in titles for entry in entries)
    for name in ("", "-pages", "-articles", "-authors", "-topics", "-news"):
        response = visit(f"/sitemap{name}.xml")
        assert response.status_code == 200
        lxml.etree.fromstring(response.content)
