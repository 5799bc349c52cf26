"""Who moderates what: role by section by action."""

import pytest
from django.urls import reverse

from comments.models import Reply
from comments.permissions import can_moderate, is_moderator, moderated_articles
from desk.signals import ensure_roles_after_migrate
from tests import factories
from tests.desk.newsroom import again, person

pytestmark = pytest.mark.django_db

EVERYWHERE = {"comment_moderator", "managing_editor", "admin"}
PEOPLE = sorted(
    EVERYWHERE
    | {"reporter", "copy_editor", "section_editor", "other_reporter", "other_section_editor"}
    | {"home_editor", "photo_desk"}
)
OF_POLITICS = EVERYWHERE | {"section_editor"}
OF_BUSINESS = EVERYWHERE | {"other_section_editor"}


@pytest.fixture
def replies(room):
    """One reply in Politics, one below it, one in Business."""
    below = factories.section("Courts", parent=room.politics)
    return {
        "politics": factories.held_reply(factories.article("Budget passes", room.politics)),
        "below": factories.held_reply(factories.article("Court sits", below)),
        "business": factories.held_reply(factories.article("Naira falls", room.business)),
    }


@pytest.mark.parametrize(
    ("where", "people"), [("politics", OF_POLITICS), ("below", OF_POLITICS), ("business", OF_BUSINESS)]
)
def test_who_moderates_where(room, replies, where, people):
    story = replies[where].article
    users = {name: again(getattr(room, name)) for name in PEOPLE}

    assert {name for name, user in users.items() if can_moderate(user, story)} == people
    assert {name for name, user in users.items() if story in moderated_articles(user)} == people
    assert {name for name, user in users.items() if replies[where] in Reply.objects.for_moderator(user)} == people


def test_who_has_a_queue_at_all(room):
    found = {name for name in PEOPLE if is_moderator(again(getattr(room, name)))}
    assert found == OF_POLITICS | OF_BUSINESS


def test_deactivated_moderator_moderates_nothing(room, replies):
    room.comment_moderator.is_active = False
    assert not is_moderator(room.comment_moderator)
    assert not Reply.objects.for_moderator(room.comment_moderator).exists()


def test_roles_of_an_older_release_get_what_is_new(room):
    for name in ("comment_moderator", "managing_editor"):
        getattr(room, name).groups.get().permissions.clear()

    ensure_roles_after_migrate()

    for name in ("comment_moderator", "managing_editor"):
        assert again(getattr(room, name)).has_perm("comments.moderate_reply")
        assert again(getattr(room, name)).has_perm("comments.change_replysettings")
    assert not again(room.section_editor).has_perm("comments.moderate_reply")


def test_group_for_one_section_is_made_with_wagtails_own_form(room, replies):
    from django.contrib.auth.models import Group
    from wagtail.models import GroupPagePermission

    group = Group.objects.create(name="Business moderators")
    GroupPagePermission.objects.create(group=group, page=room.business, permission_type="unlock")

    user = person("helper", group)

    assert list(Reply.objects.for_moderator(user)) == [replies["business"]]


SCREENS = ("reply_detail", "reply_edit", "reply_ban")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("who", PEOPLE)
def test_screens_of_a_reply_look_to_others_as_if_it_did_not_exist(client, room, replies, who, screen):
    client.force_login(getattr(room, who))
    status = client.get(reverse(screen, args=[replies["politics"].pk])).status_code
    expected = 200 if who in OF_POLITICS else 404 if who in OF_BUSINESS else 302
    assert status == expected
    if expected == 404:
        assert client.get(reverse(screen, args=[10**17])).status_code == 404


@pytest.mark.parametrize("act", ["approve", "reject", "spam"])
@pytest.mark.parametrize("who", PEOPLE)
def test_who_decides(client, room, replies, who, act):
    reply = replies["politics"]
    client.force_login(getattr(room, who))
    client.post(reverse("reply_decide"), {"one": f"{act} {reply.pk} waiting---0"})
    assert (Reply.objects.get(pk=reply.pk).state != "waiting") is (who in OF_POLITICS)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_edits_and_bans(client, room, replies, who):
    from comments.models import Ban

    reply = replies["politics"]
    client.force_login(getattr(room, who))
    client.post(reverse("reply_edit", args=[reply.pk]), {"text": "Mended.", "seen": "waiting---0"})
    client.post(reverse("reply_ban", args=[reply.pk]), {"by": "0", "days": "1"})
    assert (Reply.objects.get(pk=reply.pk).text == "Mended.") is (who in OF_POLITICS)
    assert Ban.objects.exists() is (who in OF_POLITICS)


@pytest.mark.parametrize("view", ["reply_decide", "reply_undo", "reply_switch_site"])
def test_what_only_takes_is_not_opened(client, room, view):
    client.force_login(room.admin)
    assert client.get(reverse(view)).status_code == 405


def test_settings_are_open_to_moderators_of_the_whole_site(client, room):
    from wagtail.models import Site

    url = reverse("wagtailsettings:edit", args=["comments", "replysettings", Site.objects.get().pk])
    opened = set()
    for name in PEOPLE:
        client.force_login(again(getattr(room, name)))
        if client.get(url).status_code == 200:
            opened.add(name)
    assert opened == EVERYWHERE
