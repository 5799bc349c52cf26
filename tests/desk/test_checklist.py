"""What stands before every approval."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from desk.checklist import items
from desk.checklist.items import ITEMS
from desk.checklist.standing import Rulebook, go_through, open_required
from desk.desks import ensure_section_desk
from desk.models import ChecklistLevel, ChecklistTick, CustomCheck, Level
from desk.permissions import ApprovalRefused, approval_refusal
from desk.publishing import PublicationRefused, put_live
from desk.scheduling import publish_due
from news.models import RelatedStory
from tests import factories
from tests.desk.newsroom import act, actions, again, draft, edit, edit_url, form, fresh, scheduled, step, submit

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def text(*paragraphs: str) -> list:
    return [("paragraph", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))]


def found(item: str, **fields) -> str:
    """Return what a machine-answered item says of a story with these fields."""
    story = factories.article(parent=factories.section(), slug="story", **fields)
    return next(entry.find for entry in ITEMS if entry.key == item)(story)


class TestMachine:
    """Each item: what is missing is named, what is there is not."""

    @pytest.mark.parametrize(
        ("item", "fields", "says"),
        [
            ("standfirst", {"standfirst": "  "}, "Write a standfirst"),
            ("standfirst", {"standfirst": "What happened."}, ""),
            ("byline", {}, "who wrote"),
            ("section", {}, ""),
            ("picture", {}, "Choose a lead picture"),
            ("picture_text", {}, ""),
            ("source", {"is_republication": True}, "name the source"),
            (
                "source",
                {"is_republication": True, "source_name": "Ledger", "source_url": "https://ledger.example/"},
                "",
            ),
            ("source", {}, ""),
            ("headline", {"headline": "x" * 111}, "111 characters"),
            ("headline", {"headline": "x" * 110}, ""),
            ("headline_length", {"headline": "x" * 39}, "39 characters"),
            ("headline_length", {"headline": "x" * 40}, ""),
            ("topics", {}, "two topics"),
            ("related", {}, "related story"),
            ("meta_description", {}, "description"),
            ("meta_description", {"search_description": "What it is about."}, ""),
            ("length", {"body": text("word " * 149)}, "149 words"),
            ("length", {"body": text("word " * 150)}, ""),
            ("headings", {"body": [("heading", "One"), ("heading", "Two"), *text("End.")]}, "follow each other"),
            ("headings", {"body": [*text("Text."), ("heading", "One")]}, "ends with a subheading"),
            ("headings", {"body": [("heading", "One"), *text("Text."), ("heading", "Two"), *text("End.")]}, ""),
        ],
    )
    def test_answer(self, item, fields, says):
        answer = found(item, **fields)
        assert says in answer
        assert bool(answer) is bool(says)

    @pytest.mark.parametrize(
        ("html", "empty"),
        [
            ('<a href="https://ledger.example/">The ledger</a>', False),
            ('<a linktype="page" id="3">The page</a>', False),
            ('<a linktype="document" id="3">The paper</a>', False),
            ('<a href="mailto:desk@pulse.example">Write</a>', False),
            ('<a href="">Nowhere</a>', True),
            ('<a href="#">Nowhere</a>', True),
            ("<a>Nowhere</a>", True),
            ('<a href="https://ledger.example/"> </a>', True),
            ('<a href="https://ledger.example/"></a> and <a href="">two</a>', True),
        ],
    )
    def test_links(self, html, empty):
        assert bool(found("links", body=text(html))) is empty
        box = [("fact_box", {"title": "Facts", "body": f"<p>{html}</p>"})]
        assert bool(found("links", body=box)) is empty

    @pytest.mark.parametrize("gap", ["TK", "TKTK", "XXX", "lorem ipsum", "Lorem Ipsum", "[…]", "[...]"])
    def test_placeholders(self, gap):
        whole = gap.startswith("[")
        for fields in (
            {"body": text("Before.", gap if whole else f"The ferry left at {gap}, he said.")},
            {"headline": f"{gap}"},
            {"standfirst": gap if whole else f"It was ({gap})."},
            {"lead_image_caption": gap},
            {"body": [("quote", {"text": gap, "attribution": ""})]},
        ):
            assert gap in found("placeholders", **fields), fields

    @pytest.mark.parametrize(
        "words", ["tk", "xxx", "ATK", "TKO", "XXXL", "Stk.", "“We saw […] nothing”", "ipsum lorem", "TK2000"]
    )
    def test_words_that_are_no_placeholders(self, words):
        assert found("placeholders", body=text(words), headline=words) == ""

    def test_caption_in_a_gallery(self):
        images = [{"image": factories.picture(), "caption": "TK"}, {"image": factories.picture()}]
        assert "TK" in found("placeholders", body=[("gallery", {"caption": "", "images": images})])

    @pytest.mark.parametrize(
        ("picture", "fields", "says"),
        [
            ({}, {}, ""),
            ({"description": ""}, {}, "alt text"),
            ({"description": "", "credit": ""}, {}, "alt text and a credit"),
            ({"description": "", "credit": ""}, {"lead_image_alt": "A boat", "lead_image_credit": "Photo: A"}, ""),
        ],
    )
    def test_lead_picture(self, picture, fields, says):
        fields = {**fields, "lead_image": factories.picture(**picture)}
        assert found("picture", **fields) == ""
        assert says in found("picture_text", **fields)
        assert bool(found("picture_text", **fields)) is bool(says)

    def test_pictures_in_the_text(self):
        bare, good = factories.picture(credit=""), factories.picture()
        images = [{"image": bare}, {"image": good}]
        body = [("image", {"image": bare}), ("image", {"image": good}), ("gallery", {"caption": "", "images": images})]
        assert found("body_pictures", body=body).startswith("2 pictures")
        assert found("body_pictures", body=[("image", {"image": good})]) == ""

    def test_byline_topics_and_related_story(self):
        story = factories.article(
            authors=[factories.author()], topics=[factories.topic(), factories.topic()], parent=factories.section()
        )
        story.related_rows.set([RelatedStory(story=factories.article())])
        assert [items.byline(story), items.topics(story), items.related(story)] == ["", "", ""]

    def test_no_query_for_what_the_story_holds(self, room):
        version = draft(room.politics, room.reporter).latest_revision.as_object()
        with CaptureQueriesContext(connection) as queries:
            for item in ITEMS:
                if item.find:
                    item.find(version)
        assert len(queries) == 0


# Where it stands in the way


@pytest.fixture
def lacking(room):
    """A story in review without a standfirst."""
    story = draft(room.politics, room.reporter, standfirst="")
    submit(story, room.reporter)
    return fresh(story)


class TestApproval:
    def test_refused_with_the_open_items(self, room, lacking):
        assert actions(lacking, room.copy_editor) == {"reject"}
        with pytest.raises(ApprovalRefused, match="Write a standfirst"):
            act(lacking, room.copy_editor)
        assert step(lacking) == "Politics copy edit"

    def test_edit_view_says_so(self, client, room, lacking):
        client.force_login(room.copy_editor)
        assert "The checklist is not done yet: Write a standfirst" in client.get(edit_url(lacking)).content.decode()
        posted = form(lacking, **{"action-workflow-action": "true", "workflow-action-name": "approve"})
        client.post(edit_url(lacking), posted)
        assert step(lacking) == "Politics copy edit"

    def test_home_page_does_not_approve(self, client, room, lacking):
        client.force_login(room.copy_editor)
        state = lacking.current_workflow_task_state
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[lacking.pk, "approve", state.pk]))
        assert step(lacking) == "Politics copy edit"

    def test_version_under_review_counts_and_not_what_is_live(self, room):
        live = factories.article(parent=room.politics, standfirst="")
        ChecklistTick.objects.create(article=live, item="no-picture")
        live.bylines.create(guest_name="A. Guest")
        live.save_revision().publish()
        edit(live, room.reporter, standfirst="Now there is one.")
        submit(live, room.reporter)
        assert "approve" in actions(live, room.copy_editor)

    def test_mended_story_is_approved(self, room, lacking):
        edit(lacking, room.section_editor, standfirst="Now there is one.")
        assert step(act(lacking, room.copy_editor)) == "Politics section editor"

    def test_recommended_items_stop_nobody(self, room):
        story = draft(room.politics, room.reporter)
        open_items = [standing.item.key for standing in go_through(story) if standing.is_open]
        assert {"topics", "related", "facts"} <= set(open_items)
        submit(story, room.reporter)
        assert act(act(story, room.copy_editor), room.section_editor).live

    def test_submitting_only_warns(self, client, room):
        story = draft(room.politics, room.reporter, standfirst="")
        client.force_login(room.reporter)
        body = client.post(edit_url(story), form(story, **{"action-submit": "true"}), follow=True).content.decode()
        assert "Nobody can approve it yet" in body
        assert "Write a standfirst" in body
        assert step(story) == "Politics copy edit"

    def test_list_of_what_waits_asks_no_query_more_per_story(self, room):
        def cost(number: int) -> int:
            states = []
            for _ in range(number):
                story = draft(room.politics, room.reporter)
                submit(story, room.reporter)
                states.append((fresh(story), fresh(story).current_workflow_task_state))
            user = again(room.copy_editor)
            with CaptureQueriesContext(connection) as queries:
                for story, state in states:
                    assert approval_refusal(user, story, state) == ""
            return len([query for query in queries if "checklist" in query["sql"] or "customcheck" in query["sql"]])

        assert cost(1) == cost(6)


class TestPublishing:
    def test_held_at_the_moment_of_publishing(self, room):
        story = draft(room.politics, room.reporter, standfirst="")
        with pytest.raises(PublicationRefused, match="Write a standfirst"):
            put_live(story.latest_revision)

    def test_scheduled_story_is_held_and_keeps_its_schedule(self, room):
        story = scheduled(room.politics, "Due")
        ChecklistTick.objects.filter(article=story).delete()
        assert len(publish_due().failed) == 1
        assert not fresh(story).live
        assert Revision.objects.filter(approved_go_live_at__isnull=False, object_id=str(story.pk)).exists()
        ChecklistTick.objects.create(article=story, item="no-picture")
        assert publish_due().published == ["Due"]

    def test_level_raised_between_the_approvals_is_told(self, client, room):
        story = draft(room.politics, room.reporter)
        submit(story, room.reporter)
        act(story, room.copy_editor)
        ChecklistLevel.objects.create(desk=room.desk, item="topics", level=Level.REQUIRED)
        with pytest.raises(ApprovalRefused, match="Add two topics"):
            act(story, room.section_editor)
        assert step(story) == "Politics section editor"


# What a desk makes of it


class TestLevels:
    def missing(self, story) -> set[str]:
        return {standing.item.key for standing in open_required(fresh(story).get_latest_revision_as_object())}

    def test_desk_switches_an_item_off(self, room, lacking):
        ChecklistLevel.objects.create(desk=room.desk, item="standfirst", level=Level.OFF)
        assert self.missing(lacking) == set()
        assert step(act(lacking, room.copy_editor)) == "Politics section editor"

    def test_another_desk_keeps_its_own(self, room):
        ChecklistLevel.objects.create(desk=room.desk, item="standfirst", level=Level.OFF)
        assert self.missing(draft(room.business, room.other_reporter, standfirst="")) == {"standfirst"}

    def test_subsection_works_by_the_nearest_desk(self, room):
        elections = factories.section("Elections", parent=room.politics)
        polls = factories.section("Polls", parent=elections)
        story = draft(polls, room.reporter, standfirst="")
        ChecklistLevel.objects.create(desk=room.desk, item="standfirst", level=Level.OFF)
        assert self.missing(story) == set()
        own = ensure_section_desk(elections)
        assert self.missing(story) == {"standfirst"}
        assert Rulebook().desk_of(story) == own

    def test_tick_of_its_own(self, room):
        check = CustomCheck.objects.create(desk=room.desk, text="The minister was asked", level=Level.REQUIRED)
        story = draft(room.politics, room.reporter)
        assert self.missing(story) == {check.key}
        ChecklistTick.objects.create(article=story, item=check.key)
        assert self.missing(story) == set()

    @pytest.mark.parametrize("name", ["reporter", "copy_editor", "section_editor", "managing_editor", "admin"])
    def test_who_sets_them(self, client, room, name):
        client.force_login(getattr(room, name))
        url = reverse("desk_checklist", args=[room.desk.pk])
        may = name in {"managing_editor", "admin"}
        assert (client.get(url).status_code == 200) is may
        levels = {item.key: item.level for item in ITEMS} | {"topics": "required", "legal": "recommended"}
        checks = {
            "checks-TOTAL_FORMS": "1",
            "checks-INITIAL_FORMS": "0",
            "checks-0-text": "The minister was asked",
            "checks-0-level": "required",
            "checks-0-sort_order": "0",
        }
        client.post(url, {**levels, **checks})
        rows = {(row.item, row.level) for row in ChecklistLevel.objects.all()}
        assert rows == ({("topics", "required"), ("legal", "recommended")} if may else set())
        assert CustomCheck.objects.filter(text="The minister was asked").exists() is may

    def test_level_that_does_not_exist_is_refused(self, client, room):
        client.force_login(room.managing_editor)
        levels = {item.key: item.level for item in ITEMS} | {"topics": "sacred"}
        data = {**levels, "checks-TOTAL_FORMS": "0", "checks-INITIAL_FORMS": "0"}
        assert "Not saved" in client.post(reverse("desk_checklist", args=[room.desk.pk]), data).content.decode()
        assert not ChecklistLevel.objects.exists()


# Ticks


@pytest.fixture
def untold(room):
    """A story without a picture about which nobody has said that it needs none."""
    story = draft(room.politics, room.reporter)
    ChecklistTick.objects.all().delete()
    return story


def tick(client, story, item, done="true", **headers):
    return client.post(reverse("desk_story_checklist", args=[story.pk]), {"item": item, "done": done}, headers=headers)


class TestTicks:
    @pytest.mark.parametrize(
        ("name", "may"),
        [
            ("reporter", True),
            ("copy_editor", True),
            ("section_editor", True),
            ("managing_editor", True),
            ("admin", True),
            ("other_reporter", False),
            ("other_section_editor", False),
            ("photo_desk", False),
        ],
    )
    def test_whoever_works_on_the_story(self, client, room, untold, name, may):
        client.force_login(getattr(room, name))
        tick(client, untold, "no-picture")
        assert ChecklistTick.objects.filter(article=untold, item="no-picture").exists() is may

    def test_who_ticked_is_kept_even_when_it_is_taken_back(self, client, room, untold):
        client.force_login(room.copy_editor)
        tick(client, untold, "facts")
        assert ChecklistTick.objects.get().ticked_by == room.copy_editor
        client.force_login(room.reporter)
        assert "Copy_Editor" in client.get(reverse("desk_story_checklist", args=[untold.pk])).content.decode()
        tick(client, untold, "facts", done="false")
        assert not ChecklistTick.objects.exists()
        told = list(PageLogEntry.objects.filter(page=untold, action__startswith="desk.checklist").order_by("pk"))
        assert [(entry.user, entry.message) for entry in told] == [
            (room.copy_editor, "Ticked “Names and figures checked”"),
            (room.reporter, "Took back “Names and figures checked”"),
        ]

    def test_answers_with_the_new_list(self, client, room, untold):
        client.force_login(room.reporter)
        body = tick(client, untold, "no-picture", **{"x-requested-with": "XMLHttpRequest"}).content.decode()
        assert "Nothing required is missing" in body
        assert "<html" not in body

    @pytest.mark.parametrize("item", ["standfirst", "custom-7", "legal", "", "x" * 500])
    def test_what_nobody_asks_cannot_be_ticked(self, client, room, untold, item):
        client.force_login(room.admin)
        assert tick(client, untold, item).status_code == 400
        assert not ChecklistTick.objects.exists()

    def test_no_picture_answers_for_no_picture_only(self, room, untold):
        bare = factories.picture(description="", credit="")
        story = edit(untold, room.reporter, lead_image=bare)
        ChecklistTick.objects.create(article=story, item="no-picture")
        found = [standing.item.key for standing in open_required(story.get_latest_revision_as_object())]
        assert found == ["picture_text"]

    def test_tick_for_an_earlier_text_says_so(self, client, room, untold):
        client.force_login(room.copy_editor)
        tick(client, untold, "facts")
        url = reverse("desk_story_checklist", args=[untold.pk])
        assert "The text has changed since" not in client.get(url).content.decode()
        edit(untold, room.reporter, standfirst="Another.")
        assert "The text has changed since" in client.get(url).content.decode()


def test_panel_stands_beside_the_story(client, room, lacking):
    client.force_login(room.copy_editor)
    body = client.get(edit_url(lacking)).content.decode()
    assert 'data-side-panel="desk-checklist"' in body
    assert ">Alt text and credit of the lead picture<" in body
    assert '<span class="desk-checklist__title">No placeholders</span>' in body  # a machine has answered
    assert "Write a standfirst, the sentence under the headline." in body
    assert "data-checklist-tick" in body
    assert '<script src="/static/desk/checklist.js" type="module">' in body  # waits for the panel


def test_headline_in_the_panel_is_escaped(client, room):
    CustomCheck.objects.create(desk=room.desk, text="<script>alert(1)</script>", level=Level.REQUIRED)
    story = draft(room.politics, room.reporter, headline="<script>alert(2)</script>")
    client.force_login(room.reporter)
    body = client.get(reverse("desk_story_checklist", args=[story.pk])).content.decode()
    assert "<script>alert" not in body


def test_embargoed_schedule_is_untouched_by_the_checklist(room):
    until = (timezone.now() + timedelta(hours=2)).replace(microsecond=0)
    story = scheduled(room.politics, "Under embargo", embargo_until=until)
    assert publish_due().postponed
    assert fresh(story).scheduled_revision.approved_go_live_at == until
