"""From draft to live."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowTask

from desk.permissions import can_publish_without_review, publish_refusal, submission_refusal
from desk.publishing import PublicationRefused
from news.models import Article
from tests import factories
from tests.desk.newsroom import act, actions, again, draft, edit, edit_url, form, fresh, person, step, submit

COPY, SECTION = "Politics copy edit", "Politics section editor"


@pytest.fixture
def story(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    return fresh(story)


@pytest.fixture
def at_section(room, story):
    return act(story, room.copy_editor)


def post(client, story, user, **changes):
    client.force_login(again(user))
    return client.post(edit_url(story), form(story, **changes), follow=True)


APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


def test_last_approval_publishes_without_publish_permission(room, at_section):
    assert not at_section.permissions_for_user(again(room.section_editor)).can_publish()
    done = act(at_section, room.section_editor)
    assert done.live
    assert Article.objects.published().filter(pk=done.pk).exists()
    assert done.workflow_states.get().status == "approved"


def test_last_approval_in_the_edit_view_publishes(client, room, at_section):
    post(client, at_section, room.section_editor, **APPROVE)
    assert fresh(at_section).live


def test_first_approval_publishes_nothing(room, story):
    assert not act(story, room.copy_editor).live
    assert step(story) == SECTION


def test_edit_after_the_copy_edit_voids_it(room, at_section):
    edit(at_section, room.section_editor, standfirst="New words.")
    assert step(at_section) == COPY
    act(at_section, room.copy_editor)
    assert step(at_section) == SECTION
    assert not fresh(at_section).live


def test_note_or_schedule_voids_nothing(room, at_section):
    edit(at_section, room.section_editor, go_live_at=timezone.now() + timedelta(hours=1))
    assert step(at_section) == SECTION
    done = act(at_section, room.section_editor)
    assert not done.live
    assert done.scheduled_revision is not None


def test_taking_the_change_back_brings_the_approval_back(room, at_section):
    before = at_section.standfirst
    edit(at_section, room.section_editor, standfirst="New words.")
    edit(at_section, room.section_editor, standfirst=before)
    assert step(at_section) == SECTION


def test_saving_over_an_approved_revision_voids_its_approval(room, story):
    edited = edit(story, room.section_editor, standfirst="By the section editor.")
    act(edited, room.managing_editor)
    assert step(story) == SECTION
    version = fresh(story).get_latest_revision_as_object()
    version.standfirst = "Autosaved over."
    version.save_revision(user=room.section_editor, overwrite_revision=fresh(story).latest_revision)
    assert step(story) == COPY
    assert not TaskState.objects.filter(revision=fresh(story).latest_revision, status="approved").exists()


def test_edit_and_approve_at_once_saves_only(client, room, story):
    response = post(client, story, room.copy_editor, **{**APPROVE, "standfirst": "Mended by the copy editor."})
    assert "somebody else has to approve" in response.content.decode()
    assert fresh(story).get_latest_revision_as_object().standfirst == "Mended by the copy editor."
    assert step(story) == COPY


def test_approval_of_a_version_that_changed_meanwhile(client, room, story):
    posted = form(story, **APPROVE)
    edit(story, room.section_editor, standfirst="Changed a second ago.")
    client.force_login(room.copy_editor)
    client.post(edit_url(story), {**posted, "standfirst": "Changed a second ago."})
    assert step(story) == COPY


def test_reporter_is_locked_out_during_review_and_in_again_after_a_request(client, room, story):
    response = post(client, story, room.reporter, standfirst="Sneaked in.")
    assert "could not be saved as it is locked" in response.content.decode()
    act(story, room.copy_editor, "reject", comment="Who said so?")
    post(client, story, room.reporter, **{"standfirst": "The clerk said so.", "action-submit": "true"})
    assert step(story) == COPY
    assert fresh(story).get_latest_revision_as_object().standfirst == "The clerk said so."


def test_change_asked_for_by_the_section_editor_is_copy_edited_first(client, room, at_section):
    act(at_section, room.section_editor, "reject", comment="Too long")
    post(client, at_section, room.reporter, **{"standfirst": "Shorter.", "action-submit": "true"})
    assert step(at_section) == COPY
    act(at_section, room.copy_editor)
    assert step(at_section) == SECTION
    assert act(at_section, room.section_editor).live


def test_submitted_again_unchanged_goes_where_it_was(client, room, at_section):
    act(at_section, room.section_editor, "reject", comment="?")
    post(client, at_section, room.reporter, **{"action-submit": "true"})
    assert step(at_section) == SECTION


def test_approval_without_any_change_does_not_count_as_an_edit(client, room, story):
    # Loaded by a program: no block keys, as the demo and imports leave it.
    post(client, story, room.copy_editor, **APPROVE)
    assert step(story) == SECTION


def test_edit_of_a_live_story_is_reviewed_while_the_old_version_stays_up(room, at_section):
    live = act(at_section, room.section_editor)
    old = live.standfirst
    edit(live, room.section_editor, standfirst="An update.")
    submit(live, room.section_editor)
    assert "approve" not in actions(live, room.section_editor)
    act(live, room.copy_editor)
    assert fresh(live).standfirst == old
    act(live, room.managing_editor)
    assert fresh(live).standfirst == "An update."


def test_approve_button_says_what_it_does(room, at_section):
    labels = [
        label for name, label, modal in at_section.current_workflow_task.get_actions(at_section, room.section_editor)
    ]
    assert "Approve and publish" in labels
    later = edit(at_section, room.section_editor, go_live_at=timezone.now() + timedelta(days=1))
    labels = [
        label for name, label, modal in later.current_workflow_task.get_actions(later, again(room.section_editor))
    ]
    assert "Approve and schedule" in labels


def test_subsection_story_is_reviewed_by_the_desk_above(room):
    elections = factories.section("Elections", parent=room.politics)
    story = draft(elections, room.reporter)
    submit(story, room.reporter)
    assert act(act(story, room.copy_editor), room.section_editor).live


def test_publishing_trouble_is_told_and_nothing_is_lost(client, room, at_section):
    factories.article(parent=room.politics, slug="taken")
    revision = at_section.latest_revision
    revision.content["slug"] = "taken"
    revision.save()
    client.force_login(room.section_editor)
    state = at_section.current_workflow_task_state
    TaskState.objects.filter(pk=state.pk).update(revision=revision)
    url = reverse("wagtailadmin_pages:workflow_action", args=[at_section.pk, "approve", state.pk])
    response = client.post(url, {"comment": ""}, follow=True)
    assert response.status_code == 200
    assert "Nothing was published" in response.content.decode()
    assert step(at_section) == SECTION


class TestEmbargo:
    @pytest.fixture
    def until(self):
        return (timezone.now() + timedelta(hours=5)).replace(microsecond=0)

    @pytest.mark.parametrize("name", ["reporter", "section_editor", "managing_editor", "admin"])
    def test_nobody_publishes(self, room, until, name):
        story = draft(room.politics, room.reporter, embargo_until=until)
        user = getattr(room, name)
        assert not can_publish_without_review(again(user), story)
        assert not story.permissions_for_user(again(user)).can_publish()
        assert "Under embargo until" in publish_refusal(again(user), story)

    def test_an_embargo_that_is_over_hinders_nobody(self, room):
        story = draft(room.politics, room.reporter, embargo_until=timezone.now() - timedelta(minutes=1))
        assert can_publish_without_review(room.managing_editor, story)

    def test_not_in_bulk(self, client, room, until):
        story = draft(room.politics, room.reporter, embargo_until=until)
        client.force_login(room.admin)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{url}?id={story.pk}")
        client.post(f"{url}?id={room.politics.pk}", {"include_descendants": "on"})
        assert not fresh(story).live

    def test_not_in_the_edit_view(self, client, room, until):
        story = draft(room.politics, room.reporter, embargo_until=until)
        post(
            client,
            story,
            room.admin,
            **{"action-publish": "1", "embargo_until": f"{timezone.localtime(until):%Y-%m-%d %H:%M}"},
        )
        assert not fresh(story).live

    def test_not_when_it_is_typed_with_the_same_click(self, client, room, until):
        story = draft(room.politics, room.reporter)
        local = f"{timezone.localtime(until):%Y-%m-%d %H:%M}"
        response = post(client, story, room.managing_editor, **{"action-publish": "1", "embargo_until": local})
        assert "Saved as a draft, not published" in response.content.decode()
        assert not fresh(story).live
        assert fresh(story).get_latest_revision_as_object().embargo_until is not None

    def test_not_when_the_story_is_made(self, client, room, until):
        client.force_login(room.managing_editor)
        model = draft(room.politics, room.reporter)
        posted = form(model, title="New under embargo", slug="new-under-embargo")
        posted |= {"action-publish": "1", "embargo_until": f"{timezone.localtime(until):%Y-%m-%d %H:%M}"}
        response = client.post(
            reverse("wagtailadmin_pages:add", args=["news", "article", room.politics.pk]), posted, follow=True
        )
        assert "Saved as a draft" in response.content.decode()
        assert not Article.objects.get(slug="new-under-embargo").live

    def test_update_of_a_live_story_under_embargo(self, room, until):
        story = factories.article(parent=room.politics)
        story.save_revision().publish()
        story = edit(story, room.reporter, embargo_until=until)
        assert not can_publish_without_review(room.managing_editor, story)

    def test_last_approval_schedules_for_its_end(self, room, until):
        story = draft(room.politics, room.reporter, embargo_until=until)
        submit(story, room.reporter)
        done = act(act(story, room.copy_editor), room.section_editor)
        assert not done.live
        assert done.scheduled_revision.approved_go_live_at == until

    def test_an_earlier_schedule_waits_for_its_end(self, room, until):
        story = draft(room.politics, room.reporter, embargo_until=until, go_live_at=until - timedelta(hours=1))
        submit(story, room.reporter)
        done = act(act(story, room.copy_editor), room.section_editor)
        assert done.scheduled_revision.approved_go_live_at == until


def test_section_editor_takes_a_schedule_back(client, room, at_section):
    edit(at_section, room.section_editor, go_live_at=timezone.now() + timedelta(days=1))
    done = act(at_section, room.section_editor)
    url = reverse("wagtailadmin_pages:revisions_unschedule", args=[done.pk, done.scheduled_revision.pk])
    client.force_login(room.reporter)
    client.post(url)
    assert fresh(done).scheduled_revision is not None
    client.force_login(room.section_editor)
    client.post(url)
    assert fresh(done).scheduled_revision is None


def test_two_desks_do_not_mix(room):
    person("both", room.desk.group("reporter"), room.business.desk.group("section_editor"))
    story = draft(room.business, room.other_reporter)
    submit(story, room.other_reporter)
    assert step(story) == "Business copy edit"
    assert actions(story, room.copy_editor) == set()


class TestWithoutAStep:
    def test_a_workflow_without_steps_publishes_nothing(self, client, room):
        story = draft(room.politics, room.reporter)
        WorkflowTask.objects.filter(workflow=room.desk.workflow_id).delete()
        assert "no workflow with a step" in submission_refusal(again(room.reporter), fresh(story))
        client.force_login(room.reporter)
        client.post(edit_url(story), form(story, **{"action-submit": "1"}))
        with pytest.raises(PublicationRefused, match="Nobody has approved"):
            submit(story, room.reporter)
        assert not fresh(story).live

    def test_switching_off_the_last_step_publishes_nothing(self, room, at_section):
        for task in (room.desk.section_edit, room.desk.copy_edit):
            task.deactivate(user=room.admin)
            assert not fresh(at_section).live
        assert step(at_section) == ""

    def test_switching_off_a_step_leads_to_the_next(self, room, story):
        room.desk.copy_edit.deactivate(user=room.admin)
        assert step(story) == "Politics section editor"


def test_status_is_told_in_the_newsrooms_words(room):
    story = draft(room.politics, room.reporter)
    submit(story, room.reporter)
    assert fresh(story).status_string == "in review"
    live = factories.article("Live", room.politics)
    edit(live, room.reporter, standfirst="New.")
    submit(live, room.reporter)
    assert fresh(live).status_string == "live + in review"
