"""Bad input is answered in words beside the field or with a plain 4xx, and what was typed is still there."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from news.models import Article, HomePage, Section
from people.models import AuthorIndex, AuthorProfile
from tests import factories
from tests.invariants.editor import add_url, draftail, edit_url, opened, posted, rows, sent_by, stream, texts, words

pytestmark = pytest.mark.django_db

SUBMIT = {"action-submit": "action-submit"}
PUBLISH = {"action-publish": "action-publish"}
WAYS = {"draft": {}, "submit": SUBMIT}
TYPED = {"title": "A headline that was typed", "standfirst": "A standfirst that was typed", "kicker": "Typed"}
BODY = stream("body", ("paragraph", draftail("A paragraph that was typed")))


@pytest.fixture
def reporter(room):
    return browser(room.reporter)


def browser(user) -> Client:
    """Return a browser that shows the error page instead of raising, as a real one would."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def new_story(room) -> str:
    return add_url(Article, room.politics)


def send(client, url: str, **typed):
    return client.post(url, {**opened(client, url), **typed})


def assert_refused(response, message: str, **typed) -> dict:
    """Check that the form came back with a message and with everything typed; return its fields."""
    assert response.status_code == 200
    assert message in words(response)
    shown = sent_by(response)
    for name, value in typed.items():
        if value.startswith('{"blocks"'):
            assert texts(shown[name]) == texts(value)
        else:
            assert shown[name] == value, name
    return shown


# Empty and oversized


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("title", "", "This field is required"),
        ("title", "x" * 256, "at most 255 characters (it has 256)"),
        ("kicker", "x" * 41, "at most 40 characters (it has 41)"),
        ("standfirst", "x" * 401, "at most 400 characters (it has 401)"),
        ("dateline", "x" * 61, "at most 60 characters"),
        ("lead_image_alt", "x" * 256, "at most 255 characters"),
        ("lead_image_caption", "x" * 401, "at most 400 characters"),
        ("lead_image_credit", "x" * 201, "at most 200 characters"),
        ("source_name", "x" * 121, "at most 120 characters"),
        ("slug", "x" * 256, "at most 255 characters"),
        ("slug", "not a slug", "valid “slug”"),
        ("topics", "x" * 101, "100"),
        ("embargo_until", "soon", "valid date/time"),
        ("corrections-0-date", "99999999999999", "valid date/time"),
        ("updates-0-note", "x" * 301, "at most 300 characters"),
        ("updates-0-date", "2999-01-01 10:00", "still to come"),
        ("kind", "poem", "valid choice"),
        ("lead_image", "999999", "valid choice"),
        ("kicker", "a\0b", "Null characters are not allowed"),
        ("topics", "a\0b", "Null characters are not allowed"),
        ("title", "a\0b", "Null characters are not allowed"),
        ("bylines-0-guest_name", "x" * 101, "at most 100 characters"),
        ("bylines-0-guest_name", "", "write a guest's name"),
        ("corrections-0-text", "x" * 1_001, "at most 1000 characters"),
        ("corrections-0-text", "a\0b", "Null characters are not allowed"),
        ("related_rows-0-story", "999999", "valid choice"),
        ("body-1-value", "x" * 121, "at most 120 characters (it has 121)"),
        ("body-1-value", "a\0b", "Null characters are not allowed"),
        ("body-2-value-text", "x" * 2_001, "at most 2000 characters"),
        ("body-2-value-attribution", "x" * 201, "at most 200 characters"),
        ("body-3-value-title", "x" * 101, "at most 100 characters"),
        ("body-3-value-body", draftail("x" * 10_001), "at most 10000 characters"),
        ("body-0-value", draftail("x" * 100_001), "at most 100000 characters"),
    ],
)
def test_a_field_that_cannot_be_kept_says_why_and_the_others_stay(reporter, new_story, way, name, value, message):
    typed = {
        **TYPED,
        **stream(
            "body",
            ("paragraph", draftail("A paragraph that was typed")),
            ("heading", "A heading"),
            ("quote", {"text": "Her words", "attribution": "She"}),
            ("fact_box", {"title": "Figures", "body": draftail("Four boats")}),
        ),
        "source_url": "https://ledger.example/",
        "source_name": "The Ledger",
    }
    for prefix, row in {
        "bylines": {"author": "", "guest_name": "A Guest", "role": ""},
        "corrections": {"kind": "correction", "date": "2026-01-02 03:04", "text": "A correction"},
        "updates": {"note": "What changed", "date": ""},
        "related_rows": {"story": ""},
    }.items():
        if name.startswith(prefix):
            typed |= rows(prefix, row)
    typed[name] = value
    response = send(reporter, new_story, **typed, **WAYS[way])
    lost = {"title", "kind", "lead_image", "topics", "related_rows-0-story"} if name in typed else set()
    kept = {field: text for field, text in typed.items() if not field.endswith(("_FORMS", "-id", "-ORDER", "-DELETE"))}
    if name in lost or value == "" or "\0" in value:
        kept.pop(name)
    assert_refused(response, message, **kept)
    assert not Article.objects.exists()


