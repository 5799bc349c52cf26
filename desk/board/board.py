"""Lay out the board for one person: which cards, in which column, and what may be done with each."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

from django.db.models import CharField, DateTimeField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from desk.board import columns as names
from desk.board.columns import DRAFT, LIVE, OTHER, PITCH, SCHEDULED, Columns
from desk.board.filters import BoardFilters
from desk.board.reviews import ActiveReviews, Move, Reviews, latest, latest_time, tasks_for
from desk.fronts.permissions import answers_for_banner
from desk.models import Assignment, Bundle, BundleItem, Kill
from desk.people import name_of
from desk.pitches.permissions import can_edit_pitch, can_plan, can_start
from desk.visibility import newsroom_day
from news.models import Article

CARDS = 50  # in a column; the rest is in the list of stories
BEING_EDITED = timedelta(minutes=2)  # the editor's page says every few seconds that it is open
FAR = datetime.max.replace(tzinfo=timezone.get_fixed_timezone(0))


@dataclass
class Card:
    """One story or pitch as the board shows it."""

    key: str  # "story-12" or "pitch-3"
    headline: str
    url: str
    section: str
    kind: str = ""
    kicker: str = ""
    person: str = ""
    due_at: datetime | None = None
    is_overdue: bool = False
    length: int | None = None
    plan_url: str = ""
    plan_label: str = "Plan"
    revision: int | str = ""
    changes_requested: bool = False
    is_update: bool = False  # readers see an older version
    locked: bool = False
    edited_by: str = ""
    bundle: str = ""
    embargo_until: datetime | None = None
    goes_live_at: datetime | None = None
    live_since: datetime | None = None
    breaking_url: str = ""  # puts it on the breaking news banner
    moves: list[Move] = field(default_factory=list)

    @property
    def targets(self) -> str:
        return " ".join(move.target for move in self.moves)


@dataclass
class Column:
    key: str
    cards: list[Card] = field(default_factory=list)
    total: int = 0

    @property
    def label(self) -> str:
        return names.label(self.key)

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


@dataclass(frozen=True)
class Row:
    """What placing a story needs to know; the stories that get a card are loaded after."""

    pk: int
    live: bool
    changed: bool
    published: datetime | None
    edited: datetime | None
    due: datetime | None
    scheduled: datetime | None

    def soonest(self) -> tuple:
        """Sort by due time, then with the latest work first."""
        return (self.due or FAR, -(self.edited or FAR).timestamp(), self.pk)


class Board:
    """All columns for `user`, at a cost that does not grow with the number of stories or cards."""

    def __init__(self, user, filters: BoardFilters) -> None:
        self.user, self.filters = user, filters
        self.tasks = tasks_for(user)
        self.reviews = ActiveReviews()
        self.steps: Columns = names.columns(self.tasks.values())
        self.columns = {key: Column(key) for key in self.steps.keys}
        self.sections = {section.path: section for section in filters.sections}
        self.schedule: dict[int, datetime] = {}
        self.lay_pitches()
        self.lay_stories(self.place_stories())

    def shown(self) -> list[Column]:
        """Return the columns in order; other people's kinds of review only when something is there."""
        return [column for column in self.columns.values() if column.key != OTHER or column.total]

    # Pitches

    def lay_pitches(self) -> None:
        column = self.columns[PITCH]
        found = self.filters.narrow_pitches(Assignment.objects.pitches().below(self.filters.below()))
        # One more than is shown tells whether there are more.
        pitches = list(found.soonest_first().for_card()[: CARDS + 1])
        column.total = len(pitches) if len(pitches) <= CARDS else found.count()
        column.cards = [self.pitch_card(pitch) for pitch in pitches[:CARDS]]

    def pitch_card(self, pitch: Assignment) -> Card:
        edit = can_edit_pitch(self.user, pitch)
        return Card(
            key=f"pitch-{pitch.pk}",
            headline=pitch.title,
            url=reverse("desk_pitch_edit", args=[pitch.pk]),
            section=self.section_title(pitch.section.path),
            person=name_of(pitch.assignee) or "Nobody yet",
            due_at=pitch.due_at,
            is_overdue=pitch.is_overdue,
            length=pitch.length,
            plan_url=reverse("desk_pitch_edit", args=[pitch.pk]) if edit else "",
            plan_label="Change",
            moves=[Move(DRAFT, "start", "Start writing")] if can_start(self.user, pitch) else [],
        )

    # Stories

    def place_stories(self) -> dict[str, list[int]]:
        """Return the ids of the stories in each column, best first, from thin rows."""
        page_type = get_default_page_content_type()
        reviews = {
            pk: self.steps.of(state.current_task_state.task_id)
            for pk, state in self.reviews.of_page.items()
            if state.status == WorkflowState.STATUS_IN_PROGRESS and state.current_task_state
        }
        schedule = Revision.objects.filter(
            base_content_type=page_type,
            object_id=Cast(OuterRef("pk"), CharField()),
            approved_go_live_at__isnull=False,
        )
        bundled = BundleItem.objects.waiting().filter(
            object_id=OuterRef("pk"), content_type=OuterRef("content_type"), bundle__status=Bundle.Status.SCHEDULED
        )
        day, _ = newsroom_day()
        work = (Q(live=False, expired=False) | Q(has_unpublished_changes=True) | Q(last_published_at__gte=day)) | Q(
            pk__in=list(reviews)
        )
        rows = (
            self.filters.stories()
            .filter(work)
            .exclude(pk__in=Kill.objects.holding().values("article"))
            .values_list(
                "pk",
                "live",
                "has_unpublished_changes",
                "last_published_at",
                "latest_revision_created_at",
                "assignment__due_at",
                Coalesce(
                    Subquery(schedule.values("approved_go_live_at")[:1], output_field=DateTimeField()),
                    Subquery(bundled.values("bundle__go_live_at")[:1], output_field=DateTimeField()),
                ),
            )
        )
        placed: dict[str, list[Row]] = {key: [] for key in self.columns}
        for row in (Row(*values) for values in rows):
            if row.scheduled:
                self.schedule[row.pk] = row.scheduled
            placed[self.place(row, reviews)].append(row)
        for key, found in placed.items():
            if key == SCHEDULED:
                found.sort(key=attrgetter("scheduled"))
            elif key == LIVE:
                found.sort(key=attrgetter("published"), reverse=True)
            else:
                found.sort(key=Row.soonest)
            self.columns[key].total += len(found)
        return {key: [row.pk for row in found[:CARDS]] for key, found in placed.items()}

    @staticmethod
    def place(row: Row, reviews: dict[int, str]) -> str:
        if row.pk in reviews:
            return reviews[row.pk]
        if row.scheduled:
            return SCHEDULED
        return LIVE if row.live and not row.changed else DRAFT

    def lay_stories(self, placed: dict[str, list[int]]) -> None:
        wanted = [pk for pks in placed.values() for pk in pks]
        sessions = EditingSession.objects.filter(
            content_type=get_default_page_content_type(),
            object_id=Cast(OuterRef("pk"), CharField()),
            last_seen_at__gte=timezone.now() - BEING_EDITED,
        ).exclude(user=self.user)
        bundles = BundleItem.objects.waiting().filter(object_id=OuterRef("pk"), content_type=OuterRef("content_type"))
        stories = (
            Article.objects.defer_streamfields()
            .annotate(
                editor_id=Subquery(sessions.values("user")[:1]),
                bundle_title=Subquery(bundles.values("bundle__title")[:1]),
            )
            .select_related("latest_revision", "owner", "assignment__assignee")
            .in_bulk(wanted)
        )
        for pk, story in stories.items():
            # What Page.approved_schedule, and so the lock of a scheduled story, looks at first.
            story._approved_schedule = pk in self.schedule
            # What is killed is not here, and what a bundle's time locks is offered no move.
            story.kill_known = story.locking_bundle_known = None
        reviews = Reviews(self.user, list(stories.values()), self.tasks, self.reviews)
        for key, pks in placed.items():
            self.columns[key].cards += [self.story_card(stories[pk], key, reviews) for pk in pks]

    def story_card(self, story: Article, column: str, reviews: Reviews) -> Card:
        plan = getattr(story, "assignment", None)
        embargo = latest_time(story, "embargo_until")
        moves = [] if column in (SCHEDULED, LIVE) else reviews.moves(story)
        delivered = column in (SCHEDULED, LIVE)
        return Card(
            key=f"story-{story.pk}",
            headline=story.draft_title or story.title,
            url=reverse("wagtailadmin_pages:edit", args=[story.pk]),
            section=self.section_title(story.path),
            kind=kind_label(story),
            kicker=kicker if (kicker := latest(story, "kicker") or "").lower() != kind_label(story).lower() else "",
            person=name_of(plan.assignee if plan and plan.assignee else story.owner),
            due_at=plan.due_at if plan and not delivered else None,
            is_overdue=bool(plan and plan.is_overdue and not delivered),
            length=plan.length if plan else None,
            plan_url=reverse("desk_story_plan", args=[story.pk]) if can_plan(self.user, story) else "",
            revision=story.latest_revision_id or "",
            changes_requested=reviews.changes_requested(story),
            is_update=story.live and column != LIVE,
            locked=story.locked,
            edited_by=self.filters.names.get(story.editor_id, "Somebody") if story.editor_id else "",
            bundle=story.bundle_title or "",
            embargo_until=embargo if embargo and embargo > timezone.now() else None,
            goes_live_at=self.schedule.get(story.pk),
            live_since=story.last_published_at if column == LIVE else None,
            breaking_url=(
                reverse("desk_set_breaking", args=[story.pk])
                if column == LIVE and answers_for_banner(self.user, story)
                else ""
            ),
            moves=moves,
        )

    def section_title(self, path: str) -> str:
        """Return the title of the nearest section at or above a path."""
        for end in range(len(path), 0, -Article.steplen):
            if (section := self.sections.get(path[:end])) is not None:
                return section.title
        return ""


def kind_label(story: Article) -> str:
    """Name the kind of a story, plain news apart: most cards would carry the word."""
    kind = latest(story, "kind")
    return "" if kind == Article.Kind.NEWS else dict(Article.Kind.choices).get(kind, "")
