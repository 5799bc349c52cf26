"""Nothing goes live that was not approved, except without review: with a reason, and in everybody's sight."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from desk.gate import publication as gate
from desk.models import UnreviewedPublication
from desk.permissions import can_publish_without_review, publish_refusal
from desk.roles import give_model_permissions
from news.models import Article, Section
from tests import factories
from tests.desk.newsroom import act, again, complete, draft, edit, edit_url, form, fresh, person, step, submit

pytestmark = pytest.mark.once

EVERYBODY = ("reporter", "copy_editor", "section_editor", "managing_editor", "photo_desk", "comment_moderator", "admin")
CHIEFS = {"managing_editor", "admin"}
REASON = "The court ruled ten minutes ago."
BUTTON = "action-without-review"


@pytest.fixture
def story(room):
    return draft(room.politics, room.reporter, headline="Court orders release of the flood fund audit")


def page_url(story) -> str:
    return reverse("desk_publish_without_review", args=[story.pk])


def press(client, story, user, reason=REASON, version=""):
    """Open the page, give the reason, press the button."""
    client.force_login(again(user))
    version = version or gate.version_of(fresh(story).latest_revision)
    return client.post(page_url(story), {"reason": reason, "version": version}, follow=True)


def publish(story, user) -> UnreviewedPublication:
    return gate.publish_without_review(story, gate.version_of(fresh(story).latest_revision), again(user), REASON)


class TestWagtailsOwnWays:
    """Each of them, as an administrator: nobody may more."""

    @pytest.fixture(autouse=True)
    def administrator(self, client, room):
        client.force_login(room.admin)

    @pytest.mark.parametrize("name", EVERYBODY)
    def test_nobody_holds_wagtails_permission_on_a_story(self, room, story, name):
        assert not story.permissions_for_user(again(getattr(room, name))).can_publish()

    def test_not_in_bulk_and_the_message_says_what_to_do(self, client, room, story):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={story.pk}&next=/admin/"
        assert "Stories go live by the last approval" in client.get(url).content.decode()
        assert "1 story cannot be published here" in client.post(url, follow=True).content.decode()
        assert not fresh(story).live

    def test_other_pages_of_a_bulk_go_through(self, client, room, story):
        section = factories.section("Courts", live=False)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = client.post(f"{url}?id={story.pk}&id={section.pk}&next=/admin/", follow=True)
        assert Section.objects.get(pk=section.pk).live
        assert not fresh(story).live
        assert "1 story cannot be published here" in response.content.decode()

    def test_drafts_below_a_published_section_stay_drafts(self, client, room, story):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        address = f"{url}?id={room.politics.pk}&next=/admin/"
        response = client.post(address, {"include_descendants": "on"}, follow=True)
        assert not fresh(story).live
        assert "1 story cannot be published here" in response.content.decode()

    def test_not_by_the_api(self, client, story):
        client.post(f"/admin/api/main/pages/{story.pk}/action/publish/")
        assert not fresh(story).live

    @pytest.mark.parametrize("action", ["copy", "create_alias"])
    @pytest.mark.parametrize("what", ["story", "section"])
    def test_copies_by_the_api_do_not_go_live(self, client, room, action, what):
        live = factories.article("Live", room.politics)
        page = live if what == "story" else room.politics
        data = {"recursive": True} if what == "section" else {"slug": "copy"}
        data |= {"destination_page_id": factories.home().pk} if what == "section" else {}
        response = client.post(
            f"/admin/api/main/pages/{page.pk}/action/{action}/",
            {**data, "slug": "copy", "update_slug": "copy"},
            content_type="application/json",
        )
        assert response.status_code == 403
        assert Article.objects.filter(live=True).count() == 1

    def test_drafts_are_copied_by_the_api(self, client, room, story):
        url = f"/admin/api/main/pages/{story.pk}/action/copy/"
        response = client.post(url, {"keep_live": False, "slug": "copy"}, content_type="application/json")
        assert response.status_code == 201
        assert not Article.objects.get(slug="copy").live

    @pytest.mark.parametrize("wish", ["publish_copies", "alias"])
    def test_copy_of_a_live_story_is_a_draft(self, client, room, wish):
        live = factories.article("Live", room.politics)
        url = reverse("wagtailadmin_pages:copy", args=[live.pk])
        assert wish not in client.get(url).content.decode()
        copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": room.politics.pk, wish: "on"}
        client.post(url, copy)
        assert not Article.objects.get(slug="copy").live
        assert Article.objects.get(slug="copy").alias_of is None

    def test_copy_of_a_live_story_has_not_been_published_before(self, client, room):
        live = factories.article("Live", room.politics, updated_at=timezone.now())
        live.save_revision()
        copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": room.politics.pk}
        client.post(reverse("wagtailadmin_pages:copy", args=[live.pk]), copy)
        version = Article.objects.get(slug="copy").get_latest_revision_as_object()
        assert version.first_published_at is None
        assert version.updated_at is None

    def test_stories_of_a_copied_section_are_drafts(self, client, room):
        factories.article("Live", room.politics)
        copy = {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": factories.home().pk,
            "copy_subpages": "on",
            "publish_copies": "on",
        }
        client.post(reverse("wagtailadmin_pages:copy", args=[room.politics.pk]), copy)
        assert Article.objects.child_of(Section.objects.get(slug="copy")).get().live is False

    def test_a_copied_section_is_a_draft(self, client, room):
        copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": factories.home().pk, "publish_copies": "on"}
        client.post(reverse("wagtailadmin_pages:copy", args=[room.politics.pk]), copy)
        assert not Section.objects.get(slug="copy").live

    def test_going_back_to_an_old_version_makes_a_draft(self, client, room):
        live = factories.article("Live", room.politics)
        old = live.save_revision()
        old.publish()
        edit(live, room.reporter, standfirst="New.")
        url = f"/admin/api/main/pages/{live.pk}/action/revert_to_page_revision/"
        client.post(url, {"revision_id": old.pk}, content_type="application/json")
        assert fresh(live).has_unpublished_changes

    def test_making_one_leads_to_the_page_that_asks_for_the_reason(self, client, room, story):
        url = reverse("wagtailadmin_pages:add", args=["news", "article", room.politics.pk])
        body = client.get(url).content.decode()
        assert "Publish without review…" in body
        response = client.post(url, form(story, title="Made", slug="made", **{BUTTON: "1"}))
        made = Article.objects.get(slug="made")
        assert response.url == page_url(made)
        assert not made.live

    def test_making_one_with_the_button_of_wagtail_publishes_nothing(self, client, room, story):
        url = reverse("wagtailadmin_pages:add", args=["news", "article", room.politics.pk])
        client.post(url, form(story, title="Made", slug="made", **{"action-publish": "1"}))
        assert not Article.objects.get(slug="made").live

    def test_button_is_not_the_one_that_wagtails_script_asks_about(self, client, story):
        body = client.get(edit_url(story)).content.decode()
        assert f'name="{BUTTON}"' in body
        assert 'name="action-publish"' not in body

    def test_editing_one_leads_there_too_and_saves_what_was_typed(self, client, room, story):
        assert "Publish without review…" in client.get(edit_url(story)).content.decode()
        response = client.post(edit_url(story), form(story, standfirst="Typed.", **{BUTTON: "1"}))
        assert response.url == page_url(story)
        assert not fresh(story).live
        assert fresh(story).get_latest_revision_as_object().standfirst == "Typed."

    def test_sections_are_published_as_ever(self, client, room):
        url = reverse("wagtailadmin_pages:add", args=["news", "section", room.politics.pk])
        assert "action-publish" in client.get(url).content.decode()

    def test_live_story_is_moved_and_taken_down_by_its_chiefs(self, room):
        live = factories.article("Live", room.politics)
        tester = live.permissions_for_user(again(room.managing_editor))
        assert tester.can_move_to(room.business)
        assert tester.can_unpublish()


@pytest.mark.parametrize("name", EVERYBODY)
class TestWhoPublishesWithoutReview:
    def test_predicate(self, room, story, name):
        assert can_publish_without_review(again(getattr(room, name)), story) is (name in CHIEFS)

    def test_page(self, client, room, story, name):
        press(client, story, getattr(room, name))
        assert fresh(story).live is (name in CHIEFS)

    def test_menu_of_the_edit_view(self, client, room, story, name):
        client.force_login(getattr(room, name))
        assert ("without review…" in client.get(edit_url(story)).content.decode()) is (name in CHIEFS)

    @pytest.mark.parametrize("button", [BUTTON, "action-publish"])
    def test_form_with_the_button_of_another(self, client, room, story, name, button):
        client.force_login(getattr(room, name))
        client.post(edit_url(story), form(story, **{button: "1"}), follow=True)
        assert not fresh(story).live


def test_permission_is_one_of_its_own(room, story):
    give_model_permissions(room.desk.section_editor, ["desk.publish_without_review"])
    assert can_publish_without_review(again(room.section_editor), story)
    elsewhere = draft(room.business, room.other_reporter)
    assert not can_publish_without_review(again(room.section_editor), elsewhere)


def test_page_shows_what_will_happen(client, room, story):
    client.force_login(room.managing_editor)
    body = client.get(page_url(story)).content.decode()
    assert story.title in body
    assert "Politics copy edit" in body
    assert "Copy_Editor" in body
    assert "Add two topics or more" in body  # recommended: shown, and no hindrance


def test_reason_is_required_and_bounded(client, room, story):
    for reason in ("", "   ", "x" * 501):
        press(client, story, room.managing_editor, reason=reason)
        assert not fresh(story).live
    press(client, story, room.managing_editor, reason="x" * 500)
    assert fresh(story).live


def test_it_is_logged_mailed_and_kept(client, room, story, django_capture_on_commit_callbacks):
    second = person("second_chief", *room.managing_editor.groups.all())
    with django_capture_on_commit_callbacks(execute=True):
        press(client, story, room.managing_editor)
    entry = PageLogEntry.objects.get(page=story, action="desk.publish_without_review")
    assert REASON in entry.message
    client.force_login(room.reporter)
    history = client.get(reverse("wagtailadmin_pages:history", args=[story.pk])).content.decode()
    assert REASON in history
    told = [message for message in mail.outbox if "without review" in message.subject]
    assert [message.to for message in told] == [[second.email]]
    assert REASON in told[0].body
    kept = UnreviewedPublication.objects.unread().get()
    assert (kept.article_id, kept.user, kept.reason) == (story.pk, room.managing_editor, REASON)
    assert kept.revision == fresh(story).live_revision


def test_newer_version_is_not_published_unseen(client, room, story):
    seen = gate.version_of(story.latest_revision)
    edit(story, room.copy_editor, standfirst="Changed a second ago.")
    response = press(client, story, room.managing_editor, version=seen)
    assert "a newer version has been saved meanwhile" in response.content.decode()
    assert REASON in response.content.decode()
    assert not fresh(story).live
    assert gate.version_of(fresh(story).latest_revision) in response.content.decode()


def test_version_that_autosave_wrote_over_is_another(client, room, story):
    seen = gate.version_of(story.latest_revision)
    version = story.get_latest_revision_as_object()
    version.standfirst = "Saved over."
    version.save_revision(user=room.reporter, overwrite_revision=story.latest_revision)
    press(client, story, room.managing_editor, version=seen)
    assert not fresh(story).live


def test_second_press_is_told(client, room, story):
    press(client, story, room.managing_editor)
    response = press(client, story, room.managing_editor)
    assert "Readers see this version already" in response.content.decode()
    assert UnreviewedPublication.objects.count() == 1


def test_review_is_cut_short(client, room, story):
    submit(story, room.reporter)
    press(client, story, room.managing_editor)
    assert fresh(story).live
    assert step(story) == ""
    assert "Politics copy edit) was cut short" in PageLogEntry.objects.get(action=gate.LOG_ACTION).message


def test_update_of_a_live_story(client, room):
    live = draft(room.politics, room.reporter)
    submit(live, room.reporter)
    act(act(live, room.copy_editor), room.section_editor)
    edit(live, room.reporter, standfirst="The update.")
    client.force_login(room.managing_editor)
    assert "Compare with what is live" in client.get(page_url(live)).content.decode()
    press(client, live, room.managing_editor)
    assert fresh(live).standfirst == "The update."


def test_it_can_be_scheduled(client, room, story):
    when = (timezone.now() + timedelta(hours=3)).replace(microsecond=0)
    edit(story, room.reporter, go_live_at=when)
    client.force_login(room.managing_editor)
    assert "Schedule without review…" in client.get(edit_url(story)).content.decode()
    assert "is scheduled, without review" in press(client, story, room.managing_editor).content.decode()
    assert fresh(story).scheduled_revision.approved_go_live_at == when


def test_scheduled_update_of_a_live_story_ends_its_review(room):
    live = factories.article("Also live", room.politics)
    complete(live)
    live.save_revision().publish()
    live = edit(live, room.reporter, standfirst="Later.", go_live_at=timezone.now() + timedelta(hours=3))
    submit(live, room.reporter)
    publish(live, room.managing_editor)
    assert step(live) == ""


def test_embargo_holds_the_emergency_too(client, room):
    story = draft(room.politics, room.reporter, embargo_until=timezone.now() + timedelta(hours=1))
    assert "Under embargo until" in press(client, story, room.managing_editor).content.decode()
    assert not fresh(story).live


def test_what_the_checklist_requires_holds_it_too(client, room):
    story = draft(room.politics, room.reporter, standfirst="")
    client.force_login(room.managing_editor)
    assert "Write a standfirst" in client.get(page_url(story)).content.decode()
    assert "Write a standfirst" in press(client, story, room.managing_editor).content.decode()
    assert not fresh(story).live


def test_locked_story_is_unlocked_first(room, story):
    Article.objects.filter(pk=story.pk).update(locked=True, locked_by=room.reporter, locked_at=timezone.now())
    assert "Unlock the story" in publish_refusal(again(room.managing_editor), fresh(story))


def test_review_by_others_does_not_stop_it(client, room, story):
    for task in room.desk.tasks():
        task.deputies.clear()
    submit(story, room.reporter)
    client.force_login(room.managing_editor)
    assert page_url(story) in client.get(edit_url(story)).content.decode()
    press(client, story, room.managing_editor)
    assert fresh(story).live


def test_story_that_two_publish_at_once_goes_out_once(room, story):
    version = gate.version_of(story.latest_revision)
    gate.publish_without_review(story, version, again(room.managing_editor), REASON)
    with pytest.raises(gate.PublicationRefused, match="already"):
        gate.publish_without_review(story, version, again(room.admin), REASON)


class TestReport:
    def list_for(self, client, user):
        client.force_login(again(user))
        return client.get(reverse("desk_unreviewed"))

    @pytest.mark.parametrize(
        ("name", "sees"),
        [
            ("section_editor", True),
            ("managing_editor", True),
            ("admin", True),
            ("other_section_editor", False),
            ("copy_editor", False),
            ("reporter", False),
            ("photo_desk", False),
        ],
    )
    def test_who_sees_and_reads_it(self, client, room, story, name, sees):
        chief = person("another_chief", *room.managing_editor.groups.all())
        row = publish(story, chief)
        user = getattr(room, name)
        body = self.list_for(client, user).content.decode()
        assert (story.title in body) is sees
        client.post(reverse("desk_read_afterwards", args=[row.pk]))
        assert UnreviewedPublication.objects.unread().exists() is not sees

    def test_button_carries_its_token(self, room, story):
        row = publish(story, room.managing_editor)
        browser = Client(enforce_csrf_checks=True)
        url = reverse("desk_read_afterwards", args=[row.pk])
        body = self.list_for(browser, room.section_editor).content.decode()
        token = re.search(rf'{url}" method="post">\s*<input [^>]*name="csrfmiddlewaretoken" value="(\w+)"', body)
        browser.post(url, {"csrfmiddlewaretoken": token[1]})
        row.refresh_from_db()
        assert row.read_by == room.section_editor

    def test_nobody_reads_what_they_published(self, client, room, story):
        row = publish(story, room.managing_editor)
        assert "You published it" in self.list_for(client, room.managing_editor).content.decode()
        client.post(reverse("desk_read_afterwards", args=[row.pk]))
        assert UnreviewedPublication.objects.unread().exists()

    def test_nobody_reads_what_they_wrote(self, client, room):
        story = draft(room.politics, room.section_editor)
        row = publish(story, room.managing_editor)
        self.list_for(client, room.section_editor)
        client.post(reverse("desk_read_afterwards", args=[row.pk]))
        assert UnreviewedPublication.objects.unread().exists()

    def test_reading_is_logged(self, client, room, story):
        row = publish(story, room.managing_editor)
        self.list_for(client, room.section_editor)
        client.post(reverse("desk_read_afterwards", args=[row.pk]))
        row.refresh_from_db()
        assert row.read_by == room.section_editor
        assert PageLogEntry.objects.filter(page=story, action=gate.LOG_READ).exists()

    def test_flat_cost(self, client, room):
        publish(draft(room.politics, room.reporter), room.managing_editor)
        self.list_for(client, room.section_editor)
        with CaptureQueriesContext(connection) as one:
            client.get(reverse("desk_unreviewed"))
        for _ in range(5):
            publish(draft(room.politics, room.reporter), room.managing_editor)
        with CaptureQueriesContext(connection) as six:
            client.get(reverse("desk_unreviewed"))
        assert len(six) == len(one)