def test_too_long_a_body_keeps_its_text(reporter, room, new_story):
    text = "Two megabytes of words. " * 90_000
    typed = {**TYPED, **stream("body", ("paragraph", draftail(text)))}
    for way in WAYS.values():
        response = send(reporter, new_story, **typed, **way)
        assert_refused(response, "at most 100000 characters", **TYPED, **{"body-0-value": draftail(text.strip())})
    story = factories.article(parent=room.politics, live=False, first_published_at=None, owner=room.reporter)
    story.save_revision(user=room.reporter)
    for way in WAYS.values():
        response = send(reporter, edit_url(story), **typed, **way)
        assert_refused(response, "at most 100000 characters", **TYPED, **{"body-0-value": draftail(text.strip())})


def test_too_many_long_paragraphs_keep_their_text(reporter, new_story):
    blocks = [("paragraph", draftail("word " * 19_000))] * 22
    typed = {**TYPED, **stream("body", *blocks)}
    shown = assert_refused(send(reporter, new_story, **typed), "The text is too long", **TYPED)
    assert [texts(shown[f"body-{place}-value"]) for place in range(22)] == [["word " * 19_000]] * 22 or all(
        len(texts(shown[f"body-{place}-value"])[0]) > 94_000 for place in range(22)
    )


@pytest.mark.parametrize("half", ["\\ud83d", "\\u0000"])
def test_what_only_json_can_carry_is_replaced(reporter, new_story, half):
    half_emoji = draftail("Before HERE after").replace("HERE", half)
    fields = {**TYPED, **stream("body", ("paragraph", half_emoji), ("fact_box", {"title": "t", "body": half_emoji}))}
    assert send(reporter, new_story, **fields).status_code == 302
    shown = opened(reporter, edit_url(Article.objects.get()))
    assert texts(shown["body-0-value"]) == texts(shown["body-1-value-body"]) == ["Before \ufffd after"]


