"""What the newsroom changes in Wagtail's admin."""

import pytest
from django.urls import reverse

from desk import sections
from news.models import Article, HomePage, Section
from people.models import AuthorIndex, AuthorProfile
from tests import factories
from tests.desk.newsroom import draft

pytestmark = pytest.mark.once

CONFIRM = {"confirm_site_name": "Pulse"}


def delete(client, page):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), CONFIRM, follow=True)


def delete_in_bulk(client, *pages):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    query = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{url}?{query}&next=/admin/", CONFIRM, follow=True)


@pytest.fixture(params=["managing_editor", "admin"])
def chief(request, room, client):
    client.force_login(getattr(room, request.param))


@pytest.mark.parametrize("remove", [delete, delete_in_bulk])
class TestDeletion:
    def test_section_with_stories_stays(self, client, room, chief, remove):
        factories.article(parent=room.politics)
        draft(factories.section("Elections", parent=room.politics), room.reporter)
        response = remove(client, room.politics)
        assert "Politics holds 2 stories. Move or delete them first." in response.content.decode()
        assert Article.objects.count() == 2
        assert Section.objects.filter(pk=room.politics.pk).exists()

    def test_empty_section_goes(self, client, room, chief, remove):
        remove(client, room.politics)
        assert not Section.objects.filter(pk=room.politics.pk).exists()

    def test_author_with_stories_stays(self, client, room, chief, remove):
        author = factories.author("Amina Bello")
        factories.article(parent=room.politics, authors=[author])
        response = remove(client, author)
        assert "Amina Bello is in the byline of 1 story. Unpublish the profile" in response.content.decode()
        assert AuthorProfile.objects.filter(pk=author.pk).exists()

    def test_author_without_stories_goes(self, client, room, chief, remove):
        author = factories.author()
        remove(client, author)
        assert not AuthorProfile.objects.filter(pk=author.pk).exists()

    def test_index_of_authors_with_stories_stays(self, client, room, chief, remove):
        factories.article(parent=room.politics, authors=[factories.author()])
        remove(client, AuthorIndex.objects.get())
        assert AuthorIndex.objects.exists()

    def test_home_page_stays(self, client, room, chief, remove):
        remove(client, HomePage.objects.get())
        assert HomePage.objects.exists()

    def test_story_goes(self, client, room, chief, remove):
        story = factories.article(parent=room.politics)
        remove(client, story)
        assert not Article.objects.filter(pk=story.pk).exists()


def test_one_refused_page_of_a_bulk_keeps_all(client, room):
    client.force_login(room.admin)
    story = factories.article(parent=room.politics)
    delete_in_bulk(client, room.business, room.politics)
    assert Section.objects.count() == 2
    assert Article.objects.filter(pk=story.pk).exists()


def test_sorting_by_hand_lists_a_small_section(client, room):
    factories.article(parent=room.politics)
    client.force_login(room.admin)
    response = client.get(reverse("wagtailadmin_explore", args=[room.politics.pk]) + "?ordering=ord")
    assert response.context["ordering"] == "ord"


def test_sorting_by_hand_is_closed_for_a_large_section(client, room, monkeypatch):
    monkeypatch.setattr(sections, "REORDER_LIMIT", 1)
    for _ in range(2):
        factories.article(parent=room.politics)
    client.force_login(room.admin)
    response = client.get(reverse("wagtailadmin_explore", args=[room.politics.pk]) + "?ordering=ord")
    assert response.context["ordering"] != "ord"
    assert response.context["is_paginated"] is not None
    assert response.context["paginator"].per_page == 50
    assert "too many pages" in response.content.decode()


def test_section_lists_stories_and_subsections(client, room):
    story = factories.article(parent=room.politics)
    subsection = factories.section("Elections", parent=room.politics)
    client.force_login(room.section_editor)
    body = client.get(reverse("wagtailadmin_explore", args=[room.politics.pk])).content.decode()
    assert story.title in body
    assert subsection.title in body


def test_admin_carries_the_newsrooms_name(client, room):
    assert "Pulse" in client.get(reverse("wagtailadmin_login")).content.decode()
    client.force_login(room.reporter)
    body = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "desk/admin" in body
    assert "desk-wordmark" in body


def test_everybody_opens_their_home_page(client, room):
    for name in (
        "reporter",
        "copy_editor",
        "section_editor",
        "managing_editor",
        "photo_desk",
        "comment_moderator",
        "admin",
    ):
        client.force_login(getattr(room, name))
        assert client.get(reverse("wagtailadmin_home")).status_code == 200, name
