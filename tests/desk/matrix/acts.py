"""Everything that can be done to a story, as the request that asks for it."""

from collections.abc import Callable

from django.urls import reverse

from tests.desk.matrix.states import State

APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
REQUEST_CHANGES = {
    "action-workflow-action": "true",
    "workflow-action-name": "reject",
    "workflow-action-extra-data": '{"comment": "Who says so?"}',
}
NEXT_COLUMN = {
    "at copy edit": "legal_read",
    "at legal read": "section_edit",
    **dict.fromkeys(["at section editor", "in a bundle"], "live"),
    "live, draft in review": "legal_read",
}


def edit(**changes) -> Callable:
    """Send the editor's form, as somebody else has it open, with what was changed or pressed."""
    return lambda client, room, state: client.post(
        reverse("wagtailadmin_pages:edit", args=[state.story.pk]), {**state.form, **changes}
    )


def go_back(client, room, state: State):
    return edit(revision=str(state.first_revision))(client, room, state)


def page(name: str, query: str = "", **data) -> Callable:
    """Send a form of Wagtail's about the story."""
    return lambda client, room, state: client.post(
        reverse(f"wagtailadmin_pages:{name}", args=[state.story.pk]) + query, data
    )


def move(client, room, state: State):
    args = [state.story.pk, room.subsection.pk]
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=args))


def copy(client, room, state: State):
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": room.subsection.pk}
    wishes = {"publish_copies": "on", "alias": "on"}
    return client.post(reverse("wagtailadmin_pages:copy", args=[state.story.pk]), {**data, **wishes})


def unschedule(client, room, state: State):
    args = [state.story.pk, state.values["revision_id"]]
    return client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=args))


def from_the_list(action: str) -> Callable:
    def send(client, room, state: State):
        args = [state.story.pk, action, state.values["task_state_id"]]
        return client.post(reverse("wagtailadmin_pages:workflow_action", args=args), {"comment": "Who says so?"})

    return send


def on_the_board(target: str = "") -> Callable:
    def send(client, room, state: State):
        column = target or NEXT_COLUMN.get(state.name, "copy_edit")
        data = {"move": f"story-{state.story.pk} {column}", "note": "Who says so?"}
        return client.post(reverse("desk_move_card"), data)

    return send


def api(action: str, destination: str = "", **data) -> Callable:
    def send(client, room, state: State):
        where = {"destination_page_id": getattr(room, destination).pk} if destination else {}
        path = f"/admin/api/main/pages/{state.story.pk}/action/{action}/"
        return client.post(path, {**data, **where}, content_type="application/json")

    return send


def api_revert(client, room, state: State):
    return api("revert_to_page_revision", revision_id=state.first_revision)(client, room, state)


def bulk(action: str) -> Callable:
    return lambda client, room, state: client.post(
        f"/admin/bulk/wagtailcore/page/{action}/?id={state.story.pk}", {"chooser": room.subsection.pk}
    )


def screen(name: str, **data) -> Callable:
    """Send a form of the desk's own screens about the story."""
    return lambda client, room, state: client.post(reverse(name, args=[state.story.pk]), data)


def publish_without_review(client, room, state: State):
    return screen("desk_publish_without_review", version=state.version, reason="A flood.")(client, room, state)


def share(client, room, state: State):
    data = {"note": "A lawyer", "days": "3", "revision": str(state.values["revision_id"])}
    return screen("desk_preview_links", **data)(client, room, state)


def revoke(client, room, state: State):
    return client.post(reverse("desk_revoke_preview_link", args=[state.link]))


def put_in_a_bundle(client, room, state: State):
    return client.post(reverse("bundle:add_story", args=[room.bundle.pk]), {"story": state.story.pk})


ACTS = {
    "save a draft": edit(standfirst="Another standfirst."),
    "go back to an old version": go_back,
    "submit": edit(**{"action-submit": "true"}),
    "approve in the editor": edit(**APPROVE),
    "approve from the list": from_the_list("approve"),
    "request changes in the editor": edit(**REQUEST_CHANGES),
    "request changes from the list": from_the_list("reject"),
    "move a card on": on_the_board(),
    "move a card back": on_the_board("draft"),
    "cancel the review": edit(**{"action-cancel-workflow": "true"}),
    "begin the review again": edit(**{"action-restart-workflow": "true"}),
    "publish in the editor": edit(**{"action-publish": "true"}),
    "publish in bulk": bulk("publish"),
    "publish by the API": api("publish"),
    "publish without review": publish_without_review,
    "put in a bundle": put_in_a_bundle,
    "unschedule": unschedule,
    "unpublish": page("unpublish"),
    "unpublish in bulk": bulk("unpublish"),
    "unpublish by the API": api("unpublish"),
    "delete": page("delete"),
    "delete in bulk": bulk("delete"),
    "delete by the API": api("delete"),
    "move": move,
    "move in bulk": bulk("move"),
    "move by the API": api("move", "subsection"),
    "set its place": page("set_page_position", "?position=0"),
    "copy": copy,
    "copy by the API": api("copy", "subsection", keep_live=False, slug="copy"),
    "copy to Business": api("copy", "business", keep_live=False),
    "copy live": api("copy", "business", keep_live=True),
    "mirror": api("create_alias", "business"),
    "translate": api("copy_for_translation", locale="en"),
    "convert a mirror": api("convert_alias"),
    "convert a mirror in the admin": page("convert_alias"),
    "go back by the API": api_revert,
    "lock": page("lock"),
    "unlock": page("unlock"),
    "make private": page("set_privacy", restriction_type="login"),
    "kill": screen("desk_kill", reason="The source made it up.", text="Withdrawn."),
    "bring back": screen("desk_restore_story", reason="The source was right."),
    "reword the tombstone": screen("desk_tombstone", text="Gone."),
    "tick": screen("desk_story_checklist", item="no-picture", done="false"),
    "share a preview": share,
    "revoke a preview": revoke,
    "set as breaking": screen("desk_set_breaking"),
    "switch replies": screen("reply_switch_story", replies="closed"),
    "plan": screen("desk_story_plan", length="500", brief=""),
}
