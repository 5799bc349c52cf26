"""Remember what the clock could not do, until it is done or no longer wanted, and mail those who can mend it."""

import logging
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django_tasks import task
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, PageLogEntry
from wagtail.permission_policies.pages import PagePermissionPolicy

from desk.models import Bundle, MailPreference, ScheduleFailure
from desk.models.schedule_failure import NOTICE_RETRY
from desk.notifications import chiefs, managing_editors, may_see, notify
from desk.notifications.events import ways_of
from desk.publishing import PublicationRefused

logger = logging.getLogger("pulse.schedule")
Action = ScheduleFailure.Action


# What failed


@transaction.atomic
def record(
    content_type_id: int,
    object_id: str,
    *,
    name: str,
    error: Exception,
    action: str = Action.PUBLISH,
    revision_id: int | None = None,
    due_at: datetime | None = None,
) -> ScheduleFailure:
    """Note one more failed attempt, and tell people when it is time to.

    Call it after the transaction that failed: what is written here must outlive its rollback.
    """
    failure, _ = ScheduleFailure.objects.select_for_update().get_or_create(
        content_type_id=content_type_id, object_id=str(object_id), action=action, solved_at=None
    )
    now = timezone.now()
    failure.name, failure.revision_id, failure.due_at = name[:255], revision_id, due_at
    failure.error, failure.remedy = what_happened(error), remedy(error)
    failure.attempts += 1
    failure.last_failed_at = now
    tell = failure.notice_due_at is not None and failure.notice_due_at <= now
    if tell:
        failure.notice_due_at = now + NOTICE_RETRY  # unless the task says that the mail is out
    failure.save()
    if tell:
        send_failure_notices.enqueue(failure.pk)
    if failure.attempts == 1 and isinstance(failure.item, Page):
        # For webhooks: people hear by the mail above, which goes to more of them and comes again.
        notify("failed_schedule", failure.item, [])
    return failure


def what_happened(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error) if isinstance(error, PublicationRefused) else f"{type(error).__name__}: {error}"


def remedy(error: Exception) -> str:
    """Say in plain words what somebody in the newsroom can do about it."""
    if isinstance(error, PublicationRefused):
        return f"{error} Until then it is tried again every minute."
    if isinstance(error, ValidationError):
        return (
            f"{' '.join(error.messages)} Cancel its schedule, mend it and approve it again; until then it is retried."
        )
    return f"{error}. It stays scheduled and is tried again every minute; if that does not help, cancel its schedule."


def solve(item: models.Model) -> int:
    """Close the failures of an item that went out, came down, or is not to go any more; return how many."""
    return ScheduleFailure.objects.open().of(item).update(solved_at=timezone.now(), notice_due_at=None)


def solve_what_is_settled() -> None:
    """Close failures of what is no longer due, whichever way that came about: a page deleted, a time moved."""
    now, failures = timezone.now(), ScheduleFailure.objects.open()
    bundles = ContentType.objects.get_for_model(Bundle)
    due_bundles = [str(pk) for pk in Bundle.objects.due(now).values_list("pk", flat=True)]
    settled = [
        failures.filter(content_type=bundles).exclude(object_id__in=due_bundles),
        failures.filter(action=Action.PUBLISH)
        .exclude(content_type=bundles)
        .exclude(revision__approved_go_live_at__lte=now),
        failures.filter(pk__in=[failure.pk for failure in failures.filter(action=Action.EXPIRE) if is_down(failure)]),
    ]
    for rows in settled:
        rows.update(solved_at=now, notice_due_at=None)


def is_down(failure: ScheduleFailure) -> bool:
    item = failure.item
    return item is None or not item.live or item.expire_at is None or item.expire_at > timezone.now()


# Who sees it


def can_see_failures(user) -> bool:
    """Tell whether `user` may open the report: those who can cancel a schedule somewhere."""
    return PagePermissionPolicy(Page).user_has_any_permission(user, {"unlock", "publish"})


