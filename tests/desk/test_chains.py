"""Each section chooses the steps that its stories pass; stories in review follow."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from desk.desks import change_chain, ensure_section_desk, repair_all
from desk.models import EditorialReviewTask, SectionDesk
from desk.permissions import ApprovalRefused
from desk.roles import site_group
from news.models import Section
from tests import factories
from tests.desk.newsroom import act, actions, draft, edit_url, form, fresh, person, step, submit

pytestmark = pytest.mark.once

COPY, LEGAL, BREAKING, BY_HAND = SectionDesk.Chain.values


@pytest.fixture
def lawyer(room):
    return person("lawyer", site_group("legal_reader"))


def steps(section) -> list[str]:
    return [task.name for task in Section.objects.get(pk=section.pk).get_workflow().tasks]


def in_review(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    return fresh(story)


def chain_of(section) -> str:
    return SectionDesk.objects.get(section=section).chain


# Which steps


@pytest.mark.parametrize(
    ("chain", "expected", "name"),
    [
        (COPY, ["Politics copy edit", "Politics section editor"], "Politics: copy edit, then section editor"),
        (
            LEGAL,
            ["Politics copy edit", "Politics legal read", "Politics section editor"],
            "Politics: copy edit, legal read, then section editor",
        ),
        (BREAKING, ["Politics section editor"], "Politics: section editor only"),
    ],
)
def test_chain_makes_the_steps(room, chain, expected, name):
    change_chain(room.desk, chain)
    assert steps(room.politics) == expected
    assert Section.objects.get(pk=room.politics.pk).get_workflow().name == name
    assert steps(room.business) == ["Business copy edit", "Business section editor"]
    assert not repair_all()


def test_desk_keeps_its_tasks_when_the_chain_comes_back(room):
    change_chain(room.desk, LEGAL)
    before = [task.pk for task in SectionDesk.objects.get(section=room.politics).tasks()]
    change_chain(room.desk, BREAKING)
    change_chain(room.desk, LEGAL)
    assert [task.pk for task in SectionDesk.objects.get(section=room.politics).tasks()] == before


def test_legal_readers_take_the_legal_read_and_managing_editors_stand_in(room):
    change_chain(room.desk, LEGAL)
    task = SectionDesk.objects.get(section=room.politics).legal_read
    assert list(task.groups.all()) == [site_group("legal_reader")]
    assert list(task.deputies.all()) == [site_group("managing_editor")]


def test_chain_changed_in_wagtail_is_noted_as_set_by_hand_and_left(room):
    extra = EditorialReviewTask.objects.create(name="Fact check")
    WorkflowTask.objects.create(workflow=room.desk.workflow, task=extra, sort_order=5)
    ensure_section_desk(room.politics)
    assert chain_of(room.politics) == BY_HAND
    ensure_section_desk(room.politics)
    assert steps(room.politics) == ["Politics copy edit", "Politics section editor", "Fact check"]


def test_workflow_assigned_by_an_administrator_is_left(room):
    quick = Workflow.objects.create(name="Quick")
    WorkflowTask.objects.create(workflow=quick, task=room.desk.section_edit, sort_order=0)
    WorkflowPage.objects.filter(page=room.politics).update(workflow=quick)
    repair_all()
    assert chain_of(room.politics) == BY_HAND
    assert Section.objects.get(pk=room.politics.pk).get_workflow() == quick


def test_choosing_a_chain_takes_the_assigned_workflow_s_place(room):
    quick = Workflow.objects.create(name="Quick")
    WorkflowTask.objects.create(workflow=quick, task=room.desk.section_edit, sort_order=0)
    WorkflowPage.objects.filter(page=room.politics).update(workflow=quick)
    story = in_review(room)
    assert step(story) == "Politics section editor"
    change_chain(room.desk, COPY)
    assert steps(room.politics) == ["Politics copy edit", "Politics section editor"]
    assert step(story) == "Politics copy edit"
    assert fresh(story).current_workflow_state.workflow == room.desk.workflow


def test_set_by_hand_keeps_the_steps_as_they_are(room):
    change_chain(room.desk, LEGAL)
    story = in_review(room)
    change_chain(room.desk, BY_HAND)
    assert len(steps(room.politics)) == 3
    assert step(story) == "Politics copy edit"
    room.politics.title = "State"
    room.politics.save()
    assert steps(room.politics) == ["State copy edit", "State legal read", "State section editor"]


def test_lost_step_comes_back(room):
    change_chain(room.desk, LEGAL)
    SectionDesk.objects.get(section=room.politics).legal_read.delete()
    repair_all()
    assert chain_of(room.politics) == LEGAL
    assert steps(room.politics) == ["Politics copy edit", "Politics legal read", "Politics section editor"]


def test_lost_workflow_set_by_hand_does_not_come_back_empty(room):
    """Wagtail publishes at once what is submitted to a workflow without steps."""
    change_chain(room.desk, BY_HAND)
    room.desk.workflow.delete()
    repair_all()
    assert steps(room.politics) == ["Politics copy edit", "Politics section editor"]


def test_disabled_step_is_switched_on_by_choosing_a_chain_that_has_it(room):
    room.desk.section_edit.deactivate()
    change_chain(room.desk, COPY)
    story = in_review(room)
    act(story, room.copy_editor)
    assert step(story) == "Politics section editor"


# Stories in review


def test_story_at_a_removed_step_goes_on_to_the_next(room):
    story = in_review(room)
    mail.outbox.clear()
    assert change_chain(room.desk, BREAKING, room.managing_editor) == 1
    assert step(story) == "Politics section editor"
    assert not actions(story, room.copy_editor)
    assert [message.to for message in mail.outbox] == [["section_editor@pulse.example"]]
    assert TaskState.objects.filter(status="in_progress").count() == 1


def test_story_at_the_last_step_goes_back_to_one_that_was_added(room, lawyer):
    story = in_review(room)
    act(story, room.copy_editor)
    change_chain(room.desk, LEGAL)
    assert step(story) == "Politics legal read"
    assert not act(story, lawyer).live
    assert step(story) == "Politics section editor"
    assert act(story, room.section_editor).live


def test_approval_counts_again_when_its_step_comes_back(room):
    story = in_review(room)
    act(story, room.copy_editor)
    change_chain(room.desk, BREAKING)
    assert change_chain(room.desk, COPY) == 0
    assert step(story) == "Politics section editor"


def test_story_that_never_passed_the_copy_edit_goes_back_to_it(room):
    change_chain(room.desk, BREAKING)
    story = in_review(room)
    change_chain(room.desk, COPY)
    assert step(story) == "Politics copy edit"


def test_story_sent_back_starts_at_the_new_chain_s_first_open_step(room):
    story = in_review(room)
    act(story, room.copy_editor, "reject", comment="Who says so?")
    change_chain(room.desk, BREAKING)
    assert fresh(story).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    fresh(story).current_workflow_state.resume(room.reporter)
    assert step(story) == "Politics section editor"


def test_choosing_a_chain_never_publishes(room):
    extra = EditorialReviewTask.objects.create(name="Fact check")
    WorkflowTask.objects.create(workflow=room.desk.workflow, task=extra, sort_order=5)
    ensure_section_desk(room.politics)
    story = in_review(room)
    act(act(story, room.copy_editor), room.section_editor)
    assert step(story) == "Fact check"
    change_chain(room.desk, COPY)
    assert not fresh(story).live
    assert step(story) == "Politics section editor"
    assert act(story, room.section_editor).live


@pytest.mark.parametrize("before", [COPY, LEGAL, BREAKING])
@pytest.mark.parametrize("after", [COPY, LEGAL, BREAKING])
@pytest.mark.parametrize("approvals", [0, 1, 2])
def test_nothing_goes_live_without_every_step_of_the_new_chain(room, lawyer, before, after, approvals):
    takers = {"copy edit": room.copy_editor, "legal read": lawyer, "section editor": room.section_editor}

    def take(story):
        act(story, takers[step(story).removeprefix("Politics ")])

    change_chain(room.desk, before)
    story = in_review(room)
    for _ in range(min(approvals, len(steps(room.politics)) - 1)):
        take(story)
    change_chain(room.desk, after)
    while not fresh(story).live:
        take(story)
    approved = TaskState.objects.filter(status="approved", revision=fresh(story).live_revision)
    assert set(steps(room.politics)) <= set(approved.values_list("task__name", flat=True))
    assert not TaskState.objects.filter(status="in_progress").exists()


def test_approval_at_a_step_that_was_removed_meanwhile_is_refused(client, room):
    story = in_review(room)
    state = story.current_workflow_task_state
    change_chain(room.desk, BREAKING)
    with pytest.raises(ApprovalRefused):
        state.task.specific.on_action(state, room.copy_editor, "approve")
    client.force_login(room.copy_editor)
    client.post(edit_url(story), form(story, **{"action-workflow-action": "1", "workflow-action-name": "approve"}))
    assert step(story) == "Politics section editor"


def test_subsection_with_a_desk_of_its_own_keeps_its_chain(room):
    elections = factories.section("Elections", parent=room.politics)
    ensure_section_desk(elections)
    story = draft(elections, room.reporter)
    submit(story, room.reporter)
    change_chain(room.desk, BREAKING)
    assert step(story) == "Elections copy edit"


def test_subsection_under_the_desk_above_follows_its_chain(room):
    story = draft(factories.section("Elections", parent=room.politics), room.reporter)
    submit(story, room.reporter)
    change_chain(room.desk, BREAKING)
    assert step(story) == "Politics section editor"


def test_section_page_in_review_follows(room):
    section = Section.objects.get(pk=room.politics.pk)
    section.save_revision(user=room.managing_editor)
    section.get_workflow().start(section, room.managing_editor)
    change_chain(room.desk, BREAKING)
    assert Section.objects.get(pk=section.pk).current_workflow_task.name == "Politics section editor"


def test_repair_takes_a_story_from_a_step_its_chain_has_not(room):
    story = in_review(room)
    WorkflowTask.objects.filter(workflow=room.desk.workflow).delete()
    SectionDesk.objects.filter(section=room.politics).update(chain=BREAKING)
    assert repair_all()["stories in review moved on"] == 1
    assert step(story) == "Politics section editor"


def test_story_whose_step_was_deleted_is_taken_up_by_the_repair(room):
    story = in_review(room)
    room.desk.copy_edit.delete()
    assert repair_all()["stories in review moved on"] == 1
    assert step(story) == "Politics copy edit"
    assert not fresh(story).live
    act(act(story, room.copy_editor), room.section_editor)
    assert fresh(story).live


def test_story_sent_back_by_a_step_that_was_deleted_can_be_submitted(room):
    story = in_review(room)
    act(story, room.copy_editor, "reject")
    room.desk.copy_edit.delete()
    repair_all()
    assert fresh(story).current_workflow_state is None
    submit(story, room.reporter)
    assert step(story) == "Politics copy edit"


def test_stock_task_in_a_chain_set_by_hand_gives_way(room):
    stock = GroupApprovalTask.objects.create(name="Old way")
    WorkflowTask.objects.filter(workflow=room.desk.workflow).delete()
    WorkflowTask.objects.create(workflow=room.desk.workflow, task=stock, sort_order=0)
    ensure_section_desk(room.politics)
    story = in_review(room)
    assert step(story) == "Old way"
    change_chain(room.desk, COPY)
    assert step(story) == "Politics copy edit"


# Legal readers


def test_legal_reader_opens_a_story_only_at_the_legal_read(client, room, lawyer):
    change_chain(room.desk, LEGAL)
    story = in_review(room)
    client.force_login(lawyer)

    def opens() -> bool:
        return client.get(edit_url(story)).status_code == 200

    assert not opens()
    act(story, room.copy_editor)
    assert opens()
    assert actions(story, lawyer) == {"approve", "reject"}
    act(story, lawyer)
    assert not opens()


def test_legal_reader_s_edit_goes_back_to_the_copy_edit(client, room, lawyer):
    change_chain(room.desk, LEGAL)
    story = in_review(room)
    act(story, room.copy_editor)
    client.force_login(lawyer)
    client.post(edit_url(story), form(story, standfirst="Allegedly."))
    assert fresh(story).get_latest_revision_as_object().standfirst == "Allegedly."
    assert step(story) == "Politics copy edit"


def test_legal_reader_reaches_nothing_else(client, room, lawyer):
    client.force_login(lawyer)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    for view in ("wagtailimages:index", "wagtailusers_users:index"):
        assert client.get(reverse(view)).status_code == 302, view
    assert not room.politics.permissions_for_user(lawyer).can_add_subpage()
