import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from desk.models import PreviewLink
from desk.models.preview_link import shortened
from desk.preview_links import MAX_OPEN_LINKS, TooManyLinks, create_link, revoke
from tests import factories
from tests.desk.newsroom import draft, edit, edit_url, fresh

pytestmark = pytest.mark.once

IN_THREE_DAYS = timedelta(days=3)


@pytest.fixture
def story(room):
    return draft(
        room.politics,
        room.reporter,
        headline="The minister's second passport",
        lead_image=factories.picture(size=(1300, 700)),
        embargo_until=timezone.now() + timedelta(days=2),
    )


def share(story, user, note="Ms Ade, legal read", lasts=IN_THREE_DAYS) -> tuple[PreviewLink, str]:
    story = fresh(story)
    link, token = create_link(story, story.latest_revision, user, note, timezone.now() + lasts)
    return link, reverse("desk_preview", args=[token])


def posted(story, **changes) -> dict:
    return {"note": "Ms Ade", "days": "3", "revision": str(fresh(story).latest_revision_id), **changes}


def page(story) -> str:
    return reverse("desk_preview_links", args=[story.pk])


# What the outsider sees


def test_lawyer_reads_an_embargoed_draft_with_its_picture(room, story, client):
    _link, address = share(story, room.reporter)
    response = client.get(address)
    text = response.content.decode()
    assert response.status_code == 200
    assert "The minister&#x27;s second passport" in text
    assert "Preview, not published:" in text
    assert "Ms Ade, legal read" in text
    [picture, *_] = re.findall(r'<img[^>]*?src="(/media/[^"]+)"', text)
    assert client.get(picture).status_code == 200


def test_link_shows_the_version_it_was_made_for(room, story, client):
    _link, address = share(story, room.reporter)
    edit(story, room.reporter, title="Another headline", standfirst="Rewritten.")
    assert b"second passport" in client.get(address).content
    assert b"Another headline" not in client.get(address).content


def test_link_shows_its_version_when_autosave_writes_over_the_revision(room, story, client):
    _link, address = share(story, room.reporter)
    version = fresh(story).get_latest_revision_as_object()
    version.title = "Saved over"
    version.save_revision(user=room.reporter, overwrite_revision=fresh(story).latest_revision)
    assert b"second passport" in client.get(address).content


def test_preview_of_a_live_story_is_not_the_live_version(room, client):
    story = factories.article("What readers see", room.politics, owner=room.reporter)
    story.save_revision()
    edit(story, room.section_editor, title="The correction to come")
    _link, address = share(story, room.section_editor)
    assert b"The correction to come" in client.get(address).content


def test_preview_is_private(room, story, client):
    _link, address = share(story, room.reporter)
    response = client.get(address)
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    text = response.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in text
    for forbidden in ("csrfmiddlewaretoken", "ld+json", 'rel="canonical"', 'rel="alternate"', "og:url", story.full_url):
        assert forbidden not in text


def test_preview_of_a_logged_in_editor_is_the_same(room, story, client):
    _link, address = share(story, room.reporter)
    client.get(address)  # the first visit may make a picture's size
    anonymous = client.get(address).content
    client.force_login(room.admin)
    assert client.get(address).content == anonymous


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_preview_is_only_read(room, story, client, method):
    _link, address = share(story, room.reporter)
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("why", ["wrong", "expired", "revoked", "maker left", "story deleted"])
def test_every_closed_link_is_the_same_404(room, story, client, why):
    link, address = share(story, room.reporter)
    if why == "wrong":
        address = address[:-4] + "AAA/"
    elif why == "expired":
        PreviewLink.objects.update(expires_at=timezone.now())
    elif why == "revoked":
        revoke(link, room.section_editor)
    elif why == "maker left":
        type(room.reporter).objects.filter(pk=room.reporter.pk).update(is_active=False)
    else:
        fresh(story).delete()
    response = client.get(address)
    nowhere = client.get(f"/preview/{'x' * 43}/")
    assert (response.status_code, nowhere.status_code) == (404, 404)
    assert response.content == nowhere.content
    assert sorted(response.items()) == sorted(nowhere.items())
    assert b"passport" not in response.content


@pytest.mark.parametrize("token", ["x", "x" * 3000, "%00", "%F0%9F%98%80", "a b", "ü"])
def test_strange_token_is_404(db, client, token):
    assert client.get(f"/preview/{token}/").status_code == 404


def test_token_is_not_in_the_database(room, story):
    _link, address = share(story, room.reporter)
    token = address.split("/")[2]
    assert len(token) == 43
    assert token not in str(list(PreviewLink.objects.values()))


# Visits


def test_visits_are_kept_with_shortened_addresses(room, story, client):
    link, address = share(story, room.reporter)
    client.get(address, REMOTE_ADDR="203.0.113.77", headers={"user-agent": "Browser " + "x" * 500})
    client.head(address)
    link.refresh_from_db()
    [visit] = link.visits.all()
    assert (link.visit_count, visit.network) == (1, "203.0.113.0/24")
    assert len(visit.user_agent) == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_is_shortened_to_its_network(address, network):
    assert shortened(address) == network


