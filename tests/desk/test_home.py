"""The admin's home: what waits for me, what is mine, what is due."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, WorkflowTask

from desk.bundles.membership import add_story
from desk.home import DueTodayPanel, MyStoriesPanel, WaitingForMePanel
from desk.models import Assignment, Bundle
from tests import factories
from tests.desk.newsroom import act, again, draft, edit, submit

pytestmark = pytest.mark.once

HOME = reverse("wagtailadmin_home")


def titles(panel, user) -> list[str]:
    rows = panel().rows(again(user))["rows"]
    return [row.get("headline") or row["story"].draft_title for row in rows]


def in_review(room, headline: str):
    story = draft(room.politics, room.reporter, headline)
    submit(story, room.reporter)
    return story


def plan(section, title, hours, **fields) -> Assignment:
    return Assignment.objects.create(
        title=title, section=section, due_at=timezone.now() + timedelta(hours=hours), **fields
    )


def test_what_waits_for_me_is_what_i_can_approve_oldest_first(room):
    in_review(room, "First")
    in_review(room, "Second")
    edit(in_review(room, "Mended"), room.copy_editor, standfirst="A comma.")
    act(in_review(room, "Past me"), room.copy_editor)
    assert titles(WaitingForMePanel, room.copy_editor) == ["First", "Second"]
    assert set(titles(WaitingForMePanel, room.section_editor)) == {"First", "Second", "Mended", "Past me"}
    assert titles(WaitingForMePanel, room.reporter) == []
    assert titles(WaitingForMePanel, room.other_copy_editor) == []


def test_waiting_stories_have_their_buttons(client, room):
    act(in_review(room, "Last step"), room.copy_editor)
    client.force_login(room.section_editor)
    body = client.get(HOME).content.decode()
    assert "Approve and publish" in body
    assert "Request changes" in body
    assert "awaiting-review" not in body  # Wagtail's own panel


def test_step_of_another_kind_waits_for_its_group(room):
    task = GroupApprovalTask.objects.create(name="Legal")
    task.groups.add(room.desk.group("section_editor"))
    WorkflowTask.objects.filter(workflow=room.desk.workflow).delete()
    WorkflowTask.objects.create(workflow=room.desk.workflow, task=task.task_ptr, sort_order=0)
    in_review(room, "For the lawyer")
    assert titles(WaitingForMePanel, room.section_editor) == ["For the lawyer"]
    assert titles(WaitingForMePanel, room.copy_editor) == []


def test_my_stories_are_what_i_own_sign_or_was_given(room):
    draft(room.politics, room.reporter, "Owned")
    draft(room.politics, room.section_editor, "Signed", authors=[factories.author(user=room.reporter)])
    given = draft(room.politics, room.section_editor, "Given")
    Assignment.objects.create(title="Given", section=room.politics, story=given, assignee=room.reporter)
    draft(room.politics, room.section_editor, "Another's")
    factories.article("Published", room.politics, owner=room.reporter)
    assert set(titles(MyStoriesPanel, room.reporter)) == {"Owned", "Signed", "Given"}


def test_my_pitches_are_there_soonest_first_with_a_button_to_start(client, room):
    plan(room.politics, "Next week", 170, assignee=room.reporter)
    plan(room.politics, "Tomorrow", 30, assignee=room.reporter)
    plan(room.politics, "Somebody's", 30, assignee=room.copy_editor)
    plan(room.politics, "Dropped", 30, assignee=room.reporter, dropped_at=timezone.now())
    plan(room.business, "Of a desk that was left", 30, assignee=room.reporter)
    pitches = MyStoriesPanel().rows(again(room.reporter))["pitches"]
    assert [pitch.title for pitch in pitches] == ["Tomorrow", "Next week"]
    client.force_login(room.reporter)
    assert reverse("desk_pitch_start", args=[pitches[0].pk]) in client.get(HOME).content.decode()


def test_my_stories_say_what_they_wait_for(room):
    draft(room.politics, room.reporter, "Draft")
    in_review(room, "Copy")
    back = in_review(room, "Back")
    act(back, room.copy_editor, "reject", comment="Shorter.")
    rows = {row["story"].draft_title: row for row in MyStoriesPanel().rows(again(room.reporter))["rows"]}
    assert (rows["Draft"]["state"], rows["Draft"]["waits"]) == ("Draft", "to be submitted")
    assert (rows["Copy"]["state"], rows["Copy"]["waits"]) == ("Copy edit", "for Copy_Editor")
    assert (rows["Back"]["state"], rows["Back"]["note"]) == ("Changes requested", "Shorter.")


def test_due_today_is_mine_and_my_desks_when_i_run_one(room):
    plan(room.politics, "Mine", -1, assignee=room.reporter)
    plan(room.politics, "Somebody's", -2, assignee=room.copy_editor)
    plan(room.politics, "Next week", 170, assignee=room.reporter)
    plan(room.business, "Other desk", -3, assignee=room.other_reporter)
    plan(room.politics, "Dropped", -1, assignee=room.reporter, dropped_at=timezone.now())
    plan(room.politics, "Out", -1, assignee=room.reporter, story=factories.article("Out", room.politics))
    assert titles(DueTodayPanel, room.reporter) == ["Mine"]
    assert titles(DueTodayPanel, room.section_editor) == ["Somebody's", "Mine"]
    assert titles(DueTodayPanel, room.managing_editor) == ["Other desk", "Somebody's", "Mine"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reporter", "You have nothing in work"),
        ("copy_editor", "Nothing waits for you"),
        ("section_editor", "Nothing is due today"),
    ],
)
def test_empty_panels_say_so(client, room, name, words):
    client.force_login(getattr(room, name))
    assert words in client.get(HOME).content.decode()


def test_an_approved_story_of_a_bundle_waits_for_its_bundle(room):
    story = draft(room.politics, room.reporter, "Part one")
    bundle = Bundle.objects.create(title="Budget day", created_by=room.section_editor)
    add_story(bundle, story, room.section_editor)
    submit(story, room.reporter)
    act(story, room.copy_editor)
    act(story, room.section_editor)

    row = MyStoriesPanel().rows(again(room.reporter))["rows"][0]

    assert (row["state"], row["waits"]) == ("Approved", "for its bundle, “Budget day”")
