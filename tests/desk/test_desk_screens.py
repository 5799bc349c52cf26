"""The managing editor's screens: desks, people, the whole newsroom's roles."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, WorkflowTask

from desk.desks import change_chain, ensure_section_desk
from desk.models import EditorialReviewTask, SectionDesk
from desk.roles import site_group
from tests import factories
from tests.desk.newsroom import again, draft, person, step, submit

pytestmark = pytest.mark.once

CHIEFS = {"managing_editor", "admin"}
OTHERS = ["reporter", "copy_editor", "section_editor", "other_section_editor", "photo_desk", "comment_moderator"]


@pytest.fixture
def chief(client, room):
    client.force_login(room.managing_editor)
    return room.managing_editor


def addresses(room) -> list[str]:
    return [
        reverse("desk_list"),
        reverse("desk_list_results"),
        reverse("desk_people"),
        reverse("desk_people_results"),
        reverse("desk_newsroom"),
        reverse("desk_detail", args=[room.desk.pk]),
        reverse("desk_remove_person", args=[room.desk.pk, "reporter", room.reporter.pk]),
        reverse("desk_newsroom_remove", args=["photo_desk", room.photo_desk.pk]),
    ]


def add(client, room, name, role="reporter"):
    url = reverse("desk_add_person", args=[room.desk.pk, role])
    return client.post(url, {"person": name}, follow=True)


def remove_url(room, user, role) -> str:
    return reverse("desk_remove_person", args=[room.desk.pk, role, user.pk])


def choose(client, room, chain):
    return client.post(reverse("desk_chain", args=[room.desk.pk]), {"chain": chain}, follow=True)


def on_desk(room, user, role="reporter") -> bool:
    return room.desk.group(role).user_set.filter(pk=user.pk).exists()


def text(response) -> str:
    return response.content.decode()


# Who opens them


@pytest.mark.parametrize("name", [*OTHERS, *sorted(CHIEFS)])
def test_who_opens_the_screens(client, room, name):
    client.force_login(getattr(room, name))
    for url in addresses(room):
        assert (client.get(url).status_code == 200) is (name in CHIEFS), url


@pytest.mark.parametrize("name", OTHERS)
def test_who_changes_nothing(client, room, name):
    client.force_login(getattr(room, name))
    newcomer = person("newcomer")
    add(client, room, "newcomer")
    client.post(reverse("desk_newsroom_add", args=["photo_desk"]), {"person": "newcomer"})
    client.post(remove_url(room, room.reporter, "reporter"))
    choose(client, room, "breaking")
    assert not newcomer.groups.exists()
    assert on_desk(room, room.reporter)
    assert SectionDesk.objects.get(pk=room.desk.pk).chain == "copy"


@pytest.mark.parametrize("name", [*OTHERS, *sorted(CHIEFS)])
def test_who_sees_the_menu_item(client, room, name):
    client.force_login(getattr(room, name))
    assert (reverse("desk_list") in text(client.get(reverse("wagtailadmin_home")))) is (name in CHIEFS)


def test_visitor_is_asked_to_log_in(client, room):
    for url in addresses(room):
        assert client.get(url).url.startswith(reverse("wagtailadmin_login"))


# The lists


def test_list_names_desks_steps_and_people(client, room, chief):
    room.desk.group("reporter").user_set.add(person("second"), person("gone", is_active=False))
    page = text(client.get(reverse("desk_list")))
    assert reverse("desk_detail", args=[room.desk.pk]) in page
    assert "Copy edit, then section editor" in page
    counts = re.findall(r'<td class="desk-number[^"]*">\s*(\d+)\s*</td>', page)
    assert counts == ["2", "1", "1", "1", "1", "1"]


def test_step_that_only_others_take_is_named(client, room, chief):
    room.desk.group("copy_editor").user_set.clear()
    page = text(client.get(reverse("desk_list")))
    assert "Nobody yet for copy edit: others stand in." in page
    assert "Nobody can take" not in page


def test_step_that_nobody_can_take_is_a_warning(client, room, chief):
    change_chain(room.desk, "legal")
    task = SectionDesk.objects.get(pk=room.desk.pk).legal_read
    task.deputies.clear()
    assert "Nobody can take the step “Politics legal read”" in text(client.get(reverse("desk_list")))
    site_group("legal_reader").user_set.add(person("away", is_active=False))
    assert "Nobody can take the step “Politics legal read”" in text(client.get(reverse("desk_list")))
    site_group("legal_reader").user_set.add(person("lawyer"))
    assert "legal read”" not in text(client.get(reverse("desk_list")))


def test_step_set_by_hand_is_looked_at_too(client, room, chief):
    extra = EditorialReviewTask.objects.create(name="Fact check")
    WorkflowTask.objects.create(workflow=room.desk.workflow, task=extra, sort_order=5)
    ensure_section_desk(room.politics)
    page = text(client.get(reverse("desk_list")))
    assert "Set by hand" in page
    assert "Nobody can take the step “Fact check”" in page


def test_list_is_searched_by_section(client, room, chief):
    page = text(client.get(reverse("desk_list_results"), {"q": "busi"}))
    assert "Business" in page
    assert "Politics" not in page


def queries(client, url) -> int:
    client.get(url)  # what is cached for all pages is fetched here
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("view", ["desk_list", "desk_people", "desk_newsroom"])
def test_lists_cost_the_same_with_more_rows(client, room, chief, view):
    before = queries(client, reverse(view))
    for number in range(5):
        desk = factories.section(f"More {number}").desk
        for role in SectionDesk.Role:
            desk.group(role).user_set.add(person(f"p{number}{role.value}"))
        site_group("photo_desk").user_set.add(person(f"photo{number}"))
    assert queries(client, reverse(view)) == before


def test_desk_page_costs_the_same_with_more_people(client, room, chief):
    url = reverse("desk_detail", args=[room.desk.pk])
    add(client, room, "photo_desk")
    before = queries(client, url)
    for number in range(5):
        add(client, room, person(f"p{number}").username)
    assert queries(client, url) == before


def test_people_are_listed_with_what_they_do(client, room, chief):
    room.other_reporter.groups.add(room.desk.group("copy_editor"), site_group("photo_desk"))
    person("idle", last_name="Hand")
    page = text(client.get(reverse("desk_people_results"), {"q": "other_reporter"}))
    for expected in ("Other_Reporter", "Business</a> reporters", "Politics</a> copy editors", "Photo desk</a>"):
        assert expected in page
    assert "No desk yet" in text(client.get(reverse("desk_people_results"), {"q": "hand idle"}))


def test_switched_off_account_is_shown_as_such(client, room, chief):
    room.reporter.is_active = False
    room.reporter.save()
    for url in (reverse("desk_people"), reverse("desk_detail", args=[room.desk.pk])):
        assert text(client.get(url)).count("Account switched off") == 1


# Adding and removing


@pytest.mark.parametrize("name", ["newcomer", "Newcomer Ade (newcomer)", "newcomer ade", "NEWCOMER@pulse.example"])
def test_person_is_added_by_any_of_their_names(client, room, chief, name):
    newcomer = person("newcomer", last_name="Ade")
    response = add(client, room, name, "copy_editor")
    assert "Newcomer Ade now belongs to Politics copy editors." in text(response)
    assert on_desk(room, newcomer, "copy_editor")
    assert ModelLogEntry.objects.get(action="desk.add_person").user == chief


def test_one_person_holds_different_roles_in_different_sections(client, room, chief):
    add(client, room, "other_section_editor", "reporter")
    assert on_desk(room, room.other_section_editor)
    assert room.business.desk.group("section_editor").user_set.filter(pk=room.other_section_editor.pk).exists()


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("nobody here", "There is nobody called “nobody here”."),
        ("twin ade", "2 people are called “twin ade”. Give the user name: twin1, twin2."),
        ("sleeper", "account is switched off"),
        ("reporter", "belongs to Politics reporters already."),
        ("", "This field is required."),
        ("x" * 300, "at most 254 characters"),
        ("nul\x00", "Null characters"),
        ("admin", "Only administrators change what they do."),
    ],
)
def test_what_cannot_be_added_is_said(client, room, chief, name, answer):
    for username in ("twin1", "twin2"):
        person(username).__class__.objects.filter(username=username).update(first_name="Twin", last_name="Ade")
    person("sleeper", is_active=False)
    before = room.desk.group("reporter").user_set.count()
    assert answer in text(add(client, room, name))
    assert room.desk.group("reporter").user_set.count() == before
    assert not ModelLogEntry.objects.filter(action="desk.add_person").exists()


def test_markup_in_a_name_is_text(client, room, chief):
    person("<b>x</b>", last_name='"><script>alert(1)</script>')
    assert "now belongs to" in text(add(client, room, "<b>x</b>"))
    page = text(client.get(reverse("desk_detail", args=[room.desk.pk])))
    assert "<script>alert(1)" not in page
    assert "<b>x</b>" not in page


def test_switched_off_accounts_and_administrators_are_not_offered(client, room, chief):
    person("sleeper", is_active=False)
    page = text(client.get(reverse("desk_detail", args=[room.desk.pk])))
    assert '<option value="Reporter (reporter)">' in page
    assert "(sleeper)" not in page
    assert "(admin)" not in page


def test_removal_asks_and_is_logged(client, room, chief):
    page = text(client.get(remove_url(room, room.reporter, "reporter")))
    assert "Remove Reporter from Politics reporters?" in page
    assert on_desk(room, room.reporter)
    client.post(remove_url(room, room.reporter, "reporter"))
    assert not on_desk(room, room.reporter)
    entry = ModelLogEntry.objects.get(action="desk.remove_person")
    assert (entry.user, entry.data["person"]["name"]) == (chief, "Reporter")
    assert "Reporter removed from Politics reporters" in text(client.get(reverse("desk_detail", args=[room.desk.pk])))


def test_removal_says_that_nobody_else_can_take_the_step(client, room, chief):
    for number in range(2):
        submit(draft(room.politics, room.reporter, f"Story {number}"), room.reporter)
    room.desk.copy_edit.deputies.clear()
    page = text(client.get(remove_url(room, room.copy_editor, "copy_editor")))
    assert "2 stories wait at “Politics copy edit”; nobody else can take this step." in page


def test_removal_says_who_else_can(client, room, chief):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    room.desk.group("copy_editor").user_set.add(person("second"))
    page = text(client.get(remove_url(room, room.copy_editor, "copy_editor")))
    assert "1 story waits at “Politics copy edit”; Second or " in page


def test_removal_sees_four_eyes(client, room, chief):
    room.desk.copy_edit.deputies.clear()
    room.desk.group("copy_editor").user_set.add(room.reporter)
    submit(draft(room.politics, room.reporter), room.reporter)
    page = text(client.get(remove_url(room, room.copy_editor, "copy_editor")))
    assert "nobody else may approve it" in page


def test_removal_names_drafts_that_close(client, room, chief):
    draft(room.politics, room.reporter)
    assert "can no longer open a draft of their own here" in text(
        client.get(remove_url(room, room.reporter, "reporter"))
    )


def test_person_removed_in_mid_review_can_no_longer_approve(client, room, chief):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    client.post(remove_url(room, room.copy_editor, "copy_editor"))
    assert not room.desk.copy_edit.is_reviewer(again(room.copy_editor))
    assert step(story) == "Politics copy edit"


def test_removing_who_is_not_there_changes_nothing(client, room, chief):
    response = client.get(remove_url(room, room.other_reporter, "reporter"))
    assert response.url.startswith(reverse("desk_detail", args=[room.desk.pk]))
    client.post(remove_url(room, room.other_reporter, "reporter"))
    assert not ModelLogEntry.objects.filter(action="desk.remove_person").exists()


@pytest.mark.parametrize("args", [[0, "reporter"], ["pk", "chief"]])
def test_unknown_desk_or_role_is_not_found(client, room, chief, args):
    args = [room.desk.pk if arg == "pk" else arg for arg in args]
    assert client.post(reverse("desk_add_person", args=args), {"person": "reporter"}).status_code == 404


# What managing editors cannot do here


@pytest.mark.parametrize("key", ["photo_desk", "comment_moderator", "legal_reader"])
def test_managing_editor_gives_the_newsroom_s_roles(client, room, chief, key):
    client.post(reverse("desk_newsroom_add", args=[key]), {"person": "reporter"})
    assert site_group(key).user_set.filter(pk=room.reporter.pk).exists()
    client.post(reverse("desk_newsroom_remove", args=[key, room.reporter.pk]))
    assert not site_group(key).user_set.filter(pk=room.reporter.pk).exists()


def test_managing_editor_makes_no_managing_editors(client, room, chief):
    client.post(reverse("desk_newsroom_add", args=["managing_editor"]), {"person": "reporter"})
    assert not site_group("managing_editor").user_set.filter(pk=room.reporter.pk).exists()
    second = person("second", site_group("managing_editor"))
    client.post(reverse("desk_newsroom_remove", args=["managing_editor", second.pk]))
    assert site_group("managing_editor").user_set.filter(pk=second.pk).exists()


def test_administrator_makes_managing_editors(client, room):
    client.force_login(room.admin)
    client.post(reverse("desk_newsroom_add", args=["managing_editor"]), {"person": "reporter"})
    assert site_group("managing_editor").user_set.filter(pk=room.reporter.pk).exists()


@pytest.mark.parametrize("role", ["photo_desk", "legal_reader"])
def test_managing_editor_leaves_administrators_alone(client, room, chief, role):
    client.post(reverse("desk_newsroom_add", args=[role]), {"person": "admin"})
    assert not room.admin.groups.exists()
    room.admin.groups.add(site_group(role))
    client.post(reverse("desk_newsroom_remove", args=[role, room.admin.pk]))
    assert room.admin.groups.exists()


@pytest.mark.parametrize("codename", ["change_user", "change_group"])
def test_group_with_rights_over_accounts_is_the_administrators(client, room, chief, codename):
    room.desk.group("reporter").permissions.add(Permission.objects.get(codename=codename))
    add(client, room, "managing_editor")
    assert not on_desk(room, chief)
    assert "Only administrators change who is here." in text(client.get(reverse("desk_detail", args=[room.desk.pk])))


# The chain


def test_chain_is_chosen_and_logged(client, room, chief):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    response = choose(client, room, "breaking")
    assert "Politics: Section editor only (breaking news). A story in review went on to its new step." in text(response)
    assert step(story) == "Politics section editor"
    entry = ModelLogEntry.objects.get(action="desk.change_chain")
    assert (entry.user, entry.data["after"], entry.data["moved"]) == (chief, "Section editor only (breaking news)", 1)
    assert "Chain of review changed from" in text(response)


@pytest.mark.parametrize("chain", ["copy", "no such", "", None])
def test_unknown_or_same_chain_changes_nothing(client, room, chief, chain):
    choose(client, room, *([chain] if chain is not None else [""]))
    assert SectionDesk.objects.get(pk=room.desk.pk).chain == "copy"
    assert not ModelLogEntry.objects.filter(action="desk.change_chain").exists()
