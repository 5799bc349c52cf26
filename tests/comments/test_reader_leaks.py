"""What only moderators may see stands on no public surface; what waits is seen by nobody; nobody gets a cookie."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import stamps
from tests import factories
from tests.comments.form import JSON, OURS, filled, rules, send
from tests.invariants.test_leaks import public_patterns

pytestmark = pytest.mark.django_db

EMAIL, ADDRESS, AGENT = "zzcanary@private.example", "198.51.100.77", "ZZCanaryBrowser/1.0"
PRIVATE = ("zzcanary", ADDRESS, "private.example")
FACTS = {"email": EMAIL, "address": ADDRESS, "user_agent": AGENT, "writer": "zzcanarywriter", "matched": "zzcanaryword"}


@pytest.fixture
def story():
    rules()
    return factories.article(
        "The ferry",
        factories.section("Politics"),
        authors=[factories.author("Ada Obi")],
        topics=[factories.topic("Boats")],
    )


def surfaces(story, replies) -> list[str]:
    """List every address readers can ask that shows or might show replies."""
    of_story = ["post_reply", "reply_stamp", "reply_feed", "reply_feed_atom", "reply_feed_json"]
    of_reply = ["reply", "reply_thread", "report_reply", "reply_reported"]
    return [
        story.url,
        f"{story.url}?replies=1",
        *("/", "/politics/", "/authors/ada-obi/", "/topics/boats/", "/feed/", "/feed/atom/", "/feed/json/"),
        *("/sitemap-articles.xml", "/search/?q=ferry", "/search/suggest?q=ferry"),
        *(reverse(name, args=[story.pk]) for name in of_story),
        *(reverse(name, args=[reply.pk]) for name in of_reply for reply in replies),
        *(reverse("answer_reply", args=[story.pk, reply.pk]) for reply in replies),
        *(reverse("reply_sent", args=[stamps.outcome_token(reply.pk)]) for reply in replies),
    ]


def said(response) -> str:
    return (response.content.decode() + str(dict(response.headers))).lower()


def test_email_address_and_browser_stand_nowhere(story):
    first = factories.reply(story, **FACTS)
    replies = [
        first,
        factories.reply(story, parent=first, **FACTS),
        factories.reply(story, parent=first, **FACTS, mark="author", edited_at=timezone.now()),
        factories.reply(story, **FACTS, state="waiting"),
        factories.reply(story, **FACTS, state="spam"),
        factories.reply(story, **FACTS, erased_at=timezone.now()),
    ]
    for path in surfaces(story, replies):
        response = Client(raise_request_exception=False).get(path)
        assert response.status_code in (200, 302, 404), path
        text = said(response)
        for secret in PRIVATE:
            assert secret not in text, (path, secret, text[max(0, text.find(secret) - 200) :][:400])
        assert not response.cookies, path
        assert (
            "cookie" not in response.headers.get("vary", "").lower() or "no-store" in response.headers["cache-control"]
        )


@pytest.mark.parametrize("state", ["waiting", "rejected", "spam"])
def test_what_was_not_approved_stands_nowhere(story, state):
    seen = factories.reply(story)
    hidden = factories.reply(story, text="zzhidden text", name="Zzhidden Name", state=state)
    below = factories.reply(story, parent=seen, text="zzhidden text", name="Zzhidden Name", state=state)
    for path in surfaces(story, [seen, hidden, below]):
        if "/sent/" in path:
            continue  # the writer's own page, which nobody else can find
        assert "zzhidden" not in said(Client().get(path)), path


def test_private_story_tells_nothing_of_its_replies(story):
    reply = factories.reply(story, text="zzhidden text")
    token = reverse("reply_sent", args=[stamps.outcome_token(reply.pk)])
    story.embargo_until = timezone.now() + timedelta(days=1)
    story.save()
    for path in [*surfaces(story, [reply]), token]:
        assert "zzhidden" not in said(Client().get(path)), path


@pytest.mark.parametrize("headers", [JSON, OURS])
@pytest.mark.parametrize("change", [{}, {"text": ""}, {"subject": "x"}, {"parent": "99999"}, {"writer": "x"}])
def test_answers_to_the_writer_hold_no_address_and_no_cookie(story, headers, change):
    """The e-mail address comes back in the form that was filled in wrongly, to the writer, and nowhere else."""
    agent = {"user-agent": AGENT}
    for to in ("post_reply", "check_reply"):
        response = send(story, to=to, headers={**headers, **agent}, address=ADDRESS, email=EMAIL, **change)
        text = said(response).replace(f'value="{EMAIL}"', "")
        for secret in (*PRIVATE, AGENT.lower()):
            assert secret not in text, (to, secret)
        assert not response.cookies


def test_logs_and_error_pages_hold_no_address(story, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)

    def broken(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("comments.posting.store", broken)
    response = send(story, email=EMAIL, address=ADDRESS, headers={**OURS, "user-agent": AGENT})
    assert response.status_code == 500
    for secret in PRIVATE:
        assert secret not in said(response)
        assert secret not in "".join(
            record.getMessage() for record in caplog.records if record.name != "django.db.backends"
        )


def test_every_route_of_replies_is_swept_here():
    known = {
        *(f"replies/story/<row:article_id>/{rest}" for rest in ("", "check", "stamp", "to/<row:reply_id>/")),
        *(f"replies/story/<row:article_id>/feed/{rest}" for rest in ("", "atom/", "json/")),
        "replies/sent/<str:token>/", "replies/thread/<row:pk>/", "replies/<row:pk>/", "replies/<row:pk>/report/",
        "replies/<row:pk>/reported/",
    }  # fmt: skip
    assert {route for route in public_patterns() if route.startswith("replies/") and "mail" not in route} == known


def test_names_in_the_form_are_those_the_server_reads(story):
    page = Client().get(story.url).content.decode()
    assert all(f'name="{name}"' in page for name in filled(story))
