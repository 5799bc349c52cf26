"""Kill a story: gone from readers at once, kept for the newsroom, back only when somebody lets it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from desk.killing import KillRefused, can_kill, can_restore, kill, restore
from desk.models import Kill
from desk.publishing import PublicationRefused, put_live
from desk.scheduling import publish_due
from news.models import Article, Tombstone
from tests import factories
from tests.desk.newsroom import (
    act,
    again,
    complete,
    draft,
    edit,
    edit_url,
    form,
    fresh,
    person,
    scheduled,
    step,
    submit,
)

pytestmark = pytest.mark.once

WHY = "A court order of this morning."


@pytest.fixture
def live(room):
    story = factories.article("A secret headline", room.politics, owner=room.reporter)
    complete(story)
    story.save_revision(user=room.reporter).publish()
    return fresh(story)


@pytest.fixture
def killed(room, live):
    kill(live, room.managing_editor, WHY)
    return fresh(live)


def url(name: str, story) -> str:
    return reverse(name, args=[story.pk])


def text(response) -> str:
    return response.content.decode()


# Who may


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("managing_editor", True),
        ("admin", True),
        *((role, False) for role in ("section_editor", "copy_editor", "reporter", "photo_desk", "comment_moderator")),
    ],
)
def test_only_managing_editors_and_administrators_kill(client, room, live, name, may):
    user = again(getattr(room, name))
    assert can_kill(user, live) is may
    client.force_login(user)
    client.post(url("desk_kill", live), {"reason": WHY, "text": "Gone."})
    assert fresh(live).live is not may
    assert can_restore(user, fresh(live)) is may


def test_a_right_of_its_own_without_the_right_to_the_story_is_not_enough(client, room, live):
    outsider = person("outsider")
    outsider.user_permissions.add(
        Permission.objects.get(codename="kill_story"), Permission.objects.get(codename="access_admin")
    )
    client.force_login(outsider)
    client.post(url("desk_kill", live), {"reason": WHY, "text": "Gone."})
    assert fresh(live).live


def test_a_draft_nobody_has_read_is_deleted_not_killed(client, room):
    story = draft(room.politics, room.reporter)
    with pytest.raises(KillRefused, match="A draft can be deleted"):
        kill(story, room.managing_editor, WHY)
    client.force_login(room.managing_editor)
    assert "A draft can be deleted" in text(client.get(url("desk_kill", story), follow=True))


def test_twice_is_refused(room, live, killed):
    with pytest.raises(KillRefused, match="killed already"):
        kill(live, room.managing_editor, WHY)


def test_a_reason_is_required(client, room, live):
    client.force_login(room.managing_editor)
    response = client.post(url("desk_kill", live), {"reason": "  ", "text": "Gone."})
    assert response.status_code == 200
    assert fresh(live).live
    response = client.post(url("desk_kill", live), {"reason": "x" * 1001, "text": "Gone."})
    assert "at most 1000" in text(response)


# What readers find


def test_readers_find_a_tombstone(client, room, live):
    kill(live, room.managing_editor, WHY, "Withdrawn after a <complaint>.")
    answer = client.get(live.url)
    assert answer.status_code == 410
    assert "Withdrawn after a &lt;complaint&gt;." in text(answer)
    assert 'content="noindex, follow"' in text(answer)
    assert room.politics.url in text(answer)
    assert "secret headline" not in text(answer)
    assert WHY not in text(answer)
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("vary", "").lower()
    assert answer.headers["cache-control"] == "max-age=5"


def test_the_tombstone_has_words_without_being_told(client, room, killed):
    assert "This story has been withdrawn." in text(client.get(killed.url))


def test_what_lies_below_its_address_is_no_page(client, killed):
    assert client.get(f"{killed.url}more/").status_code == 404
    assert client.get(f"{killed.url}feed/").status_code == 404


def test_the_tombstone_follows_the_story(client, room, killed, django_capture_on_commit_callbacks):
    old = killed.url
    with django_capture_on_commit_callbacks(execute=True):
        killed.move(room.business, pos="last-child")
    moved = fresh(killed)
    assert moved.url != old
    assert client.get(moved.url).status_code == 410
    assert client.get(old, follow=True).status_code == 410


def test_old_addresses_lead_to_the_tombstone(client, room, live, django_capture_on_commit_callbacks):
    old = live.url
    with django_capture_on_commit_callbacks(execute=True):
        live.move(room.business, pos="last-child")
    kill(fresh(live), room.managing_editor, WHY)
    assert client.get(old, follow=True).status_code == 410


def test_a_renamed_section_takes_the_tombstone_along(client, room, killed, django_capture_on_commit_callbacks):
    old, section = killed.url, room.politics
    section.slug = "government"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    assert fresh(killed).url == "/government/" + old.split("/", 2)[2]
    assert client.get(fresh(killed).url).status_code == 410
    assert client.get(old, follow=True).status_code == 410


def test_a_story_readers_never_knew_leaves_no_tombstone(client, room):
    story = draft(room.politics, room.reporter, "Never told")
    submit(story, room.reporter)
    kill(story, room.managing_editor, WHY)
    assert not Tombstone.objects.exists()
    assert client.get(fresh(story).url).status_code == 404


def test_other_pages_cost_no_more(client, room, live, django_assert_max_num_queries):
    client.get(live.url)
    with django_assert_max_num_queries(12):
        assert client.get(live.url).status_code == 200


# What becomes of it in the newsroom


def test_a_review_ends(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    kill(story, room.managing_editor, WHY)
    assert step(story) == ""
    assert not fresh(story).workflow_in_progress


def test_a_schedule_and_an_embargo_end(room):
    story = scheduled(room.politics, "Soon", embargo_until=timezone.now() + timedelta(minutes=1))
    kill(story, room.managing_editor, WHY)
    assert publish_due().published == []
    story = fresh(story)
    assert not story.live
    assert (story.go_live_at, story.embargo_until) == (None, None)
    version = story.get_latest_revision_as_object()
    assert (version.go_live_at, version.embargo_until) == (None, None)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_an_edit_of_a_live_story_in_review_ends_too(room, live):
    edit(live, room.reporter, standfirst="New words.")
    submit(live, room.reporter)
    kill(live, room.managing_editor, WHY)
    assert step(live) == ""
    assert not fresh(live).live


def test_text_and_history_stay(room, live):
    versions = live.revisions.count()
    kill(live, room.managing_editor, WHY)
    assert fresh(live).revisions.count() == versions
    assert fresh(live).body_text == live.body_text


@pytest.mark.parametrize("name", ["managing_editor", "admin"])
def test_nobody_publishes_a_killed_story(client, room, killed, name):
    user = again(getattr(room, name))
    assert not killed.permissions_for_user(user).can_publish()
    assert not killed.permissions_for_user(user).can_submit_for_moderation()
    with pytest.raises(PublicationRefused, match="was killed"):
        put_live(killed.latest_revision, user)
    client.force_login(user)
    client.post(edit_url(killed), form(killed, **{"action-publish": "1"}))
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={killed.pk}")
    client.post(edit_url(killed), form(killed, **{"action-submit": "1"}))
    assert not fresh(killed).live
    assert step(killed) == ""


def test_the_editor_says_who_when_and_why(client, room, killed):
    client.force_login(room.section_editor)
    body = text(client.get(edit_url(killed)))
    assert "Killed by Managing_Editor on" in body
    assert WHY in body
    assert url("desk_restore_story", killed) not in body
    client.force_login(room.managing_editor)
    assert url("desk_restore_story", killed) in text(client.get(edit_url(killed)))


def test_the_ways_to_it(client, room, live):
    for user, there in ((room.managing_editor, True), (room.section_editor, False)):
        client.force_login(user)
        assert text(client.get(edit_url(live))).count(url("desk_kill", live)) == (2 if there else 0)
        assert (url("desk_kill", live) in text(client.get(reverse("wagtailadmin_pages:history", args=[live.pk])))) is (
            there
        )


def test_the_history_tells_it(client, room, killed):
    restore(killed, room.admin, "The order was lifted.")
    assert set(PageLogEntry.objects.filter(action__startswith="desk.").values_list("action", flat=True)) == {
        "desk.kill",
        "desk.restore",
    }
    client.force_login(room.section_editor)
    body = text(client.get(reverse("wagtailadmin_pages:history", args=[killed.pk])))
    for words in ("Killed", WHY, "Brought back", "The order was lifted."):
        assert words in body


def test_the_editors_and_the_writer_get_mail(room, live):
    person("second_chief", *room.managing_editor.groups.all())
    mail.outbox.clear()
    kill(live, room.managing_editor, WHY)
    assert {sent.to[0] for sent in mail.outbox} == {
        "second_chief@pulse.example",
        "section_editor@pulse.example",
        "reporter@pulse.example",
    }
    assert mail.outbox[0].subject == "Killed: “A secret headline”"
    assert WHY in mail.outbox[0].body
    mail.outbox.clear()
    restore(live, room.managing_editor, "The order was lifted.")
    assert mail.outbox[0].subject == "Back: “A secret headline” is no longer killed"
    assert "The order was lifted." in mail.outbox[0].body


@pytest.mark.parametrize(
    ("name", "goes", "bulk"),
    [
        ("managing_editor", False, False),
        ("managing_editor", False, True),
        ("admin", True, False),
        ("admin", True, True),
    ],
)
def test_only_an_administrator_deletes_it(client, room, killed, name, goes, bulk):
    client.force_login(getattr(room, name))
    where = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={killed.pk}&next=/admin/"
    response = client.post(where if bulk else url("wagtailadmin_pages:delete", killed), follow=True)
    assert Article.objects.filter(pk=killed.pk).exists() is not goes
    if not goes and not bulk:  # a bulk action leaves out what it may not touch
        assert "A killed story stays" in text(response)


# Back again


def test_brought_back_it_is_a_draft_that_is_approved_the_ordinary_way(client, room, killed):
    client.force_login(room.managing_editor)
    assert client.post(url("desk_restore_story", killed), {"reason": ""}).status_code == 200
    assert not Kill.objects.exclude(restored_at=None).exists()
    client.post(url("desk_restore_story", killed), {"reason": "The order was lifted."})
    story = fresh(killed)
    assert not story.live
    assert client.get(story.url).status_code == 404
    submit(story, room.reporter)
    assert act(act(story, room.copy_editor), room.section_editor).live
    assert client.get(story.url).status_code == 200
    kill(fresh(story), room.managing_editor, "Again.")
    assert client.get(story.url).status_code == 410
    assert Kill.objects.count() == 2


def test_what_is_not_killed_is_not_brought_back(client, room, live):
    with pytest.raises(KillRefused):
        restore(live, room.managing_editor, "?")
    client.force_login(room.managing_editor)
    assert "not killed" in text(client.post(url("desk_restore_story", live), {"reason": "?"}, follow=True))


def test_what_readers_see_can_be_changed(client, room, killed):
    client.force_login(room.section_editor)
    client.post(url("desk_tombstone", killed), {"text": "Ha."})
    client.force_login(room.managing_editor)
    assert "This story has been withdrawn." in text(client.get(url("desk_tombstone", killed)))
    client.post(url("desk_tombstone", killed), {"text": "Withdrawn by order of a court."})
    assert "Withdrawn by order of a court." in text(client.get(killed.url))


def test_addresses_of_nothing_are_404(client, room):
    client.force_login(room.admin)
    for name in ("desk_kill", "desk_restore_story", "desk_tombstone"):
        assert client.get(reverse(name, args=[999_999])).status_code == 404


def test_to_kill_is_never_the_large_button(client, room):
    story = draft(room.politics, room.reporter, go_live_at=timezone.now() + timedelta(days=1))
    submit(story, room.reporter)
    act(story, room.copy_editor)
    act(story, room.section_editor)
    client.force_login(room.managing_editor)

    menu = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).context["action_menu"]

    assert "locked" in str(menu.default_item.label).lower()
    assert "Kill this story" in [item.label for item in menu.menu_items]
