"""Two people at the same moment, a story that changes under the reader's eyes, and people who leave in mid-review."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from desk.permissions import ApprovalRefused
from tests.desk.newsroom import act, again, draft, edit, edit_url, form, fresh, step, submit
from tests.desk.own_database import copy_of_database, finish, start

APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
COPY = "Politics copy edit"


@pytest.fixture
def environment(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), copy_of_database(tmp_path) as environment:
        yield environment


def test_one_of_two_decides_and_the_other_is_told(environment):
    printed = finish(start(environment, "-m", "tests.desk.at_once"))
    found = json.loads(printed.strip().splitlines()[-1])
    for step_name in ("first step", "last step"):
        done = [told for told in found[step_name] if told == "done"]
        refused = [told for told in found[step_name] if told != "done"]
        assert len(done) == 1
        assert "decided already" in refused[0]
    assert found["first step leads to"] == "Politics section editor"
    assert found["times published"] == 1
    assert found["unread text live"] == 0
    assert found["approvals of another text"] == 0
    assert sorted(found["without review"]) == ["Readers see this version already.", "done"]
    assert found["publications"] == 1


@pytest.fixture
def story(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    return fresh(story)


def approve_from_the_list(client, story, user, state=None):
    client.force_login(again(user))
    state = state or fresh(story).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk])
    return client.post(url, {"comment": ""}, follow=True).content.decode()


class TestChangedASecondAgo:
    def test_list_tells_and_does_not_approve(self, client, room, story):
        edit(story, room.section_editor, standfirst="Changed a second ago.")
        assert "the story changed a moment ago" in approve_from_the_list(client, story, room.copy_editor)
        assert step(story) == COPY

    def test_list_approves_what_has_settled(self, client, room, story):
        edit(story, room.section_editor, standfirst="Changed.")
        revision = Revision.objects.filter(pk=fresh(story).latest_revision_id)
        revision.update(created_at=timezone.now() - timedelta(minutes=2))
        approve_from_the_list(client, story, room.copy_editor)
        assert step(story) == "Politics section editor"

    def test_step_that_began_again_is_told(self, client, room, story):
        act(story, room.copy_editor)
        old = fresh(story).current_workflow_task_state
        edit(story, room.copy_editor, standfirst="Changed at the last step.")
        body = approve_from_the_list(client, story, room.section_editor, old)
        assert "decided already" in body or "changed" in body
        assert step(story) == COPY
        assert not fresh(story).live

    def test_edit_view_tells_and_does_not_approve(self, client, room, story):
        posted = form(story, **APPROVE)
        edit(story, room.section_editor, standfirst="Changed a second ago.")
        client.force_login(room.copy_editor)
        body = client.post(edit_url(story), {**posted, "standfirst": "Changed a second ago."}, follow=True)
        assert "Not approved: the story changed while you had it open" in body.content.decode()
        assert step(story) == COPY


class TestLeftInMidReview:
    def test_form_that_was_open_tells(self, client, room, story):
        client.force_login(room.copy_editor)
        posted = form(story, **APPROVE)
        room.copy_editor.groups.clear()
        room.copy_editor.groups.add(room.business.desk.group("copy_editor"))
        body = client.post(edit_url(story), posted, follow=True).content.decode()
        assert "you do not work on this story any more" in body
        assert step(story) == COPY

    def test_member_of_another_role_of_the_desk_is_told(self, client, room, story):
        act(story, room.copy_editor)
        room.section_editor.groups.set([room.desk.group("copy_editor")])
        body = approve_from_the_list(client, story, room.section_editor)
        assert "Only reviewers of this step can approve" in body
        assert step(story) == "Politics section editor"

    def test_somebody_without_any_desk_gets_nowhere(self, client, room, story):
        room.copy_editor.groups.clear()
        approve_from_the_list(client, story, room.copy_editor)
        assert step(story) == COPY

    def test_deactivated_reviewer_is_logged_out(self, client, room, story):
        client.force_login(room.copy_editor)
        posted = form(story, **APPROVE)
        type(room.copy_editor).objects.filter(pk=room.copy_editor.pk).update(is_active=False)
        response = client.post(edit_url(story), posted)
        assert response.url.startswith(reverse("wagtailadmin_login"))
        with pytest.raises(ApprovalRefused):
            act(story, room.copy_editor)
        assert step(story) == COPY

    def test_others_go_on(self, room, story):
        room.copy_editor.groups.clear()
        assert step(act(story, room.section_editor)) == "Politics section editor"