def test_visits_are_counted_but_not_kept_without_end(room, story, client, monkeypatch):
    monkeypatch.setattr("desk.models.preview_link.MAX_VISITS_KEPT", 2)
    link, address = share(story, room.reporter)
    for _ in range(4):
        client.get(address)
    link.refresh_from_db()
    assert (link.visit_count, link.visits.count()) == (4, 2)


# In the newsroom


def test_reporter_makes_a_link_and_sees_it_once(room, story, client):
    client.force_login(room.reporter)
    assert page(story) in client.get(edit_url(story)).content.decode()
    answer = client.post(page(story), posted(story))
    [address] = re.findall(r'value="http://[^"/]+(/preview/[^"]+)"', answer.content.decode())
    assert client.get(address).status_code == 200
    later = client.get(page(story)).content.decode()
    assert "Ms Ade" in later
    assert address not in later


def test_link_is_revoked_in_the_list(room, story, client):
    link, address = share(story, room.reporter)
    client.force_login(room.copy_editor)
    client.post(reverse("desk_revoke_preview_link", args=[link.pk]))
    assert client.get(address).status_code == 404
    link.refresh_from_db()
    assert link.revoked_by == room.copy_editor
    assert "revoked" in client.get(page(story)).content.decode()


def test_making_and_revoking_stand_in_the_history(room, story, client):
    link, _address = share(story, room.reporter)
    assert revoke(link, room.copy_editor)
    assert not revoke(link, room.admin)
    entries = PageLogEntry.objects.filter(action__startswith="desk.preview_link").order_by("timestamp")
    assert [(entry.action.rpartition(".")[2], entry.user) for entry in entries] == [
        ("create", room.reporter),
        ("revoke", room.copy_editor),
    ]
    client.force_login(room.reporter)
    history = client.get(reverse("wagtailadmin_pages:history", args=[story.pk])).content.decode()
    assert "Preview link made: for Ms Ade, legal read" in history
    assert "Preview link revoked" in history


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("reporter", True),
        ("copy_editor", True),
        ("section_editor", True),
        ("managing_editor", True),
        ("admin", True),
        ("other_reporter", False),
        ("other_section_editor", False),
        ("photo_desk", False),
        ("comment_moderator", False),
    ],
)
def test_who_may_edit_the_story_shares_it(room, story, client, role, may):
    link, address = share(story, room.reporter)
    user = getattr(room, role)
    client.force_login(user)
    assert (client.get(page(story)).status_code == 200) is may
    made = client.post(page(story), posted(story))
    assert (made.status_code == 200) is may
    assert PreviewLink.objects.filter(created_by=user, note="Ms Ade").exists() is may
    client.post(reverse("desk_revoke_preview_link", args=[link.pk]))
    assert (client.get(address).status_code == 404) is may


def test_anonymous_visitor_is_sent_to_the_log_in(room, story, client):
    link, _address = share(story, room.reporter)
    for answer in (client.get(page(story)), client.post(reverse("desk_revoke_preview_link", args=[link.pk]))):
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


@pytest.mark.parametrize(
    "change",
    [{"note": ""}, {"note": "x" * 121}, {"days": "31"}, {"days": "0"}, {"revision": "0"}, {"revision": "zzz"}],
)
def test_bad_answers_make_no_link(room, story, client, change):
    client.force_login(room.reporter)
    assert client.post(page(story), posted(story, **change)).status_code == 200
    assert not PreviewLink.objects.exists()


def test_version_of_another_story_is_refused(room, story, client):
    other = draft(room.business, room.other_reporter)
    client.force_login(room.reporter)
    client.post(page(story), posted(story, revision=str(other.latest_revision_id)))
    with pytest.raises(PermissionDenied):
        create_link(story, other.latest_revision, room.reporter, "x", timezone.now() + IN_THREE_DAYS)
    assert not PreviewLink.objects.exists()


def test_open_links_of_a_story_are_limited(room, story):
    links = [share(story, room.reporter)[0] for _ in range(MAX_OPEN_LINKS)]
    with pytest.raises(TooManyLinks):
        share(story, room.reporter)
    revoke(links[0], room.reporter)
    share(story, room.reporter)


def test_link_lasts_thirty_days_at_most(room, story):
    link, _address = share(story, room.reporter, lasts=timedelta(days=400))
    assert link.expires_at <= timezone.now() + timedelta(days=30)


def test_list_costs_the_same_for_many_links(room, story, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(story)).status_code == 200
        return len(queries)

    client.force_login(room.reporter)
    _link, address = share(story, room.reporter)
    client.get(address)
    cost()
    before = cost()
    for number in range(5):
        _link, address = share(story, room.copy_editor, note=f"Lawyer {number}")
        client.get(address)
    assert cost() == before
