"""The panels of the admin's home page: what waits for me, what is mine, what is due."""

from collections import Counter

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page, Task, TaskState

from desk.board.alerts import alerts_for
from desk.board.columns import OTHER, label
from desk.board.reviews import Reviews, in_review, tasks_for
from desk.bundles.members import Member, memberships
from desk.killing import current_kill, find_kills
from desk.models import Assignment
from desk.people import name_of
from desk.pitches.permissions import can_start
from desk.visibility import can_see_board, newsroom_day, places, within
from news.models import Article, Byline

SHOWN = 20
ASKED = 200  # reviews that are looked through for those that this person can take
REPLACED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


def build_home(request, panels: list) -> None:
    """Put the newsroom's panels in the place of Wagtail's, whose cost grows with what is in review."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    panels += [AlertsPanel(), WaitingForMePanel()]
    if can_see_board(request.user):
        panels += [MyStoriesPanel(), DueTodayPanel()]


class HomePanel(Component):
    @property
    def media(self) -> Media:
        return Media(css={"all": ["desk/board.css"]})

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {"request": request, "csrf_token": parent_context["csrf_token"], **self.rows(request.user)}

    def rows(self, user) -> dict[str, object]:
        raise NotImplementedError


class AlertsPanel(HomePanel):
    name = "alerts"
    template_name = "desk/home/alerts.html"
    order = 100

    def rows(self, user) -> dict[str, object]:
        return {"alerts": alerts_for(user)}


class WaitingForMePanel(HomePanel):
    """The stories whose current step this person can take now, the longest waiting first."""

    name = "waiting_for_me"
    template_name = "desk/home/waiting_for_me.html"
    order = 110

    def rows(self, user) -> dict[str, object]:
        tasks = tasks_for(user)
        mine = [pk for pk, task in tasks.items() if task.is_reviewer(user)]
        # Kinds of step that are not ours answer one by one; there are none unless an administrator made them.
        foreign = list(Task.objects.filter(active=True).exclude(pk__in=tasks).specific())
        steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).filter(
            Q(task__in=mine) | Q(pk__in=[state.pk for task in foreign for state in foreign_states(task, user)])
        )
        waiting = list(
            in_review()
            .filter(current_task_state__in=steps)
            .order_by("current_task_state__started_at")
            .values_list("object_id", "current_task_state__started_at")[: ASKED + 1]
        )
        pages = Page.objects.select_related("latest_revision__user").in_bulk([int(pk) for pk, _ in waiting])
        reviews = Reviews(user, list(pages.values()), tasks=tasks)
        rows = [self.row(pages[int(pk)], since, reviews) for pk, since in waiting if int(pk) in pages]
        rows = [row for row in rows if row["can_act"]]
        return {"rows": rows[:SHOWN], "more": len(rows) - SHOWN, "reviews": bool(mine or foreign)}

    @staticmethod
    def row(story: Page, since, reviews: Reviews) -> dict[str, object]:
        ours = reviews.task_id(story) in reviews.tasks
        moves = {move.action: move for move in reviews.moves(story)} if ours else {}
        return {
            "story": story,
            "state": reviews.step(story),
            "since": since,
            "step": label(reviews.column(story) or OTHER) if ours else "",
            "approve": moves.get("approve"),
            "can_act": "approve" in moves or not ours,
            "by": name_of(story.latest_revision.user if story.latest_revision else None),
        }


def foreign_states(task, user):
    return task.get_task_states_user_can_moderate(user) if hasattr(task, "get_task_states_user_can_moderate") else []


class MyStoriesPanel(HomePanel):
    """What this person is to write, and what they own, sign or were given that no reader has seen."""

    name = "my_stories"
    template_name = "desk/home/my_stories.html"
    order = 120

    def rows(self, user) -> dict[str, object]:
        signed = Byline.objects.filter(author__user=user).values("article")
        mine = Article.objects.filter(
            Q(owner=user) | Q(assignment__assignee=user) | Q(pk__in=signed),
            Q(live=False, expired=False) | Q(has_unpublished_changes=True),
            within(places(user)),
        )
        stories = list(
            mine.defer_streamfields()
            .select_related("assignment")
            .annotate_approved_schedule()
            .order_by("-latest_revision_created_at", "-pk")[: SHOWN + 1]
        )
        find_kills(stories)
        reviews = Reviews(user, stories)
        people = step_people(reviews, stories)
        bundled = memberships([story.pk for story in stories])
        rows = [
            {"story": story, "plan": getattr(story, "assignment", None), **standing(story, reviews, people, bundled)}
            for story in stories[:SHOWN]
        ]
        pitches = Assignment.objects.pitches().of(user).visible_to(user).soonest_first().for_card()[:SHOWN]
        return {"rows": rows, "more": len(stories) > SHOWN, "pitches": list(pitches)}


def standing(
    story: Article, reviews: Reviews, people: dict[int | None, str], bundled: dict[int, Member]
) -> dict[str, str]:
    """Say where a story stands and what it waits for."""
    if current_kill(story):
        return {"state": "Killed", "waits": "for a managing editor to bring it back"}
    if column := reviews.column(story):
        who = people.get(reviews.task_id(story))
        return {"state": label(column), "waits": f"for {who}" if who else ""}
    if reviews.changes_requested(story):
        step = reviews.step(story)
        return {"state": "Changes requested", "waits": "for its writer", "note": step.comment if step else ""}
    if story.approved_schedule:
        return {"state": "Scheduled", "waits": "for its time"}
    if (member := bundled.get(story.pk)) and member.ready:
        return {"state": "Approved", "waits": f"for its bundle, “{member.row.bundle}”"}
    return {"state": "Update in draft" if story.live else "Draft", "waits": "to be submitted"}


def step_people(reviews: Reviews, stories: list[Article]) -> dict[int | None, str]:
    """Name the members of the steps that stories are at, in one query."""
    steps = {task for story in stories if (task := reviews.task_id(story))}
    names: dict[int | None, list[str]] = {}
    rows = (
        get_user_model()
        .objects.filter(is_active=True, groups__editorialreviewtask__in=steps)
        .order_by("first_name", "username")
        .values_list("groups__editorialreviewtask", "first_name", "last_name", "username")
    )
    for task, first, last, username in rows:
        names.setdefault(task, []).append(f"{first} {last}".strip() or username)
    return {task: ", ".join(found[:3]) + (" or others" if len(found) > 3 else "") for task, found in names.items()}


class DueTodayPanel(HomePanel):
    """What is due today or overdue: mine, and for editors what is due on their desks."""

    name = "due_today"
    template_name = "desk/home/due_today.html"
    order = 130

    def rows(self, user) -> dict[str, object]:
        _, tomorrow = newsroom_day()
        desks = Assignment.objects.below(places(user, "unlock")).values("pk")
        due = Assignment.objects.open().visible_to(user).filter(Q(assignee=user) | Q(pk__in=desks), due_at__lt=tomorrow)
        rows = list(due.soonest_first().for_card()[: SHOWN + 1])
        now = timezone.now()
        counts = Counter("overdue" if row.due_at < now else "today" for row in rows)
        return {
            "rows": [
                {
                    "plan": row,
                    "headline": row.story.draft_title if row.story else row.title,
                    "url": reverse("wagtailadmin_pages:edit", args=[row.story_id])
                    if row.story_id
                    else reverse("desk_pitch_edit", args=[row.pk]),
                    "person": "You" if row.assignee_id == user.pk else name_of(row.assignee) or "Nobody yet",
                    "can_start": row.is_pitch and can_start(user, row),
                }
                for row in rows[:SHOWN]
            ],
            "more": len(rows) > SHOWN,
            "overdue": counts["overdue"],
        }