def test_bytes_that_are_no_text_do_no_harm(reporter, new_story):
    data = {**opened(reporter, new_story), **BODY, "title": "HERE"}
    body = urlencode(data).replace("HERE", "half %ed%a0%bd and %ff")
    response = reporter.post(new_story, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    assert Article.objects.get().title.startswith("half \ufffd")


@pytest.mark.parametrize(
    ("model", "parent", "fields"),
    [
        (Section, HomePage, {"title": "", "description": "A description that was typed"}),
        (Section, HomePage, {"title": "Typed", "description": "x" * 301}),
        (AuthorProfile, AuthorIndex, {"title": "Typed", "email": "nobody", "short_bio": "Typed too"}),
        (AuthorProfile, AuthorIndex, {"title": "Typed", "email": "a@b.example", "short_bio": "x" * 801}),
        (
            AuthorProfile,
            AuthorIndex,
            {"title": "Typed", **posted("links", [{"type": "link", "value": {"label": "Me", "url": "javascript:1"}}])},
        ),
    ],
)
def test_other_pages_keep_what_was_typed(room, model, parent, fields):
    fields = {**fields, "slug": "typed"}
    response = send(browser(room.managing_editor), add_url(model, parent.objects.get()), **fields, **PUBLISH)
    shown = {name: value for name, value in fields.items() if not name.endswith("-id")}
    assert_refused(response, "", **shown)
    assert "error" in response.content.decode()
    assert not model.objects.filter(slug="typed").exists()


# Addresses


def test_two_drafts_of_one_headline_get_two_addresses(reporter, new_story):
    for _ in range(3):
        assert send(reporter, new_story, **TYPED, slug="ferry", **BODY).status_code == 302
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["ferry", "ferry-2", "ferry-3"]


def test_a_live_story_keeps_its_address_and_says_which_is_taken(room):
    story, other = (factories.article(parent=room.politics, slug=slug) for slug in ("one", "two"))
    for page in (story, other):
        page.save_revision()
    typed = {**TYPED, "slug": "two"}
    response = send(browser(room.managing_editor), edit_url(story), **typed, **PUBLISH)
    assert_refused(response, "already in use", **typed)
    assert Article.objects.get(pk=story.pk).slug == "one"


@pytest.mark.parametrize("headline", ["田中さんにあげて下さい", "Ọjọ́ ọdún", "مُنَاقَشَةُ", "🚢🚢", "!!!", "﷽"])
def test_a_headline_in_any_script_gets_an_address(room, headline):
    client = browser(room.managing_editor)
    url = add_url(Article, room.politics)
    assert send(client, url, title=headline, slug="", **BODY, **PUBLISH).status_code == 302
    story = Article.objects.get()
    assert story.slug.isascii()
    assert story.slug
    story.get_latest_revision().publish()
    assert Client().get(story.url).status_code == 200


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("javascript:alert(1)", "valid URL"),
        ("ledger", "valid URL"),
        ("https://led ger.example/a b", "valid URL"),
        ("ftp://ledger.example/", "valid URL"),
        ("https://", "valid URL"),
        ("https://[::1", "valid URL"),
        ("https://ledger.example/\0", "Null characters"),
        ("https://ledger.example/" + "x" * 600, "at most 500 characters"),
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_a_broken_source_address_is_named(reporter, new_story, way, address, message):
    response = send(reporter, new_story, **TYPED, source_name="Ledger", source_url=address, **BODY, **WAYS[way])
    shown = {} if "\0" in address else {"source_url": address}
    assert_refused(response, message, **TYPED, source_name="Ledger", **shown, **BODY)


# Forms nobody's browser sends


GARBAGE = {
    "no number of blocks": {"body-count": "many"},
    "a number without blocks": {"body-count": "1000000000"},
    "a negative number": {"body-count": "-5"},
    "no order": {"body-0-order": ""},
    "order missing": {"body-0-order": None},
    "value missing": {"body-0-value": None},
    "unknown type": {"body-0-type": "poem"},
    "type missing": {"body-0-type": None},
    "NUL as an id": {"body-0-id": "\0"},
    "id missing": {"body-0-id": None},
    "very long id": {"body-0-id": "x" * 5_000},
    "no JSON": {"body-0-value": "hello"},
    "empty": {"body-0-value": ""},
    "JSON that is no text": {"body-0-value": "[1, 2]"},
    "a number": {"body-0-value": "5"},
    "null": {"body-0-value": "null"},
    "blocks of another kind": {"body-0-value": '{"blocks": 5, "entityMap": []}'},
    "an unknown block": {"body-0-value": draftail("x").replace("unstyled", "poem")},
    "an unknown entity": {
        "body-0-value": draftail("text").replace(
            '"entityRanges": []', '"entityRanges": [{"key": 7, "offset": 0, "length": 2}]'
        )
    },
    "a style beyond the text": {
        "body-0-value": draftail("text").replace(
            '"inlineStyleRanges": []', '"inlineStyleRanges": [{"style": "BOLD", "offset": 99, "length": -3}]'
        )
    },
    "deep": {"body-0-value": "[" * 100_000},
    "deep lists": {
        "body-0-value": json.dumps(
            {
                "blocks": [
                    {"key": "a", "type": "unordered-list-item", "depth": 4_000, "text": "x",
                     "inlineStyleRanges": [], "entityRanges": []}
                ],
                "entityMap": {},
            }
        )
    },
    "a picture that is none": {"body-0-type": "image", "body-0-value-image": "zzz", "body-0-value-width": "huge"},
    "a list without a number": {"body-0-type": "gallery", "body-0-value-images-count": "x"},
    "a table without columns": {"body-0-type": "table", "body-0-value-caption": "c"},
    "a NUL heading": {
        "body-0-type": "table",
        "body-0-value-caption": "c",
        "body-0-value-table-caption": "",
        "body-0-value-table-column-count": "1",
        "body-0-value-table-row-count": "0",
        "body-0-value-table-column-0-type": "text",
        "body-0-value-table-column-0-order": "0",
        "body-0-value-table-column-0-deleted": "",
        "body-0-value-table-column-0-heading": "\0",
    },
    "an embed of nothing": {"body-0-type": "embed", "body-0-value-url": "javascript:1", "body-0-value-caption": ""},
    "a story that is none": {"body-0-type": "related_story", "body-0-value-article": "-1"},
    "no rows": {"bylines-TOTAL_FORMS": "x"},
    "too many rows": {"bylines-TOTAL_FORMS": "99999999"},
    "rows missing": {"bylines-TOTAL_FORMS": None},
    "a row of nobody": {"bylines-TOTAL_FORMS": "1", "bylines-0-author": "zzz"},
    "no picture": {"lead_image": "zzz"},
    "a row of another story": {"bylines-TOTAL_FORMS": "1", "bylines-INITIAL_FORMS": "1", "bylines-0-id": "77"},
    "a comment nowhere": {
        "comments-TOTAL_FORMS": "1", "comments-0-text": "a\0b", "comments-0-contentpath": "\0", "comments-0-id": "",
    },
    "loaded revision": {"loaded_revision_id": "\0"},
    "loaded moment": {"loaded_revision_created_at": "\0"},
    "next": {"next": "\0"},
}  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", GARBAGE)
def test_a_forged_form_is_no_error_of_ours(room, way, name):
    story = factories.article(parent=room.politics, live=False, first_published_at=None, owner=room.reporter)
    story.save_revision(user=room.reporter)
    client = browser(room.reporter)
    forged = {**opened(client, edit_url(story)), **TYPED, **BODY, **WAYS[way], **GARBAGE[name]}
    response = client.post(edit_url(story), {key: value for key, value in forged.items() if value is not None})
    assert response.status_code in (200, 302, 400, 403), response.content.decode()[:300]
    assert client.get(edit_url(story)).status_code == 200


def test_a_request_beyond_the_limit_is_refused(reporter, new_story):
    data = {**opened(reporter, new_story), **TYPED, **stream("body", ("paragraph", draftail("x" * 9_000_000)))}
    assert reporter.post(new_story, data).status_code in (400, 413)
    fields = {**opened(reporter, new_story), **TYPED, **{f"field-{n}": "" for n in range(10_001)}}
    assert reporter.post(new_story, fields).status_code in (400, 413)


# What ends an answer early stands alone, or it would hide the others.
ALONE_OR_TOGETHER = [
    *(("q",), ("p",), ("page_type",), ("export",)),
    ("ordering", "term", "next", "collection_id", "section", "period", "found", "words", "tab", "story"),
]


@pytest.mark.parametrize("query", ["%00", "%ff", "%ed%a0%bd", "zzz", "-1", "99999", "1e9", "'" * 2_000])
def test_the_admins_lists_and_searches_take_anything(room, query):
    client = browser(room.admin)
    for path in (
        "/admin/pages/",
        f"/admin/pages/{room.politics.pk}/",
        "/admin/pages/search/",
        "/admin/stories/",
        "/admin/images/",
        "/admin/images/chooser/",
        "/admin/images/chooser/results/",
        "/admin/documents/",
        "/admin/choose-page/",
        "/admin/choose-page/search/",
        "/admin/snippets/news/topic/",
        "/admin/tag-autocomplete/news/topic/",
        "/admin/reports/site-history/",
        "/admin/users/",
        "/admin/redirects/",
        "/admin/searchpicks/",
        "/admin/searchpicks/queries/chooser/",
        "/admin/reports/searches/",
        "/admin/replies/",
        "/admin/replies/bans/",
        "/admin/snippets/search/synonymgroup/",
        "/admin/snippets/search/synonymgroup/add/",
        "/admin/login/",
    ):
        for names in ALONE_OR_TOGETHER:
            response = client.get(f"{path}?{'&'.join(f'{name}={query}' for name in names)}")
            assert response.status_code < 500, (path, names)
