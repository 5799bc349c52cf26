"""Who may do what, where: role by section by action."""

import pytest
from django.urls import reverse

from desk.signals import ensure_roles_after_migrate
from news.models import Article, Section
from tests import factories
from tests.desk.newsroom import again, draft, edit_url, form, fresh, person, submit

pytestmark = pytest.mark.once

PEOPLE = (
    "reporter",
    "copy_editor",
    "section_editor",
    "other_reporter",
    "other_copy_editor",
    "other_section_editor",
    "managing_editor",
    "photo_desk",
    "comment_moderator",
    "admin",
)
OWN_DESK = {"reporter", "copy_editor", "section_editor"}
CHIEFS = {"managing_editor", "admin"}

# A draft of the reporter's in Politics: who may do what with it.
WITH_ANOTHERS_DRAFT = {
    "can_edit": OWN_DESK | CHIEFS,
    "can_publish": set(),
    "can_unpublish": set(),
    "can_delete": {"reporter", "section_editor"} | CHIEFS,
    "can_move": {"reporter", "section_editor"} | CHIEFS,
    "can_lock": {"copy_editor", "section_editor"} | CHIEFS,
    "can_unlock": {"section_editor"} | CHIEFS,
    "can_unschedule": {"section_editor"} | CHIEFS,
    "can_set_view_restrictions": CHIEFS,
}
WITH_A_LIVE_STORY = {
    "can_edit": {"copy_editor", "section_editor"} | CHIEFS,
    "can_publish": set(),
    "can_unpublish": CHIEFS,
    "can_delete": CHIEFS,
}
WITH_THE_SECTION = {
    "can_edit": CHIEFS,
    "can_delete": CHIEFS,
    "can_publish": CHIEFS,
    "can_add_subpage": {"reporter", "section_editor"} | CHIEFS,
    "can_reorder_children": CHIEFS,
    "can_lock": CHIEFS,
}


def allowed(room, page, question: str) -> set[str]:
    return {name for name in PEOPLE if getattr(page.permissions_for_user(again(getattr(room, name))), question)()}


@pytest.mark.parametrize(("question", "expected"), WITH_ANOTHERS_DRAFT.items())
def test_reporters_draft(room, question, expected):
    story = draft(room.politics, room.reporter)
    assert allowed(room, story, question) == expected


@pytest.mark.parametrize(("question", "expected"), WITH_A_LIVE_STORY.items())
def test_live_story_of_nobody(room, question, expected):
    story = factories.article(parent=room.politics)
    assert allowed(room, story, question) == expected


@pytest.mark.parametrize(("question", "expected"), WITH_THE_SECTION.items())
def test_section_page(room, question, expected):
    assert allowed(room, room.politics, question) == expected


def test_reporter_edits_own_stories_only(room):
    story = draft(room.politics, person("colleague", room.desk.group("reporter")))
    assert not story.permissions_for_user(again(room.reporter)).can_edit()


@pytest.mark.parametrize("where", ["politics", "business", "home"])
def test_reporter_files_in_own_section_only(client, room, where):
    parent = factories.home() if where == "home" else getattr(room, where)
    client.force_login(room.reporter)
    response = client.get(reverse("wagtailadmin_pages:add", args=["news", "article", parent.pk]))
    assert (response.status_code == 200) is (where == "politics")


@pytest.mark.parametrize(
    ("name", "makes"), [("reporter", False), ("section_editor", False), ("managing_editor", True), ("admin", True)]
)
def test_only_chiefs_make_sections(client, room, name, makes):
    client.force_login(getattr(room, name))
    url = reverse("wagtailadmin_pages:add", args=["news", "section", room.politics.pk])
    assert (client.get(url).status_code == 200) is makes
    client.post(url, {"title": "Courts", "slug": "courts"})
    assert Section.objects.filter(slug="courts").exists() is makes


def test_reporter_is_not_asked_what_to_add(client, room):
    client.force_login(room.reporter)
    response = client.get(reverse("wagtailadmin_pages:add_subpage", args=[room.politics.pk]))
    assert response.url == reverse("wagtailadmin_pages:add", args=["news", "article", room.politics.pk])


