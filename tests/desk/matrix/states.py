"""One story of the Politics reporter in each state a story can be in."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import TaskState

from desk.bundles.membership import add_story
from desk.desks import change_chain
from desk.gate.publication import version_of
from desk.killing import kill
from desk.models import Bundle, SectionDesk
from desk.preview_links import create_link
from desk.roles import site_group
from news.models import Article
from tests import factories
from tests.desk.newsroom import act, draft, edit, form, fresh, newsroom, person, submit


@dataclass
class State:
    name: str
    story: Article
    form: dict[str, str]
    first_revision: int
    version: str
    link: int

    @cached_property
    def values(self) -> dict[str, object]:
        """Return what the addresses of this story ask for."""
        story, key = fresh(self.story), self.story.pk
        task_state = TaskState.objects.filter(workflow_state__object_id=str(key)).order_by("-pk").first()
        return {
            "page_id": key,
            "pk": key,
            "object_id": key,
            "page_to_move_id": key,
            "revision_id": story.latest_revision_id,
            "workflow_state_id": task_state.workflow_state_id if task_state else 10**6,
            "task_state_id": task_state.pk if task_state else 10**6,
            "task_id": task_state.task_id if task_state else 10**6,
        }


def staffed_newsroom() -> SimpleNamespace:
    """Return the tests' newsroom with a legal read in Politics, more people, and a subsection."""
    room = newsroom()
    change_chain(room.desk, SectionDesk.Chain.LEGAL)
    room.desk.refresh_from_db()
    room.colleague = person("colleague", room.desk.group("reporter"))
    room.legal_reader = person("legal_reader", site_group("legal_reader"))
    room.reader = person("reader")
    room.bundle = Bundle.objects.create(title="Election day", created_by=room.section_editor)
    room.subsection = factories.section("Elections", parent=room.politics)
    return room


def at_copy_edit(room, name: str):
    story = draft(room.politics, room.reporter, name)
    submit(story, room.reporter)
    return story


def at_legal_read(room, name: str):
    return act(at_copy_edit(room, name), room.copy_editor)


def at_section_editor(room, name: str):
    return act(at_legal_read(room, name), room.legal_reader)


def changes_requested(room, name: str):
    return act(at_copy_edit(room, name), room.copy_editor, "reject", comment="Who says so?")


def live(room, name: str):
    return act(at_section_editor(room, name), room.section_editor)


def live_with_draft(room, name: str):
    return edit(live(room, name), room.reporter, standfirst="A new standfirst.")


def live_in_review(room, name: str):
    story = live_with_draft(room, name)
    submit(story, room.reporter)
    return story


def scheduled(room, name: str):
    story = at_section_editor(room, name)
    later = timezone.now() + timedelta(days=1)
    version = edit(story, room.reporter, go_live_at=later)
    return act(version, room.section_editor)


def embargoed(room, name: str):
    return draft(room.politics, room.reporter, name, embargo_until=timezone.now() + timedelta(days=1))


def locked(room, name: str):
    story = draft(room.politics, room.reporter, name)
    story.locked, story.locked_by, story.locked_at = True, room.copy_editor, timezone.now()
    story.save()
    return story


def in_a_bundle(room, name: str):
    story = at_section_editor(room, name)
    add_story(Bundle.objects.create(title="Budget day", created_by=room.managing_editor), story, room.managing_editor)
    return story


def killed(room, name: str):
    story = live(room, name)
    kill(story, room.managing_editor, "The source made it up.")
    return story


MAKERS = {
    "draft": lambda room, name: draft(room.politics, room.reporter, name),
    "at copy edit": at_copy_edit,
    "changes requested": changes_requested,
    "at legal read": at_legal_read,
    "at section editor": at_section_editor,
    "in a bundle": in_a_bundle,
    "scheduled": scheduled,
    "embargoed": embargoed,
    "locked": locked,
    "live": live,
    "live, with a draft": live_with_draft,
    "live, draft in review": live_in_review,
    "killed": killed,
}


def make(room) -> dict[str, State]:
    return {name: state(room, name, fresh(maker(room, f"Story {name}"))) for name, maker in MAKERS.items()}


def state(room, name: str, story) -> State:
    """Note what the requests about a story send, and give it a preview link."""
    latest, first = story.latest_revision, story.revisions.order_by("pk").first()
    link, _ = create_link(story, latest, room.admin, "A source", timezone.now() + timedelta(days=1))
    return State(name, story, form(story), first.pk, version_of(latest), link.pk)
