"""Cards move by one endpoint, through the predicates and the engine that the editor's view uses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.models import Assignment
from news.models import Article
from tests import factories
from tests.desk.newsroom import act, complete, draft, edit, edit_url, fresh, step, submit

pytestmark = pytest.mark.once

MOVE = reverse("desk_move_card")
BOARD = reverse("desk_board")


def move(client, card: str, to: str, revision="", json=True, **data):
    headers = {"accept": "application/json"} if json else {}
    return client.post(MOVE, {"move": f"{card} {to} {revision}", **data}, headers=headers)


def card(story) -> str:
    return f"story-{story.pk}"


def at_copy_edit(room, **fields) -> Article:
    story = draft(room.politics, room.reporter, "Bridge", **fields)
    submit(story, room.reporter)
    return fresh(story)


def test_a_story_goes_all_the_way_across_the_board(client, room):
    idea = Assignment.objects.create(title="Bridge", section=room.politics, assignee=room.reporter)
    client.force_login(room.reporter)
    assert move(client, f"pitch-{idea.pk}", "draft").json()["moved"]
    story = Article.objects.get()
    complete(story)
    story.save_revision(user=room.reporter)
    edit(story, room.reporter, standfirst="Closed.")
    assert "is in “Copy edit” now" in move(client, card(story), "copy_edit").json()["message"]
    client.force_login(room.copy_editor)
    assert "is in “Section editor” now" in move(client, card(story), "section_edit").json()["message"]
    client.force_login(room.section_editor)
    answer = move(client, card(story), "live").json()
    assert answer == {"moved": True, "message": "“Bridge” is in “Live today” now.", "url": edit_url(story)}
    assert fresh(story).live


def test_what_the_checklist_requires_is_named(client, room):
    story = at_copy_edit(room)
    story.checklist_ticks.all().delete()
    client.force_login(room.copy_editor)
    refused = move(client, card(story), "section_edit")
    assert (refused.status_code, refused.json()["moved"]) == (409, False)
    assert "picture" in refused.json()["message"].lower()


def test_last_approval_schedules_what_has_a_time(client, room):
    story = at_copy_edit(room, go_live_at=timezone.now() + timedelta(hours=4))
    act(story, room.copy_editor)
    client.force_login(room.section_editor)
    refused = move(client, card(story), "live")
    assert (refused.status_code, refused.json()["moved"]) == (409, False)
    assert "goes to “Scheduled”" in refused.json()["message"]
    assert move(client, card(story), "scheduled").json()["moved"]
    assert not fresh(story).live
    assert fresh(story).approved_schedule


@pytest.mark.parametrize("target", ["live", "scheduled", "section_edit", "pitch", "other", "x", ""])
@pytest.mark.parametrize("name", ["section_editor", "managing_editor", "admin"])
def test_no_step_is_skipped_whoever_asks(client, room, name, target):
    story = draft(room.politics, room.reporter)
    client.force_login(getattr(room, name))
    assert move(client, card(story), target).status_code == 409
    assert (fresh(story).live, step(story)) == (False, "")


def test_own_work_is_refused_in_the_words_of_four_eyes(client, room):
    story = edit(at_copy_edit(room), room.copy_editor, standfirst="Mended.")
    client.force_login(room.copy_editor)
    answer = move(client, card(story), "section_edit").json()
    assert "you edited it last" in answer["message"]
    assert "Section_Editor" in answer["message"]  # who can instead
    assert step(story) == "Politics copy edit"


@pytest.mark.parametrize("name", ["reporter", "other_section_editor", "other_copy_editor", "photo_desk"])
@pytest.mark.parametrize("target", ["section_edit", "draft"])
def test_who_is_no_reviewer_moves_nothing(client, room, name, target):
    story = at_copy_edit(room)
    client.force_login(getattr(room, name))
    response = move(client, card(story), target, note="Shorter.")
    # Refused in words, not there for those who do not see it, no board at all for who works on no section.
    assert response.status_code == {"reporter": 409, "photo_desk": 302}.get(name, 404)
    assert step(story) == "Politics copy edit"


def test_request_for_changes_needs_a_note_and_hands_it_on(client, room):
    story = at_copy_edit(room)
    client.force_login(room.copy_editor)
    assert "note" in move(client, card(story), "draft").json()["message"]
    assert step(story) == "Politics copy edit"
    assert move(client, card(story), "draft", note=" One more\x00 source. ").json()["moved"]
    assert fresh(story).current_workflow_state.current_task_state.comment == "One more source."
    client.force_login(room.reporter)
    assert "One more source." in client.get(edit_url(story)).content.decode()
    assert move(client, card(story), "copy_edit").json()["moved"]


def test_version_that_changed_meanwhile_is_not_approved(client, room):
    story = at_copy_edit(room)
    seen = story.latest_revision_id
    edit(story, room.reporter, standfirst="Quite different.")
    client.force_login(room.copy_editor)
    assert "has changed since" in move(client, card(story), "section_edit", revision=seen).json()["message"]
    assert step(story) == "Politics copy edit"


def test_second_of_two_moves_is_told(client, room):
    story = at_copy_edit(room)
    client.force_login(room.copy_editor)
    assert move(client, card(story), "section_edit", revision=story.latest_revision_id).json()["moved"]
    late = move(client, card(story), "section_edit", revision=story.latest_revision_id)
    assert late.status_code == 409
    assert "already" in late.json()["message"]


def test_story_that_cannot_be_printed_is_not_submitted(client, room):
    story = draft(room.politics, room.reporter)
    version = story.latest_revision
    version.content["kind"] = "gossip"  # a kind that an older release had
    version.save(update_fields=["content"])
    client.force_login(room.reporter)
    answer = move(client, card(story), "copy_edit").json()
    assert answer["message"].startswith("Nothing was moved:")
    assert step(story) == ""


def test_locked_story_stays(client, room):
    story = draft(room.politics, room.reporter)
    Article.objects.filter(pk=story.pk).update(locked=True, locked_by=room.copy_editor)
    client.force_login(room.reporter)
    assert "locked" in move(client, card(story), "copy_edit").json()["message"]


@pytest.mark.parametrize("words", ["", "story", "story- draft", "story-0 draft", "story-x draft", "pitch-9 draft",
                                   "story-" + "9" * 40 + " draft", "page-1 draft", "story-² draft"])  # fmt: skip
def test_cards_that_do_not_exist_are_404(client, room, words):
    client.force_login(room.admin)
    assert client.post(MOVE, {"move": words}).status_code == 404


def test_moving_takes_a_post_and_a_log_in(client, room):
    story = draft(room.politics, room.reporter)
    assert move(client, card(story), "copy_edit").status_code == 302
    client.force_login(room.reporter)
    assert client.get(MOVE).status_code == 405
    assert step(story) == ""


# Without JavaScript


def test_plain_button_moves_and_returns_to_the_board_as_it_was_filtered(client, room):
    story = draft(room.politics, room.reporter)
    client.force_login(room.reporter)
    page = client.get(BOARD + "?overdue=").content.decode()
    assert f'value="{card(story)} copy_edit {story.latest_revision_id}"' in page
    response = move(client, card(story), "copy_edit", json=False, next=BOARD + "?person=3")
    assert response["Location"] == BOARD + "?person=3"
    assert step(story) == "Politics copy edit"


def test_plain_button_asks_for_the_note_on_a_page_of_its_own(client, room):
    story = at_copy_edit(room)
    client.force_login(room.copy_editor)
    response = move(client, card(story), "draft", json=False)
    assert "What should change?" in response.content.decode()
    assert f"{card(story)} draft" in response.content.decode()
    assert step(story) == "Politics copy edit"


def test_plain_refusal_is_a_message_and_never_leads_off_the_site(client, room):
    story = draft(room.politics, room.reporter)
    client.force_login(room.reporter)
    response = client.post(MOVE, {"move": f"{card(story)} live", "next": "https://evil.example/"}, follow=True)
    assert response.redirect_chain == [(BOARD, 302)]
    assert "no step is skipped" in response.content.decode()


def test_live_update_is_reviewed_while_the_old_version_stays(client, room):
    story = factories.article("Bridge", room.politics, owner=room.reporter)
    edit(story, room.reporter, standfirst="Open again.")
    client.force_login(room.reporter)
    assert move(client, card(story), "copy_edit").json()["moved"]
    assert fresh(story).standfirst != "Open again."
