"""Renaming, moving, copying and deleting a section keep its desk right, one by one and in bulk."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Collection, TaskState, Workflow, WorkflowState

from desk.desks import change_chain, ensure_section_desk, repair_all
from desk.models import EditorialReviewTask, SectionDesk
from news.models import Article, Section
from tests import factories
from tests.desk.newsroom import act, draft, edit_url, fresh, step, submit

pytestmark = pytest.mark.once


@pytest.fixture(params=["managing_editor", "admin"])
def chief(request, room, client):
    client.force_login(getattr(room, request.param))


def rename(client, section, title):
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[section.pk]),
        {"title": title, "slug": section.slug, "description": "", "show_in_menus": "on", "replies": "open"}
        | {"action-publish": "1"}
        | {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")},
    )


def move(client, page, to):
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk]))


def move_in_bulk(client, page, to):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    return client.post(f"{url}?id={page.pk}&next=/admin/", {"chooser": to.pk, "move_applicable": "on"})


def copy(client, page, title, slug, **extra):
    parent = page.get_parent()
    data = {"new_title": title, "new_slug": slug, "new_parent_page": parent.pk, **extra}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)


def delete(client, page):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirm_site_name": "Pulse"})


def delete_in_bulk(client, page):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return client.post(f"{url}?id={page.pk}&next=/admin/", {"confirm_site_name": "Pulse"})


def in_review(section, owner):
    story = draft(section, owner)
    submit(story, owner)
    return fresh(story)


def test_all_names_follow_the_title(client, room, chief):
    change_chain(room.desk, SectionDesk.Chain.LEGAL)
    rename(client, room.politics, "State and law")
    desk = SectionDesk.objects.get(section=room.politics)
    assert [group.name for group in desk.groups()] == [
        "State and law reporters",
        "State and law copy editors",
        "State and law section editors",
    ]
    assert [task.name for task in desk.tasks()] == [
        "State and law copy edit",
        "State and law legal read",
        "State and law section editor",
    ]
    assert desk.workflow.name == "State and law: copy edit, legal read, then section editor"
    assert desk.collection.name == "State and law"
    assert room.reporter in desk.group("reporter").user_set.all()


@pytest.mark.parametrize("move", [move, move_in_bulk])
class TestMoving:
    def test_subsection_moved_to_the_home_page_gets_a_desk(self, client, room, chief, move):
        elections = factories.section("Elections", parent=room.politics)
        move(client, elections, factories.home())
        desk = SectionDesk.objects.get(section=elections)
        assert Section.objects.get(pk=elections.pk).get_workflow() == desk.workflow
        assert desk.collection.name == "Elections"
        assert not repair_all()

    def test_its_stories_in_review_go_on_at_its_own_desk(self, client, room, chief, move):
        elections = factories.section("Elections", parent=room.politics)
        story = in_review(elections, room.reporter)
        act(story, room.copy_editor)
        move(client, elections, factories.home())
        assert step(story) == "Elections copy edit"
        assert TaskState.objects.filter(status="in_progress").count() == 1

    def test_section_moved_below_another_keeps_its_desk(self, client, room, chief, move):
        story = in_review(room.business, room.other_reporter)
        desk = room.business.desk
        move(client, room.business, room.politics)
        business = Section.objects.get(pk=room.business.pk)
        assert business.get_parent().pk == room.politics.pk
        assert business.desk == desk
        assert business.get_workflow() == desk.workflow
        assert step(story) == "Business copy edit"
        assert not repair_all()

    def test_story_in_review_goes_on_at_the_desk_it_comes_to(self, client, room, chief, move):
        story = in_review(room.politics, room.reporter)
        act(story, room.copy_editor)
        move(client, story, room.business)
        assert step(story) == "Business copy edit"
        act(story, room.other_copy_editor)
        assert act(story, room.other_section_editor).live


def test_sorting_sections_leaves_reviews_alone(client, room, chief):
    story = in_review(room.politics, room.reporter)
    room.politics.move(room.business, pos="right")
    assert step(story) == "Politics copy edit"
    assert fresh(story).workflow_states.get().task_states.count() == 1


class TestCopying:
    def test_copy_has_a_desk_with_nobody_on_it(self, client, room, chief):
        copy(client, room.politics, "Law", "law")
        desk = SectionDesk.objects.get(section__slug="law")
        assert [group.name for group in desk.groups()] == ["Law reporters", "Law copy editors", "Law section editors"]
        assert not any(group.user_set.exists() for group in desk.groups())
        assert {group.pk for group in desk.groups()}.isdisjoint(group.pk for group in room.desk.groups())
        assert desk.collection.name == "Law"
        assert not repair_all()

    def test_copied_stories_are_drafts_in_no_review(self, client, room, chief):
        factories.article("Live one", parent=room.politics)
        in_review(factories.section("Elections", parent=room.politics), room.reporter)
        copy(client, room.politics, "Law", "law", copy_subpages="on", publish_copies="on")
        law = Section.objects.get(slug="law")
        stories = Article.objects.descendant_of(law)
        assert stories.count() == 2
        assert not stories.filter(live=True).exists()
        assert not any(story.current_workflow_state for story in stories)
        assert all(story.get_workflow() == law.desk.workflow for story in stories)
        assert SectionDesk.objects.count() == 3
        assert WorkflowState.objects.count() == 1

    def test_copy_of_a_live_story_is_a_draft(self, client, room, chief):
        story = factories.article("Live one", parent=room.politics)
        copy(client, story, "Another", "another", publish_copies="on")
        assert not Article.objects.get(slug="another").live

    def test_sections_have_no_aliases(self, client, room, chief):
        copy(client, room.politics, "Law", "law", alias="on")
        assert Section.objects.get(slug="law").alias_of is None

    def test_copy_starts_with_the_usual_chain(self, client, room, chief):
        change_chain(room.desk, SectionDesk.Chain.BREAKING)
        copy(client, room.politics, "Law", "law")
        assert SectionDesk.objects.get(section__slug="law").chain == SectionDesk.Chain.COPY


@pytest.mark.parametrize("delete", [delete, delete_in_bulk])
class TestDeleting:
    def test_everything_that_was_the_desk_s_goes(self, client, room, chief, delete):
        change_chain(room.desk, SectionDesk.Chain.LEGAL)
        delete(client, room.politics)
        assert not SectionDesk.objects.filter(section_id=room.politics.pk).exists()
        for model in (Group, Collection, Workflow, EditorialReviewTask):
            assert not model.objects.filter(name__startswith="Politics").exists(), model

    def test_work_in_review_keeps_its_section(self, client, room, chief, delete):
        story = in_review(room.politics, room.reporter)
        delete(client, room.politics)
        assert step(story) == "Politics copy edit"
        assert client.get(edit_url(story)).status_code == 200

    def test_history_keeps_workflow_and_steps_switched_off(self, client, room, chief, delete):
        change_chain(room.desk, SectionDesk.Chain.LEGAL)
        change_chain(room.desk, SectionDesk.Chain.COPY)
        story = in_review(room.politics, room.reporter)
        act(story, room.copy_editor)
        Article.objects.get(pk=story.pk).move(room.business, pos="last-child")
        delete(client, room.politics)
        kept = EditorialReviewTask.objects.filter(name__startswith="Politics").order_by("name")
        assert list(kept.values_list("name", "active")) == [
            ("Politics copy edit", False),
            ("Politics section editor", False),
        ]
        assert step(story) == "Business copy edit"
        assert not fresh(story).live

    def test_section_page_that_is_itself_in_review_goes(self, client, room, chief, delete):
        section = Section.objects.get(pk=room.politics.pk)
        section.save_revision(user=room.managing_editor)
        section.get_workflow().start(section, room.managing_editor)
        delete(client, section)
        assert not Section.objects.filter(pk=section.pk).exists()
        assert not SectionDesk.objects.filter(section_id=section.pk).exists()
        assert not WorkflowState.objects.active().exists()

    def test_desks_below_go_with_it(self, client, room, chief, delete):
        ensure_section_desk(factories.section("Elections", parent=room.politics))
        delete(client, room.politics)
        assert list(SectionDesk.objects.values_list("section__title", flat=True)) == ["Business"]
        assert list(Collection.objects.filter(depth=2).values_list("name", flat=True)) == ["Business"]
