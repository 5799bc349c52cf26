"""Send what people want to hear once a day, once a day."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from desk.models import DigestEntry, Mail
from desk.notifications.audience import may_see
from desk.notifications.texts import compose_digest


def last_digest_time(now: datetime | None = None) -> datetime:
    """Return when digests were due last: today or yesterday at DIGEST_HOUR, by the newsroom's clock."""
    local = timezone.localtime(now)
    due = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return due if due <= local else due - timedelta(days=1)


def waiting_entries():
    return DigestEntry.objects.filter(created_at__lt=last_digest_time())


def digests_are_due() -> bool:
    return waiting_entries().exists()


def collect_digests() -> int:
    """Make one mail of each person's entries that came before the last digest time; return how many mails."""
    users = waiting_entries().order_by("user_id").values_list("user_id", flat=True).distinct()
    return sum(collect_digest(pk) for pk in list(users))


@transaction.atomic
def collect_digest(user_pk: int) -> bool:
    """Turn a person's entries into a mail, unless another process does; False when nothing is left to say."""
    # The person's row is the lock: entries locked one by one could end up in two digests.
    people = get_user_model().objects.select_for_update(skip_locked=True, no_key=True)
    user = people.filter(pk=user_pk).first()
    if user is None:
        return False
    entries = list(waiting_entries().filter(user=user).select_related("story").order_by("created_at", "pk"))
    # What they may not see any more is left out.
    seen = [entry for entry in entries if may_see(user, entry.story.specific)]
    if seen:
        subject, body = compose_digest(user, seen)
        Mail.objects.create(user=user, event="digest", subject=subject, body=body)
    DigestEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return bool(seen)
