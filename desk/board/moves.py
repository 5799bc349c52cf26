"""Move one card: the one step that leads where it was dropped, through Wagtail's engine and the desk's predicates."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from wagtail.models import WorkflowState

from desk.board.columns import DRAFT, label
from desk.board.reviews import Move, Reviews, in_review
from desk.models import Assignment
from desk.permissions import ApprovalRefused, approval_refusal, submission_refusal
from desk.pitches.permissions import can_start
from desk.pitches.start import start_writing
from desk.visibility import places, within
from news.models import Article

LONGEST_NOTE = 2000  # characters


class MoveRefused(PermissionDenied):
    """Raised instead of moving a card; the message says why, in words for the editor."""


class NoteNeeded(Exception):
    """Raised when the step asks for a note and there is none yet."""

    def __init__(self, headline: str, move: Move) -> None:
        super().__init__(headline)
        self.headline, self.move = headline, move


@dataclass(frozen=True)
class Moved:
    message: str
    url: str  # of the story's editor


def move_card(user, card: str, target: str, note: str = "", revision: str = "") -> Moved:
    """Take the step that leads a card ("pitch-3", "story-12") to a column.

    `revision` is the version that the card showed. Raise MoveRefused with the reason, NoteNeeded when only a note is
    missing, Http404 for a card that `user` cannot see.
    """
    kind, _, number = card.partition("-")
    if kind not in ("pitch", "story") or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    move = move_pitch if kind == "pitch" else move_story
    try:
        with transaction.atomic():
            return move(user, int(number), target, note.replace("\x00", "").strip(), revision)
    except ValidationError as error:
        raise MoveRefused(f"Nothing was moved: {' '.join(error.messages)} Mend that in the story first.") from error
    except MoveRefused:
        raise
    except PermissionDenied as refusal:
        # The predicates' own words: four eyes, an embargo, what holds a story.
        raise MoveRefused(str(refusal) or "You may not do that with this story.") from refusal


def move_pitch(user, pk: int, target: str, note: str, revision: str) -> Moved:
    pitch = Assignment.objects.visible_to(user).for_card().filter(pk=pk, dropped_at=None).first()
    if pitch is None:
        raise Http404
    if target != DRAFT:
        raise MoveRefused("A pitch becomes a draft first: move it to “Draft”.")
    if not can_start(user, pitch):
        raise MoveRefused(f"You cannot start “{pitch.title}”: it is somebody else's, or another section's.")
    story = start_writing(pitch, user)
    return Moved(f"“{story.title}” is a draft now.", reverse("wagtailadmin_pages:edit", args=[story.pk]))


def move_story(user, pk: int, target: str, note: str, revision: str) -> Moved:
    found = Article.objects.filter(within(places(user))).select_related("latest_revision", "owner")
    story = found.filter(pk=pk).first()
    if story is None:
        raise Http404
    # Of two moves at once the second waits here, and then sees where the first has led.
    list(in_review([pk]).select_for_update(of=("self",)))
    reviews = Reviews(user, [story])
    move = next((move for move in reviews.moves(story) if move.target == target), None)
    if move is None:
        raise MoveRefused(refusal(user, story, reviews, target))
    if revision and revision != str(story.latest_revision_id):
        raise MoveRefused("The story has changed since you opened the board. Read the new version first.")
    if move.needs_note and not note:
        raise NoteNeeded(story.draft_title, move)
    {"submit": submit, "approve": approve, "reject": request_changes}[move.action](user, story, note[:LONGEST_NOTE])
    return Moved(message(move, story.draft_title, where_now(user, pk)), reverse("wagtailadmin_pages:edit", args=[pk]))


def message(move: Move, headline: str, column: str) -> str:
    if move.action == "reject":
        return f"Changes requested: “{headline}” is back with its writer."
    return f"“{headline}” is in “{label(column)}” now."


def refusal(user, story: Article, reviews: Reviews, target: str) -> str:
    """Say why `user` cannot move a story to a column."""
    moves = reviews.moves(story)
    step = reviews.step(story) if reviews.in_progress(story) else None
    if reviews.column(story) == target:
        return f"“{story.draft_title}” is in “{label(target)}” already."
    if step is not None and target != DRAFT and step.task_id in reviews.tasks:
        if reason := approval_refusal(user, story, step):
            return reason
    elif step is None and (reason := submission_refusal(user, story)):
        return reason
    if moves:
        ways = " or ".join(f"“{label(move.target)}”" for move in moves)
        return f"From here “{story.draft_title}” goes to {ways}: no step is skipped."
    return f"You cannot move “{story.draft_title}” from here."


def submit(user, story: Article, note: str) -> None:
    """Submit as the editor's button does: what the form would refuse is refused here as well."""
    story.get_latest_revision_as_object().full_clean()
    state = story.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        story.get_workflow().start(story, user)


def approve(user, story: Article, note: str) -> None:
    take_step(user, story, "approve", note)


def request_changes(user, story: Article, note: str) -> None:
    take_step(user, story, "reject", note)


def take_step(user, story: Article, action: str, note: str) -> None:
    # Asked anew of the task itself, as the editor's view does.
    story = Article.objects.get(pk=story.pk)
    task, state = story.current_workflow_task, story.current_workflow_task_state
    if task is None or action not in {name for name, _, _ in task.get_actions(story, user)}:
        reason = approval_refusal(user, story, state) if action == "approve" and state else ""
        raise ApprovalRefused(reason or "This step is decided already: somebody was faster.")
    task.on_action(state, user, action, comment=note)


def where_now(user, pk: int) -> str:
    """Return the column that a story has come to."""
    story = Article.objects.get(pk=pk)
    reviews = Reviews(user, [story])
    if column := reviews.column(story):
        return column
    if story.approved_schedule:
        return "scheduled"
    return "live" if story.live and not story.has_unpublished_changes else DRAFT
