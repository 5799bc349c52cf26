"""Readers report a reply."""

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import Reply, Report
from tests import factories
from tests.comments.form import OURS, rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply():
    rules()
    return factories.reply(factories.article("The ferry", factories.section("Politics")), name="Bola")


def report(reply, address="203.0.113.9", headers=OURS, **typed):
    path = reverse("report_reply", args=[reply.pk])
    client = Client(raise_request_exception=False)
    return client.post(path, {"ground": "abuse", "note": "", **typed}, headers=headers, REMOTE_ADDR=address)


def test_every_reply_can_be_reported(client, reply):
    page = client.get(reply.article.url).content.decode()
    assert reverse("report_reply", args=[reply.pk]) in page
    form = client.get(reverse("report_reply", args=[reply.pk])).content.decode()
    for _, label in Report.Ground.choices:
        assert label in form
    assert reply.text in form


def test_report_is_kept_and_thanked_for(client, reply):
    response = report(reply, ground="false", note="The boat left at seven.")
    assert response.status_code == 303
    assert "A moderator will look at this reply" in client.get(response.url).content.decode()
    kept = Report.objects.get()
    assert (kept.reply, kept.ground, kept.note, kept.address) == (
        reply, "false", "The boat left at seven.", "203.0.113.9",
    )  # fmt: skip
    assert Reply.objects.get().state == "approved"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"ground": ""}, "Choose what is wrong with this reply."),
        ({"ground": "nonsense"}, "Choose one of the reasons below."),
        ({"note": "x" * 501}, "At most 500 characters"),
    ],
)
def test_empty_and_impossible_reports_are_told(reply, typed, message):
    response = report(reply, **typed)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Report.objects.exists()


def test_note_comes_back(reply):
    assert "What I wrote" in report(reply, ground="", note="What I wrote").content.decode()


def test_one_address_counts_once_for_one_reply(reply):
    for _ in range(3):
        assert report(reply).status_code == 303
    assert Report.objects.count() == 1
    report(reply, address="198.51.100.1")
    assert Report.objects.count() == 2


def test_sixth_report_in_a_minute_is_told_to_wait(reply):
    for _ in range(5):
        assert report(factories.reply(reply.article)).status_code == 303
    response = report(reply, note="What I wrote")
    assert response.status_code == 429
    assert response.headers["retry-after"]
    assert "What I wrote" in response.content.decode()
    assert report(reply, address="198.51.100.1").status_code == 303


def test_other_sites_cannot_report(reply):
    assert report(reply, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "rejected", "spam"])
def test_what_readers_do_not_see_cannot_be_reported(reply, state):
    Reply.objects.update(state=state)
    assert report(reply).status_code == 404


def test_strange_notes_are_no_error_of_ours(reply):
    assert report(reply, note="a\0b‮ <script>").status_code == 303
    assert Report.objects.get().note == "ab‮ <script>"
