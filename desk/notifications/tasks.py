"""What the background worker does with an announcement, and what the clock has it do every minute."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from desk.models import Announcement, DigestEntry, Mail, MailPreference, WebhookDelivery
from desk.notifications import mails, reply_digests, webhooks
from desk.notifications.audience import audience
from desk.notifications.digests import collect_digests, digests_are_due
from desk.notifications.events import EVENTS, ways_of
from desk.notifications.texts import compose

# How long a worker may take before the clock believes that it was killed.
FORGOTTEN_AFTER = timedelta(minutes=2)
GIVEN_UP_KEPT, CALLS_KEPT = timedelta(days=30), timedelta(days=30)


@task()
def spread(pk: int) -> int:
    """Make mails and webhook calls of one announcement and send them; return how many mails went out."""
    made = expand(pk)
    sent = 0
    for mail in made:
        try:
            sent += mails.send(mail)
        except mails.ServerDown:
            break  # send_due tries again
    webhooks.send_due()
    return sent


@task()
def send_due() -> int:
    """Carry on what was left: announcements of a killed worker, digests, mails and calls that failed."""
    forgotten = Announcement.objects.filter(created_at__lt=timezone.now() - FORGOTTEN_AFTER)
    for pk in list(forgotten.values_list("pk", flat=True)):
        expand(pk)
    collect_digests()
    reply_digests.collect()
    tidy()
    return mails.send_due() + webhooks.send_due()


def tick() -> None:
    """Hand the worker what is due, unless it has been told already. The clock calls this after each round.

    The clock sends nothing itself: a mail server that hangs must not keep a story waiting.
    """
    if not (
        Mail.objects.due().exists()
        or webhooks.due().exists()
        or Announcement.objects.filter(created_at__lt=timezone.now() - FORGOTTEN_AFTER).exists()
        or digests_are_due()
        or reply_digests.are_due()
    ):
        return
    told = DBTaskResult.objects.filter(task_path=send_due.module_path, status=TaskResultStatus.READY)
    if not told.exists():
        send_due.enqueue()


@transaction.atomic
def expand(pk: int) -> list[Mail]:
    """Put the mails, digest entries and webhook calls of an announcement in the outboxes, exactly once."""
    found = Announcement.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk)
    announcement = found.select_related("actor").first()
    if announcement is None:
        return []
    page = Page.objects.filter(pk=announcement.story_id).first()
    made: list[Mail] = []
    if page is not None and announcement.event in EVENTS:
        made = address(announcement, page.specific)
    announcement.delete()
    return made


def address(announcement: Announcement, story: Page) -> list[Mail]:
    """Write to each person in the way they chose."""
    state = announcement.state.specific if announcement.state else None
    webhooks.call(announcement, story)
    people, made = audience(announcement, story, state), []
    chosen, event = ways_of(people), EVENTS[announcement.event]
    for user in people:
        way = chosen.get((user.pk, event.key), event.default)
        if way == MailPreference.Way.NEVER or not user.email:
            continue
        subject, body = compose(announcement, user, story, state)
        if way == MailPreference.Way.DIGEST:
            DigestEntry.objects.create(user=user, event=event.key, story_id=story.pk, line=subject)
        else:
            made.append(Mail.objects.create(user=user, event=event.key, story_id=story.pk, subject=subject, body=body))
    return made


def tidy() -> None:
    """Forget what nobody looks at any more."""
    now = timezone.now()
    Mail.objects.filter(status=Mail.Status.GIVEN_UP, created_at__lt=now - GIVEN_UP_KEPT).delete()
    finished = WebhookDelivery.objects.exclude(status=WebhookDelivery.Status.WAITING)
    finished.filter(created_at__lt=now - CALLS_KEPT).delete()
