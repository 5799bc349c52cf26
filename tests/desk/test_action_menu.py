"""What the editor's action menu offers first, and in which words."""

import re

import pytest

from tests.desk.newsroom import act, again, draft, edit_url, form, fresh, submit

pytestmark = pytest.mark.once

BUTTON = re.compile(r"<button[^>]*class=\"button[^>]*>.*?</button>", re.DOTALL)


@pytest.fixture
def story(room):
    return draft(room.politics, room.reporter)


def menu(client, story, user) -> list[str]:
    """Return the labels of the menu as `user` sees it, the visible one first."""
    client.force_login(again(user))
    body = client.get(edit_url(story)).content.decode()
    footer = body[body.index('<footer class="footer') :]
    footer = footer[: footer.index("</footer>")]
    labels = [re.sub(r"<svg.*?</svg>|<[^>]+>", "", button, flags=re.DOTALL) for button in BUTTON.findall(footer)]
    return [" ".join(label.split()) for label in labels]


def test_draft_is_submitted_by_the_button_in_sight(client, room, story):
    assert menu(client, story, room.reporter) == ["Submit for review", "Save draft"]


def test_reviewer_sees_the_approval_first(client, room, story):
    submit(story, room.reporter)
    labels = menu(client, story, room.copy_editor)
    assert labels[0] == "Approve"
    assert "Request changes" in labels
    act(story, room.copy_editor)
    assert menu(client, story, room.section_editor)[0] == "Approve and publish"


def test_reviewer_who_cannot_approve_is_offered_no_step(client, room, story):
    submit(story, room.section_editor)
    assert menu(client, story, room.section_editor)[0] == "Save draft"


def test_writer_takes_a_story_back(client, room, story):
    submit(story, room.reporter)
    assert menu(client, story, room.reporter)[0] == "Take back from review"
    client.post(edit_url(story), form(story, **{"action-cancel-workflow": "1"}))
    assert not fresh(story).workflow_in_progress


def test_story_that_was_sent_back_is_submitted_again_and_neither_restarted_nor_taken_back(client, room, story):
    submit(story, room.reporter)
    act(story, room.copy_editor, "reject", comment="Shorter.")
    assert menu(client, story, room.reporter) == ["Submit again", "Save draft"]
