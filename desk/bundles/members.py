"""How far each member of a bundle is, and the bundle as a whole."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from core.clocks import both_clocks
from desk.embargo import moment
from desk.models import Bundle, BundleItem
from desk.versions import fingerprint
from news.models import Article

Status = Bundle.Status


@dataclass
class Member:
    """A member of a bundle as the newsroom sees it: how far it is, and what it still needs."""

    row: BundleItem
    item: Any
    state: str
    ready: bool = False
    remedy: str = ""

    @property
    def name(self) -> str:
        if self.item is None:
            return "A story that has been deleted"
        return getattr(self.item, "draft_title", "") or str(self.item)


def members_of(bundle: Bundle) -> list[Member]:
    return members_of_all([bundle])[bundle.pk]


def members_of_all(bundles: list[Bundle]) -> dict[int, list[Member]]:
    """Return the members of each bundle with their states, in a fixed number of queries."""
    rows = list(
        BundleItem.objects.filter(bundle__in=bundles).select_related("bundle").prefetch_related("item__latest_revision")
    )
    reviews = reviews_of([row.object_id for row in rows if row.waiting])
    found: dict[int, list[Member]] = {bundle.pk: [] for bundle in bundles}
    for row in rows:
        found[row.bundle_id].append(member(row, reviews.get(str(row.object_id))))
    return found


def memberships(stories: list[int]) -> dict[int, Member]:
    """Return how far those of these stories are that wait in a bundle, in a fixed number of queries."""
    rows = list(
        BundleItem.objects.waiting()
        .filter(content_type=ContentType.objects.get_for_model(Article), object_id__in=stories)
        .select_related("bundle")
        .prefetch_related("item__latest_revision")
    )
    reviews = reviews_of([row.object_id for row in rows]) if rows else {}
    return {row.object_id: member(row, reviews.get(str(row.object_id))) for row in rows}


def reviews_of(pks: list[int]) -> dict[str, WorkflowState]:
    """Return the running review of each page, by the page's id."""
    page_type = ContentType.objects.get_for_model(Page)
    states = WorkflowState.objects.active().filter(base_content_type=page_type, object_id__in=[str(pk) for pk in pks])
    return {state.object_id: state for state in states.select_related("current_task_state__task")}


def member(row: BundleItem, review: WorkflowState | None) -> Member:
    item = row.item
    if not row.waiting:
        return Member(row, item, "published", ready=True)
    if item is None or item.latest_revision is None:
        return Member(row, item, "deleted", remedy="Take it out of the bundle.")
    if item.live and not item.has_unpublished_changes:
        return Member(row, item, "live already", remedy="Readers can read this version. Take it out of the bundle.")
    if end := embargo_of(item):
        return Member(row, item, f"under embargo until {both_clocks(end)}", remedy="Nobody can publish it before.")
    if row.text and row.text == fingerprint(item.latest_revision.content):
        return Member(row, item, "approved", ready=True)
    waits = waiting_for(review)
    if row.text:
        state = f"changed since approval, {waits}" if review else "changed since approval"
        return Member(row, item, state, remedy="Have it approved again." if review else "Submit it again.")
    return Member(row, item, waits, remedy="Have it approved." if review else "Submit it.")


def waiting_for(review: WorkflowState | None) -> str:
    if review is None:
        return "draft, not submitted"
    if review.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return "changes requested"
    return f"waits for {review.current_task_state.task.name}" if review.current_task_state else "in review"


def embargo_of(item):
    """Return when the embargo of an item's latest version ends, None when none is running."""
    end = moment(item.latest_revision.content.get("embargo_until"))
    return end if end and end > timezone.now() else None


def status_text(bundle: Bundle, members: list[Member]) -> str:
    """Say in a few words how far a bundle is."""
    ready = sum(found.ready for found in members)
    if bundle.status == Status.PUBLISHED:
        return f"Published on {both_clocks(bundle.published_at)}" if bundle.published_at else "Published"
    if bundle.status == Status.SCHEDULED:
        return f"Approved, goes live on {both_clocks(bundle.go_live_at)}"
    if bundle.status == Status.FAILED:
        return "Failed: nothing is published yet"
    if not members:
        return "Open: no stories yet"
    return "Ready" if ready == len(members) else f"Open: {ready} of {len(members)} approved"


def not_ready(members: list[Member]) -> str:
    """Name the members that keep a bundle back, and what each needs; empty when all are ready."""
    if not members:
        return "Add a story first."
    return " ".join(f"“{found.name}”: {found.state}. {found.remedy}" for found in members if not found.ready)
