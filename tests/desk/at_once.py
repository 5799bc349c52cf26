"""Let two people decide about a story at the same time, in threads of a process of its own.

python -m tests.desk.at_once: prints as JSON what came of each round, against the database of the environment.
"""

import json

import django

from tests.at_once import at_once


def told(*acts) -> list[str]:
    """Do all acts together; return "done", or why it was refused, for each."""
    from desk.permissions import ApprovalRefused
    from desk.publishing import PublicationRefused

    def trying(act):
        def attempt() -> str:
            try:
                act()
            except (ApprovalRefused, PublicationRefused) as refusal:
                return str(refusal)
            return "done"

        return attempt

    return at_once(*map(trying, acts))


def rounds() -> dict[str, object]:
    from wagtail.models import PageLogEntry, TaskState

    from desk.gate.publication import publish_without_review, version_of
    from desk.models import EditorialReviewState, UnreviewedPublication
    from desk.versions import fingerprint
    from tests.desk.newsroom import act, draft, edit, fresh, newsroom, step, submit

    room = newsroom()

    def in_review():
        story = draft(room.politics, room.reporter)
        submit(story, room.reporter)
        return story

    def approve(story, state, user):
        return lambda: state.task.specific.on_action(TaskState.objects.get(pk=state.pk).specific, user, "approve")

    found: dict[str, object] = {}

    story = in_review()
    state = fresh(story).current_workflow_task_state
    found["first step"] = told(approve(story, state, room.copy_editor), approve(story, state, room.section_editor))
    found["first step leads to"] = step(story)

    state = fresh(story).current_workflow_task_state
    found["last step"] = told(approve(story, state, room.section_editor), approve(story, state, room.managing_editor))
    found["times published"] = PageLogEntry.objects.filter(page=story, action="wagtail.publish").count()

    for _ in range(5):
        story = act(in_review(), room.copy_editor)
        state = story.current_workflow_task_state

        def save(story=story):
            edit(story, room.copy_editor, standfirst="Changed while it was being approved.")

        told(approve(story, state, room.section_editor), save)
        changed = fresh(story).standfirst == "Changed while it was being approved."
        found["unread text live"] = found.get("unread text live", 0) + (fresh(story).live and changed)
    approved = EditorialReviewState.objects.filter(status=TaskState.STATUS_APPROVED).select_related("revision")
    found["approvals of another text"] = sum(row.text != fingerprint(row.revision.content) for row in approved)

    story = draft(room.politics, room.reporter)
    version = version_of(story.latest_revision)
    found["without review"] = told(
        *[
            lambda user=user: publish_without_review(story, version, user, "Now")
            for user in (room.managing_editor, room.admin)
        ]
    )
    found["publications"] = UnreviewedPublication.objects.count()
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(rounds()))
