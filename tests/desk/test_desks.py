from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, GroupPagePermission, Task, Workflow, WorkflowPage, WorkflowTask

from desk.desks import ensure_section_desk, repair_all
from desk.models import EditorialReviewTask, SectionDesk, SiteRole
from desk.roles import site_group
from news.models import Section
from tests import factories
from tests.desk.newsroom import act, draft, step, submit


def test_stock_groups_and_workflow_are_gone(db):
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not GroupApprovalTask.objects.exists()
    assert not Workflow.objects.exists()


def test_roles_of_the_newsroom_are_there_after_migrate(db):
    assert {role.key for role in SiteRole.objects.all()} == set(SiteRole.Key.values)
    assert site_group("managing_editor").permissions.filter(codename="add_topic").exists()
    assert not site_group("managing_editor").permissions.filter(content_type__app_label="auth").exists()


def test_section_brings_its_desk(db):
    section = factories.section("Politics")
    desk = SectionDesk.objects.get(section=section)
    assert [group.name for group in desk.groups()] == [
        "Politics reporters",
        "Politics copy editors",
        "Politics section editors",
    ]
    assert desk.workflow.name == "Politics: copy edit, then section editor"
    assert [task.name for task in desk.workflow.tasks] == ["Politics copy edit", "Politics section editor"]
    assert section.get_workflow() == desk.workflow


def test_nobody_of_a_desk_has_publish(db):
    factories.section("Politics")
    holders = GroupPagePermission.objects.filter(permission__codename="publish_page").values_list(
        "group__name", flat=True
    )
    assert set(holders) == {"Managing editors"}


def test_subsection_works_under_the_desk_above(db):
    politics = factories.section("Politics")
    elections = factories.section("Elections", parent=politics)
    assert SectionDesk.objects.count() == 1
    assert elections.get_workflow() == politics.desk.workflow


def test_subsection_gets_a_desk_when_asked(db):
    politics = factories.section("Politics")
    elections = factories.section("Elections", parent=politics)
    desk = ensure_section_desk(elections)
    assert elections.get_workflow() == desk.workflow != politics.desk.workflow


def test_ensure_changes_nothing_the_second_time(db):
    factories.section("Politics")
    before = list(Group.objects.values_list("pk", "name"))
    assert not repair_all()
    assert list(Group.objects.values_list("pk", "name")) == before


def test_names_follow_the_title(db):
    section = factories.section("Politics")
    group = section.desk.group("reporter")
    section.title = "Politics and law"
    section.save()
    group.refresh_from_db()
    assert group.name == "Politics and law reporters"
    assert Workflow.objects.get().name == "Politics and law: copy edit, then section editor"
    assert Task.objects.filter(name="Politics and law copy edit").exists()


def test_two_sections_of_one_name(db):
    factories.section("Politics")
    other = factories.section("Politics", slug="politics-2")
    assert other.desk.group("reporter").name == "Politics reporters (2)"
    assert not repair_all()


def test_a_very_long_title_is_cut(db):
    section = factories.section("P" * 255, slug="p")
    assert len(section.desk.group("reporter").name) <= 150


def test_moving_a_section_keeps_its_desk(db):
    politics, world = factories.section("Politics"), factories.section("World")
    desk = politics.desk
    politics.move(world, pos="last-child")
    assert Section.objects.get(pk=politics.pk).get_workflow() == desk.workflow


def test_copying_a_section_makes_a_desk_of_its_own(db):
    politics = factories.section("Politics")
    copy = politics.copy(update_attrs={"title": "Law", "slug": "law"})
    assert copy.desk.pk != politics.desk.pk
    assert copy.get_workflow() == copy.desk.workflow


def test_deleting_a_section_removes_what_belonged_to_it(db):
    section = factories.section("Politics")
    section.delete()
    assert not SectionDesk.objects.exists()
    assert not Workflow.objects.exists()
    assert not EditorialReviewTask.objects.exists()
    assert not Group.objects.filter(name__startswith="Politics").exists()


def test_history_survives_the_section_it_was_made_in(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    act(act(story, room.copy_editor), room.section_editor)
    story.refresh_from_db()
    story.move(room.business, pos="last-child")
    Section.objects.get(pk=room.politics.pk).delete()
    assert story.workflow_states.get().status == "approved"
    assert not Workflow.objects.active().filter(name__startswith="Politics").exists()


def test_command_repairs_what_was_deleted(room, capsys):
    room.desk.group("copy_editor").delete()
    room.desk.workflow.delete()
    site_group("photo_desk").delete()
    GroupPagePermission.objects.filter(group=room.desk.group("reporter")).delete()
    call_command("ensure_desks", "--dry-run")
    assert SectionDesk.objects.get(section=room.politics).copy_editor is None
    call_command("ensure_desks")
    desk = SectionDesk.objects.get(section=room.politics)
    assert desk.group("copy_editor").name == "Politics copy editors"
    assert WorkflowPage.objects.get(page=room.politics).workflow == desk.workflow
    assert desk.group("copy_editor") in desk.copy_edit.groups.all()
    assert "2 groups" in capsys.readouterr().out.splitlines()[-1]
    assert not repair_all()


def test_dry_run_says_what_it_would_mend_and_does_nothing(room, capsys):
    room.desk.collection.delete()
    Group.objects.filter(pk=room.desk.reporter_id).update(name="Hacks")
    call_command("ensure_desks", "--dry-run")
    said = capsys.readouterr().out
    for part in ("would be made or mended", "1 collections", "1 names mended"):
        assert part in said
    assert Group.objects.filter(name="Hacks").exists()
    call_command("ensure_desks")
    assert not Group.objects.filter(name="Hacks").exists()
    assert not repair_all()


def test_repair_keeps_what_an_administrator_chose(room):
    extra = EditorialReviewTask.objects.create(name="Legal read")
    WorkflowTask.objects.create(workflow=room.desk.workflow, task=extra, sort_order=5)
    quick = Workflow.objects.create(name="Breaking")
    WorkflowPage.objects.filter(page=room.politics).update(workflow=quick)
    ensure_section_desk(room.politics)
    assert room.desk.workflow.tasks.count() == 3
    assert WorkflowPage.objects.get(page=room.politics).workflow == quick


def test_story_in_review_follows_its_section_desk(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    assert step(story) == "Politics copy edit"
