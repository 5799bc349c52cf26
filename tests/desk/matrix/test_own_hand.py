"""What no table of one story shows: one's own story, a new story, a bundle."""

import pytest
from django.db import transaction
from django.urls import reverse

from news.models import Article
from tests.desk.matrix import states
from tests.desk.matrix.act_tables import APPROVALS
from tests.desk.matrix.acts import ACTS
from tests.desk.matrix.effects import changes, standing
from tests.desk.matrix.people import CHIEFS, FILERS, SECTION_CHIEFS, VISITORS
from tests.desk.newsroom import act, again, draft, edit, fresh, step, submit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MAY_FILE = {"politics": FILERS, "business": {"other_reporter", "other_section_editor"} | CHIEFS}


def log_in(client, room, who: str) -> None:
    client.logout() if who == "nobody" else client.force_login(again(getattr(room, who)))


def wrote(room, who):
    story = draft(room.politics, who, "Own story")
    submit(story, room.reporter)
    return story


def submitted(room, who):
    story = draft(room.politics, room.reporter, "Own story")
    submit(story, who)
    return story


def edited(room, who):
    story = edit(draft(room.politics, room.reporter, "Own story"), who, standfirst="Mine.")
    submit(story, room.reporter)
    return story


@pytest.mark.parametrize("way", APPROVALS)
@pytest.mark.parametrize("hand", [wrote, submitted, edited])
@pytest.mark.parametrize("who", sorted(SECTION_CHIEFS))
def test_nobody_approves_their_own_last(client, matrix, who, hand, way):
    room = matrix.room
    story = act(act(hand(room, getattr(room, who)), room.copy_editor), room.legal_reader)
    assert step(story) == "Politics section editor"
    log_in(client, room, who)
    before = standing(story.pk)

    ACTS[way](client, room, states.state(room, "at section editor", fresh(story)))

    assert changes(before, standing(story.pk)) <= {"version", "link"}


@pytest.mark.parametrize("button", ["save", "action-submit", "action-publish"])
def test_who_files_where_and_nothing_goes_live(client, matrix, button):
    room, state = matrix.room, matrix.stories["draft"]
    posted = {**state.form, "slug": "new", "bylines-INITIAL_FORMS": "0", "bylines-0-id": "", button: "true"}
    found = {}
    for section in MAY_FILE:
        found[section] = set()
        for who in VISITORS:
            log_in(client, room, who)
            args = ["news", "article", getattr(room, section).pk]
            with transaction.atomic():
                client.post(reverse("wagtailadmin_pages:add", args=args), posted)
                made = Article.objects.filter(slug="new").first()
                transaction.set_rollback(True)
            if made:
                found[section].add(who)
                assert not made.live
                assert made.get_parent() == getattr(room, section).page_ptr

    assert found == MAY_FILE


def test_who_publishes_a_bundle_that_is_approved(client, matrix):
    room = matrix.room
    story = act(matrix.stories["in a bundle"].story, room.section_editor)
    bundle = matrix.kept["admin/bundles/"]["pk"]
    found = set()
    for who in VISITORS:
        log_in(client, room, who)
        with transaction.atomic():
            client.post(reverse("bundle:publish", args=[bundle]))
            if fresh(story).live:
                found.add(who)
            transaction.set_rollback(True)

    assert not fresh(story).live
    assert found == SECTION_CHIEFS