def test_managing_editor_is_asked_what_to_add(client, room):
    client.force_login(room.managing_editor)
    response = client.get(reverse("wagtailadmin_pages:add_subpage", args=[room.politics.pk]))
    assert response.status_code == 200


def test_section_editor_does_not_copy_a_section(client, room):
    client.force_login(room.section_editor)
    client.post(
        reverse("wagtailadmin_pages:copy", args=[room.politics.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": room.politics.pk},
    )
    assert not Section.objects.filter(slug="copy").exists()


ADMIN_PAGES = {
    "wagtailadmin_home": set(PEOPLE),
    "wagtailusers_users:index": {"admin"},
    "wagtailusers_groups:index": {"admin"},
    "wagtailadmin_workflows:index": {"admin"},
    "wagtailsites:index": {"admin"},
    "wagtailredirects:index": CHIEFS,
    "wagtailsearchpromotions:index": {"section_editor", "other_section_editor"} | CHIEFS,
    "searches_report": {"section_editor", "other_section_editor"} | CHIEFS,
    "wagtailsnippets_search_synonymgroup:list": {"section_editor", "other_section_editor"} | CHIEFS,
    "wagtailsnippets_news_topic:list": CHIEFS,
    "wagtailimages:index": OWN_DESK
    | {f"other_{role}" for role in OWN_DESK}
    | {"managing_editor", "photo_desk", "admin"},
}


@pytest.mark.parametrize(("view", "expected"), ADMIN_PAGES.items())
def test_admin_pages(client, room, view, expected):
    opened = set()
    for name in PEOPLE:
        client.force_login(again(getattr(room, name)))
        if client.get(reverse(view)).status_code == 200:
            opened.add(name)
    assert opened == expected


def test_desks_of_an_older_release_get_what_is_new(room):
    group = room.desk.group("section_editor")
    group.permissions.clear()
    ensure_roles_after_migrate()

    assert again(room.section_editor).has_perm("search.see_searches")
    assert again(room.section_editor).has_perm("wagtailsearchpromotions.add_searchpromotion")
    assert not again(room.reporter).has_perm("search.see_searches")


@pytest.mark.parametrize(("name", "changes"), [("reporter", False), ("photo_desk", True), ("managing_editor", True)])
def test_who_changes_anothers_picture(client, room, name, changes):
    picture = factories.picture(uploaded_by_user=room.admin)
    client.force_login(getattr(room, name))
    assert (client.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 200) is changes
    assert (client.get(reverse("wagtailimages:delete", args=[picture.pk])).status_code == 200) is changes


def test_managing_editor_changes_site_settings(client, room):
    from wagtail.models import Site

    url = reverse("wagtailsettings:edit", args=["core", "sitesettings", Site.objects.get().pk])
    client.force_login(room.managing_editor)
    assert client.get(url).status_code == 200
    client.force_login(room.section_editor)
    assert client.get(url).status_code == 302


def test_nobody_deletes_a_story_in_review(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    assert allowed(room, fresh(story), "can_delete") == {"section_editor"} | CHIEFS


def test_other_desk_cannot_open_a_story_in_review(client, room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    for name in ("other_reporter", "other_copy_editor", "other_section_editor", "photo_desk"):
        client.force_login(again(getattr(room, name)))
        assert client.get(edit_url(story)).status_code == 302, name


@pytest.mark.parametrize("name", ["reporter", "copy_editor", "section_editor", "other_section_editor", "photo_desk"])
def test_publishing_by_hand_needs_publish(client, room, name):
    story = draft(room.politics, room.reporter)
    client.force_login(getattr(room, name))
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={story.pk}")
    client.post(edit_url(story), form(story, **{"action-publish": "1"}))
    assert not Article.objects.get(pk=story.pk).live


@pytest.mark.parametrize("name", ["reporter", "copy_editor", "section_editor"])
def test_desk_cannot_delete_a_draft_section_in_bulk(client, room, name):
    courts = factories.section("Courts", parent=room.politics, live=False)
    client.force_login(getattr(room, name))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={courts.pk}"
    client.post(url, {"confirm_site_name": "Pulse"})
    assert Section.objects.filter(pk=courts.pk).exists()