def can_see_failure(user, failure: ScheduleFailure) -> bool:
    """Tell whether `user` may read about one failure: never about a story they cannot open."""
    from desk.bundles.permissions import can_see_all_of

    item = failure.item
    if isinstance(item, Page):
        return may_see(user, item.specific)
    if isinstance(item, Bundle):
        return can_see_all_of(user, item)
    kind = failure.content_type
    return user.has_perm(f"{kind.app_label}.change_{kind.model}")


def visible_to(user, failures=None) -> models.QuerySet:
    """Return the open failures that `user` may read about, the oldest first."""
    rows = (ScheduleFailure.objects.open() if failures is None else failures).for_report()
    visible = [failure.pk for failure in rows if can_see_failure(user, failure)]
    return rows.filter(pk__in=visible).oldest_first() if visible else rows.none()


def edit_url(failure: ScheduleFailure) -> str:
    """Return where an editor mends it; empty for what has no place in the admin."""
    item = failure.item
    if isinstance(item, Page):
        return reverse("wagtailadmin_pages:edit", args=[item.pk])
    if isinstance(item, Bundle):
        return reverse("bundle:inspect", args=[item.pk])
    try:
        return AdminURLFinder().get_edit_url(item) or "" if item is not None else ""
    except NoReverseMatch:
        return ""


# Who is told


@task()
def send_failure_notices(failure_pk: int) -> int:
    """Mail everybody concerned about a failure that is still open; return how many mails went out.

    When none did, the notice stays due: the mail server may be down.
    """
    failure = ScheduleFailure.objects.open().filter(pk=failure_pk).first()
    if failure is None:
        return 0
    people = recipients(failure)
    sent = sum(deliver(failure, user) for user in people)
    if sent or not people:
        failure.notices += 1
        failure.notice_due_at = failure.next_notice()
        failure.save(update_fields=["notices", "notice_due_at"])
    return sent


def recipients(failure: ScheduleFailure) -> list:
    """List who scheduled it, the editors of its sections and the managing editors, if they may see it."""
    item = failure.item
    stories = [item] if isinstance(item, Page) else bundled_stories(item) if isinstance(item, Bundle) else []
    found = [item.scheduled_by, item.created_by] if isinstance(item, Bundle) else schedulers(failure)
    for story in stories:
        found += chiefs(story)
    found += managing_editors()
    concerned = list(dict.fromkeys(user for user in found if user is not None and user.is_active and user.email))
    chosen = ways_of(concerned)
    # A digest would come too late for what is late already.
    return [
        user
        for user in concerned
        if chosen.get((user.pk, "failed_schedule")) != MailPreference.Way.NEVER and can_see_failure(user, failure)
    ]


def bundled_stories(bundle: Bundle) -> list[Page]:
    items = bundle.items.prefetch_related("item")
    return [row.item for row in items if isinstance(row.item, Page)]


def schedulers(failure: ScheduleFailure) -> list:
    """List who gave a version its time: the last approver, or whoever pressed “Schedule to publish”."""
    entries = PageLogEntry.objects.filter(action="wagtail.publish.schedule", revision=failure.revision_id)
    return [entry.user for entry in entries.select_related("user") if failure.revision_id]


def deliver(failure: ScheduleFailure, user) -> int:
    subject, body = compose(failure)
    try:
        return EmailMessage(subject, body, to=[user.email]).send()
    except Exception:  # the clock and the other mails go on
        logger.exception("No mail to %s about “%s” (failed schedule)", user.get_username(), failure)
        return 0


def compose(failure: ScheduleFailure) -> tuple[str, str]:
    """Return subject and text; the first line of the template is the subject."""
    address = edit_url(failure)
    context = {
        "failure": failure,
        "edit_url": f"{settings.WAGTAILADMIN_BASE_URL}{address}" if address else "",
        "report_url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('failed_schedules')}",
    }
    subject, _, body = render_to_string("desk/mail/schedule_failed.txt", context).strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"
