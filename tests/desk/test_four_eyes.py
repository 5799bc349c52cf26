"""Nobody approves what they wrote, last edited or submitted."""

import pytest
from django.urls import reverse

from desk.permissions import ApprovalRefused
from people.models import AuthorProfile
from tests import factories
from tests.desk.newsroom import act, actions, again, draft, edit, edit_url, form, fresh, person, step, submit

pytestmark = pytest.mark.once


def at_copy_edit(room, **fields):
    story = draft(room.politics, room.reporter, **fields)
    submit(story, room.reporter)
    return fresh(story)


def at_section_editor(room):
    return act(at_copy_edit(room), room.copy_editor)


# What a person did to the version -> what the interface says


def owns(room, user):
    story = draft(room.politics, user)
    submit(story, room.other_reporter)
    return edit(story, room.copy_editor if user != room.copy_editor else room.section_editor, standfirst="Mended.")


def submits(room, user):
    story = draft(room.politics, room.reporter)
    submit(story, user)
    return fresh(story)


def edits(room, user):
    return edit(at_copy_edit(room), user, standfirst="Changed in review.")


def signs(room, user):
    profile = factories.author(user=user)
    story = draft(room.politics, room.reporter, authors=[profile])
    submit(story, room.reporter)
    return fresh(story)


HANDS = {owns: "you wrote the story", submits: "you submitted it", edits: "you edited it last", signs: "in the byline"}


@pytest.mark.parametrize("name", ["copy_editor", "section_editor", "managing_editor", "admin"])
@pytest.mark.parametrize("hand", HANDS)
class TestOwnHand:
    def test_task_offers_no_approval(self, room, hand, name):
        user = getattr(room, name)
        assert actions(hand(room, user), user) == {"reject"}

    def test_task_refuses_the_action(self, room, hand, name):
        user = getattr(room, name)
        story = hand(room, user)
        with pytest.raises(ApprovalRefused, match=HANDS[hand]):
            act(story, user)
        assert step(story) == "Politics copy edit"

    def test_edit_view_says_why_and_does_not_approve(self, client, room, hand, name):
        user = getattr(room, name)
        story = hand(room, user)
        client.force_login(user)
        assert HANDS[hand] in client.get(edit_url(story)).content.decode()
        posted = form(story, **{"action-workflow-action": "true", "workflow-action-name": "approve"})
        client.post(edit_url(story), posted)
        assert step(story) == "Politics copy edit"

    def test_home_page_action_is_refused(self, client, room, hand, name):
        user = getattr(room, name)
        story = hand(room, user)
        client.force_login(user)
        state = story.current_workflow_task_state
        client.post(
            reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk]), {"comment": ""}
        )
        assert step(story) == "Politics copy edit"


@pytest.mark.parametrize("name", ["copy_editor", "section_editor", "managing_editor", "admin"])
def test_fresh_eyes_approve(room, name):
    assert step(act(at_copy_edit(room), getattr(room, name))) == "Politics section editor"


@pytest.mark.parametrize(
    "name", ["reporter", "other_copy_editor", "other_section_editor", "photo_desk", "comment_moderator"]
)
def test_others_neither_see_actions_nor_act(room, name):
    user, story = getattr(room, name), at_copy_edit(room)
    assert actions(story, user) == set()
    with pytest.raises(ApprovalRefused):
        act(story, user)


def test_copy_editor_has_no_say_at_the_second_step(room):
    with pytest.raises(ApprovalRefused):
        act(at_section_editor(room), room.copy_editor)


def test_approval_needs_a_person(room):
    story = at_copy_edit(room)
    with pytest.raises(ApprovalRefused):
        story.current_workflow_task.on_action(story.current_workflow_task_state, None, "approve")


def test_somebody_who_left_the_desk_cannot_approve(room):
    story = at_copy_edit(room)
    room.copy_editor.groups.clear()
    with pytest.raises(ApprovalRefused):
        act(story, room.copy_editor)


def test_the_second_of_two_approvals_is_told(room):
    story = at_copy_edit(room)
    late = story.current_workflow_task_state
    act(story, room.copy_editor)
    with pytest.raises(ApprovalRefused, match="decided already"):
        late.task.specific.on_action(late, again(room.section_editor), "approve")
    assert step(story) == "Politics section editor"


def test_message_names_who_can(room):
    second = person("ngozi", room.desk.group("copy_editor"))
    story = edit(at_copy_edit(room), room.copy_editor, standfirst="Changed.")
    with pytest.raises(ApprovalRefused, match="Ngozi") as refused:
        act(story, room.copy_editor)
    assert "Reporter" not in str(refused.value)
    act(story, second)


def test_lonely_copy_editor_who_edits_does_not_hold_the_story_up(room):
    story = edit(at_copy_edit(room), room.copy_editor, standfirst="A comma.")
    story = act(act(story, room.section_editor), room.section_editor)
    assert story.live


def test_saving_without_a_change_makes_nobody_the_editor(room):
    story = edit(edit(at_copy_edit(room), room.copy_editor, standfirst="Mine."), room.section_editor)
    with pytest.raises(ApprovalRefused, match="edited it last"):
        act(story, room.copy_editor)
    assert "approve" in actions(story, room.section_editor)


def test_author_may_ask_for_changes_or_cancel(room):
    story = draft(room.politics, room.copy_editor)
    state = submit(story, room.copy_editor)
    assert state.user_can_cancel(room.copy_editor)
    assert act(story, room.copy_editor, "reject", comment="Not yet").current_workflow_state.status == "needs_changes"


def test_byline_of_another_changes_nothing(room):
    AuthorProfile.objects.all().delete()
    story = draft(room.politics, room.reporter, authors=[factories.author(user=room.other_reporter)])
    submit(story, room.reporter)
    assert "approve" in actions(story, room.copy_editor)


def test_approving_from_the_home_page(client, room):
    story = at_copy_edit(room)
    client.force_login(room.copy_editor)
    assert story.title in client.get(reverse("wagtailadmin_home")).content.decode()
    state = story.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk]), {"comment": "Good"}
    )
    assert step(story) == "Politics section editor"


def test_home_page_shows_nothing_of_another_desk(client, room):
    story = at_copy_edit(room, headline="Secret of Politics")
    for name in ("other_reporter", "other_copy_editor", "other_section_editor", "photo_desk", "comment_moderator"):
        client.force_login(again(getattr(room, name)))
        assert story.title not in client.get(reverse("wagtailadmin_home")).content.decode(), name


def test_reporter_sees_own_story_in_review_at_home(client, room):
    story = at_copy_edit(room)
    client.force_login(room.reporter)
    assert story.title in client.get(reverse("wagtailadmin_home")).content.decode()
