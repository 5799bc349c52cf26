"""After each step an editor reads where the story is now and with whom."""

import pytest
from django.urls import reverse

from tests.desk.newsroom import act, again, draft, edit_url, form, fresh, submit

pytestmark = pytest.mark.once

APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
REJECT = {
    "action-workflow-action": "true",
    "workflow-action-name": "reject",
    "workflow-action-extra-data": '{"comment": "Shorter."}',
}


@pytest.fixture
def story(room):
    return draft(room.politics, room.reporter, headline="Night ferry")


def told(client, story, user, **posted) -> list[str]:
    client.force_login(again(user))
    response = client.post(edit_url(story), form(story, **posted), follow=True)
    return [str(message) for message in response.context["messages"]]


def test_submitted(client, room, story):
    (message,) = told(client, story, room.reporter, **{"action-submit": "1"})
    assert "“Night ferry”: submitted. Now with Politics copy edit." in message


def test_submitted_again(client, room, story):
    submit(story, room.reporter)
    act(story, room.copy_editor, "reject", comment="Shorter.")
    (message,) = told(client, story, room.reporter, **{"action-submit": "1"})
    assert "submitted. Now with Politics copy edit." in message


def test_approved(client, room, story):
    submit(story, room.reporter)
    (message,) = told(client, story, room.copy_editor, **APPROVE)
    assert "“Night ferry”: approved. Now with Politics section editor." in message
    assert "View live" not in message


def test_published(client, room, story):
    submit(story, room.reporter)
    act(story, room.copy_editor)
    (message,) = told(client, story, room.section_editor, **APPROVE)
    assert "“Night ferry”: published." in message
    assert "View live" in message
    assert fresh(story).url in message


def test_sent_back(client, room, story):
    submit(story, room.reporter)
    (message,) = told(client, story, room.copy_editor, **REJECT)
    assert "“Night ferry”: sent back to Reporter." in message


def test_taken_back(client, room, story):
    submit(story, room.reporter)
    (message, *_) = told(client, story, room.reporter, **{"action-cancel-workflow": "1"})
    assert "“Night ferry”: taken back from review." in message


def test_edit_with_the_approval_is_saved_and_not_called_approved(client, room, story):
    submit(story, room.reporter)
    messages = told(client, story, room.copy_editor, standfirst="Mended.", **APPROVE)
    assert any("Saved, not approved" in message for message in messages)
    assert not any("approved. Now" in message for message in messages)


@pytest.mark.parametrize(("action", "says"), [("approve", "approved. Now with"), ("reject", "sent back to Reporter.")])
def test_from_the_home_page(client, room, story, action, says):
    submit(story, room.reporter)
    client.force_login(room.copy_editor)
    state = fresh(story).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, action, state.pk])
    response = client.post(url, {"comment": "Shorter."}, follow=True)
    assert f"“Night ferry”: {says}" in response.content.decode()
