"""Ideas, who may have and give them, and how one becomes a draft."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.models import Assignment
from desk.pitches.permissions import can_assign, can_edit_pitch, can_pitch, can_plan, can_start
from desk.pitches.start import start_writing
from news.models import Article
from tests import factories
from tests.desk.newsroom import again, draft, edit_url, person

pytestmark = pytest.mark.once

ADD = reverse("desk_pitch_add")


def pitch(room, **fields) -> Assignment:
    values = {"title": "Who pays for the bridge", "section": room.politics, "created_by": room.section_editor}
    return Assignment.objects.create(**{**values, **fields})


def data(room, **changes) -> dict:
    values = {"title": "Who pays for the bridge", "brief": "Ask the mayor.", "section": room.politics.pk}
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def soon(hours: int = 20):
    return timezone.localtime(timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


# Who may

ROLES = (
    *("reporter", "copy_editor", "section_editor", "managing_editor", "photo_desk", "comment_moderator", "admin"),
    *("other_reporter", "other_section_editor"),
)


@pytest.mark.parametrize("name", ROLES)
def test_who_may_pitch_for_politics(room, name):
    expected = name in {"reporter", "section_editor", "managing_editor", "admin"}
    assert can_pitch(again(getattr(room, name)), room.politics) is expected


@pytest.mark.parametrize("name", ROLES)
def test_who_may_assign(room, name):
    expected = name in {"section_editor", "managing_editor", "admin"}
    assert can_assign(again(getattr(room, name)), pitch(room)) is expected


@pytest.mark.parametrize("name", ROLES)
def test_who_may_change_an_editors_pitch(room, name):
    expected = name in {"section_editor", "managing_editor", "admin"}
    assert can_edit_pitch(again(getattr(room, name)), pitch(room)) is expected


def test_who_had_an_idea_and_who_has_it_may_change_it(room):
    second = person("ngozi", room.desk.group("reporter"))
    assert can_edit_pitch(room.reporter, pitch(room, created_by=room.reporter))
    assert can_edit_pitch(second, pitch(room, assignee=second))
    assert not can_edit_pitch(second, pitch(room, created_by=room.reporter))


def test_nobody_starts_what_is_somebody_elses_but_editors(room):
    second = person("ngozi", room.desk.group("reporter"))
    theirs = pitch(room, assignee=room.reporter)
    assert can_start(room.reporter, theirs)
    assert not can_start(second, theirs)
    assert can_start(second, pitch(room))
    assert can_start(room.section_editor, theirs)
    assert not can_start(room.other_section_editor, theirs)
    assert not can_start(room.copy_editor, pitch(room))


def test_owner_and_editors_plan_a_story(room):
    story = draft(room.politics, room.reporter)
    assert can_plan(room.reporter, story)
    assert can_plan(room.section_editor, story)
    assert not can_plan(room.copy_editor, story)
    assert not can_plan(room.other_section_editor, story)


# Pitching


def test_reporter_pitches_for_their_section(client, room):
    client.force_login(room.reporter)
    response = client.post(ADD, data(room, assignee=room.reporter.pk, due_at=soon(), length="600"), follow=True)
    made = Assignment.objects.get()
    assert (made.created_by, made.assignee, made.length) == (room.reporter, room.reporter, 600)
    assert "is on the board" in response.content.decode()
    assert "Who pays for the bridge" in response.content.decode()


def test_section_is_chosen_already_when_there_is_one(client, room):
    client.force_login(room.reporter)
    form = client.get(ADD).context["form"]
    assert [section.title for section in form.fields["section"].queryset] == ["Politics"]
    assert form.fields["section"].initial.title == "Politics"


@pytest.mark.parametrize("name", ["copy_editor", "photo_desk", "comment_moderator"])
def test_others_do_not_pitch(client, room, name):
    client.force_login(getattr(room, name))
    client.post(ADD, data(room))
    assert client.get(ADD).status_code == 302
    assert not Assignment.objects.exists()


def test_reporter_does_not_pitch_for_another_section(client, room):
    client.force_login(room.reporter)
    response = client.post(ADD, data(room, section=room.business.pk))
    assert not Assignment.objects.exists()
    assert response.context["form"].errors["section"]


def test_reporter_gives_work_to_nobody_else(client, room):
    person("ngozi", room.desk.group("reporter"))
    client.force_login(room.reporter)
    form = client.get(ADD).context["form"]
    assert list(form.fields["assignee"].queryset) == [room.reporter]


def test_section_editor_assigns_anybody_of_the_desk(client, room):
    client.force_login(room.section_editor)
    form = client.get(ADD).context["form"]
    assert set(form.fields["assignee"].queryset) == {room.reporter, room.copy_editor, room.section_editor}
    client.post(ADD, data(room, assignee=room.reporter.pk))
    assert Assignment.objects.get().assignee == room.reporter


def test_managing_editor_is_told_who_is_on_another_desk(client, room):
    client.force_login(room.managing_editor)
    response = client.post(ADD, data(room, assignee=room.other_reporter.pk))
    assert "does not work on that desk" in response.content.decode()
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 300}, "at most 255"),
        ({"brief": "x" * 2001}, "at most 2000"),
        ({"length": "0"}, "greater than or equal to 1"),
        ({"length": "1000000"}, "less than or equal to 50000"),
        ({"length": "many"}, "whole number"),
        ({"due_at": "tomorrow"}, "valid date"),
        ({"due_at": "9999-12-31 23:59"}, "check the year"),
        ({"due_at": "0001-01-01 00:00"}, "check the year"),
        ({"section": "999999999999999999999"}, "valid choice"),
        ({"assignee": "\x00"}, "Null characters"),
    ],
)
def test_bad_input_is_refused_in_words(client, room, changes, words):
    client.force_login(room.section_editor)
    response = client.post(ADD, data(room, **changes))
    assert words in str(response.context["form"].errors)
    assert not Assignment.objects.exists()


def test_due_time_in_the_past_is_warned_of(client, room):
    client.force_login(room.reporter)
    response = client.post(ADD, data(room, due_at=soon(-20)), follow=True)
    assert Assignment.objects.get().is_overdue
    assert "due time is in the past" in response.content.decode()


def test_markup_in_a_headline_is_shown_as_typed(client, room):
    pitch(room, title="<script>alert(1)</script>")
    client.force_login(room.section_editor)
    assert "<script>alert(1)" not in client.get(reverse("desk_board")).content.decode()


# Changing and dropping


def test_pitch_is_changed_and_dropped_and_taken_up_again(client, room):
    made = pitch(room)
    client.force_login(room.section_editor)
    client.post(reverse("desk_pitch_edit", args=[made.pk]), data(room, title="Who paid for the bridge"))
    made.refresh_from_db()
    assert made.title == "Who paid for the bridge"
    client.post(reverse("desk_pitch_drop", args=[made.pk]))
    assert not Assignment.objects.pitches().exists()
    assert "Take it up again" in client.get(reverse("desk_pitch_edit", args=[made.pk])).content.decode()
    client.post(reverse("desk_pitch_drop", args=[made.pk]), {"restore": "yes"})
    assert Assignment.objects.pitches().exists()


@pytest.mark.parametrize("url_name", ["desk_pitch_edit", "desk_pitch_drop", "desk_pitch_start"])
def test_pitch_of_another_section_is_404(client, room, url_name):
    made = pitch(room)
    client.force_login(room.other_section_editor)
    assert client.post(reverse(url_name, args=[made.pk]), data(room)).status_code == 404
    assert Assignment.objects.pitches().count() == 1


@pytest.mark.parametrize("url_name", ["desk_pitch_drop", "desk_pitch_start"])
def test_addresses_that_change_something_take_no_get(client, room, url_name):
    client.force_login(room.section_editor)
    assert client.get(reverse(url_name, args=[pitch(room).pk])).status_code == 405


def test_somebody_who_left_the_desk_stays_assigned_until_changed(client, room):
    made = pitch(room, assignee=room.reporter)
    room.reporter.groups.clear()
    client.force_login(room.section_editor)
    client.post(reverse("desk_pitch_edit", args=[made.pk]), data(room, assignee=room.reporter.pk, length="900"))
    made.refresh_from_db()
    assert (made.assignee, made.length) == (room.reporter, 900)


def test_section_with_pitches_stays(client, room):
    pitch(room)
    client.force_login(room.managing_editor)
    url = reverse("wagtailadmin_pages:delete", args=[room.politics.pk])
    response = client.post(url, {"confirm_site_name": "Pulse"}, follow=True)
    assert "Politics has 1 pitch on the board. Drop or move it first." in response.content.decode()
    assert Assignment.objects.exists()


# Starting


def test_one_click_makes_a_draft_of_the_assignees(client, room):
    profile = factories.author("Tunde", user=room.reporter)
    made = pitch(room, assignee=room.reporter)
    client.force_login(room.section_editor)
    response = client.post(reverse("desk_pitch_start", args=[made.pk]))
    story = Article.objects.get()
    assert response["Location"] == edit_url(story)
    assert (story.title, story.owner, story.live) == ("Who pays for the bridge", room.reporter, False)
    assert story.is_child_of(room.politics)
    assert [row.author for row in story.get_latest_revision_as_object().byline_rows] == [profile]
    made.refresh_from_db()
    assert made.story == story


def test_unassigned_pitch_belongs_to_who_starts_it(client, room):
    made = pitch(room)
    client.force_login(room.reporter)
    client.post(reverse("desk_pitch_start", args=[made.pk]))
    made.refresh_from_db()
    assert (made.assignee, made.story.owner) == (room.reporter, room.reporter)


def test_second_click_leads_to_the_same_story(client, room):
    made = pitch(room)
    client.force_login(room.reporter)
    first = client.post(reverse("desk_pitch_start", args=[made.pk]))
    second = client.post(reverse("desk_pitch_start", args=[made.pk]))
    assert first["Location"] == second["Location"]
    assert Article.objects.count() == 1


def test_start_from_a_stale_row_makes_one_story(room):
    stale = pitch(room)
    assert start_writing(Assignment.objects.get(), room.reporter) == start_writing(stale, room.section_editor)
    assert Article.objects.count() == 1


def test_two_pitches_with_one_headline_get_addresses_of_their_own(room):
    stories = [start_writing(pitch(room), room.reporter) for _ in range(2)]
    assert [story.slug for story in stories] == ["who-pays-for-the-bridge", "who-pays-for-the-bridge-2"]


def test_dropped_pitch_is_not_started(client, room):
    made = pitch(room, dropped_at=timezone.now())
    client.force_login(room.reporter)
    client.post(reverse("desk_pitch_start", args=[made.pk]))
    assert not Article.objects.exists()


def test_copy_editor_starts_nothing(client, room):
    made = pitch(room)
    client.force_login(room.copy_editor)
    client.post(reverse("desk_pitch_start", args=[made.pk]))
    assert not Article.objects.exists()


def test_editor_shows_the_brief(client, room):
    made = pitch(room, brief="Ask the mayor <b>twice</b>.", due_at=timezone.now() + timedelta(hours=3), length=700)
    story = start_writing(made, room.reporter)
    client.force_login(room.reporter)
    body = client.get(edit_url(story)).content.decode()
    assert "Ask the mayor &lt;b&gt;twice&lt;/b&gt;." in body
    assert "700 words" in body
    assert reverse("desk_story_plan", args=[story.pk]) in body


# Plans


def test_story_without_a_pitch_gets_a_plan(client, room):
    story = draft(room.politics, room.reporter, "The bridge is closed")
    client.force_login(room.section_editor)
    url = reverse("desk_story_plan", args=[story.pk])
    response = client.post(f"{url}?next=/admin/desk/board/", {"assignee": room.copy_editor.pk, "due_at": soon()})
    made = Assignment.objects.get()
    assert response["Location"] == "/admin/desk/board/"
    assert (made.story, made.section.pk, made.title) == (story, room.politics.pk, "The bridge is closed")
    client.post(url, {"length": "500"})
    assert Assignment.objects.get().length == 500


def test_plan_never_leads_off_the_site(client, room):
    story = draft(room.politics, room.reporter)
    client.force_login(room.reporter)
    url = reverse("desk_story_plan", args=[story.pk])
    assert client.post(f"{url}?next=https://evil.example/", {"length": "5"})["Location"] == edit_url(story)


def test_copy_editor_plans_nothing(client, room):
    story = draft(room.politics, room.reporter)
    client.force_login(room.copy_editor)
    client.post(reverse("desk_story_plan", args=[story.pk]), {"length": "500"})
    assert not Assignment.objects.exists()


def test_plan_of_another_section_is_404(client, room):
    story = draft(room.politics, room.reporter)
    client.force_login(room.other_section_editor)
    assert client.get(reverse("desk_story_plan", args=[story.pk])).status_code == 404


def test_pitch_that_became_a_story_leads_to_it(client, room):
    made = pitch(room)
    story = start_writing(made, room.reporter)
    client.force_login(room.section_editor)
    assert client.get(reverse("desk_pitch_edit", args=[made.pk]))["Location"] == edit_url(story)
