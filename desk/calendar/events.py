"""What happens when: due times, scheduled stories, ends of embargoes, stories that expire."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Revision, get_default_page_content_type

from desk.models import Assignment, Bundle, BundleItem
from desk.people import name_of
from desk.visibility import within
from news.models import Article

DUE, SCHEDULED, EMBARGO, EXPIRY = "due", "scheduled", "embargo", "expiry"
LABELS = {DUE: "Due", SCHEDULED: "Goes live", EMBARGO: "Embargo ends", EXPIRY: "Expires"}
MOST = 500  # events of one kind in a month: more than any page can show


@dataclass(frozen=True)
class Event:
    at: datetime  # in the newsroom's time zone
    kind: str
    headline: str
    url: str
    person: str = ""
    is_overdue: bool = False

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def events(paths: list[str], start: datetime, end: datetime) -> list[Event]:
    """Return what happens from `start` until before `end` below `paths`, in a fixed number of queries."""
    found = [*due(paths, start, end), *scheduled(paths, start, end), *bundled(paths, start, end)]
    found += [*dated(paths, start, end), *dated_versions(paths, start, end)]
    return sorted(found, key=lambda event: (event.at, event.headline))


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def edit_url(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


def due(paths, start, end):
    rows = Assignment.objects.open().below(paths).due_between(start, end).for_card()
    for row in rows.order_by("due_at")[:MOST]:
        yield Event(
            at=local(row.due_at),
            kind=DUE,
            headline=row.story.draft_title if row.story else row.title,
            url=edit_url(row.story_id) if row.story_id else reverse("desk_pitch_edit", args=[row.pk]),
            person=name_of(row.assignee),
            is_overdue=row.is_overdue,
        )


def scheduled(paths, start, end):
    revisions = (
        Revision.objects.filter(
            base_content_type=get_default_page_content_type(),
            approved_go_live_at__gte=start,
            approved_go_live_at__lt=end,
        )
        .order_by("approved_go_live_at")
        .values_list("object_id", "approved_go_live_at")
    )
    when = {int(pk): moment for pk, moment in revisions[:MOST]}
    stories = Article.objects.filter(within(paths), pk__in=when).values_list("pk", "draft_title")
    for pk, headline in stories:
        yield Event(local(when[pk]), SCHEDULED, headline, edit_url(pk))


def bundled(paths, start, end):
    """Find the stories that go live with a bundle that the clock has."""
    rows = BundleItem.objects.waiting().filter(
        content_type=ContentType.objects.get_for_model(Article),
        bundle__status__in=Bundle.ON_THE_CLOCK,
        bundle__go_live_at__gte=start,
        bundle__go_live_at__lt=end,
    )
    when = dict(rows.order_by("bundle__go_live_at").values_list("object_id", "bundle__go_live_at")[:MOST])
    stories = Article.objects.filter(within(paths), pk__in=when).values_list("pk", "draft_title")
    for pk, headline in stories:
        yield Event(local(when[pk]), SCHEDULED, headline, edit_url(pk))


def dated(paths, start, end):
    """Find the times that readers' versions carry: live stories expire."""
    stories = Article.objects.filter(within(paths), live=True, expire_at__gte=start, expire_at__lt=end)
    for pk, headline, expiry in stories.order_by("expire_at").values_list("pk", "draft_title", "expire_at")[:MOST]:
        yield Event(local(expiry), EXPIRY, headline, edit_url(pk))


def dated_versions(paths, start, end):
    """Find the times that latest versions carry: the page's own row has what was published, not what is planned."""
    content = "latest_revision__content"
    stories = (
        Article.objects.filter(within(paths), Q(live=False) | Q(has_unpublished_changes=True), expired=False)
        .annotate(embargo=KeyTextTransform("embargo_until", content), expiry=KeyTextTransform("expire_at", content))
        .filter(Q(embargo__isnull=False) | Q(expiry__isnull=False))
        .values_list("pk", "draft_title", "live", "embargo", "expiry")
    )
    for pk, headline, live, *times in stories:
        for kind, text in zip((EMBARGO, EXPIRY), times, strict=True):
            moment = parse_datetime(text) if text else None
            if moment and start <= moment < end and not (live and kind == EXPIRY):
                yield Event(local(moment), kind, headline, edit_url(pk))
