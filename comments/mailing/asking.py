"""Ask the owner of an address once whether the wish was theirs, and ask nobody often."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from comments.mail_addresses import ASKED_EVERY, take_question
from comments.mail_tokens import CONFIRM_DAYS
from comments.models import Notice, Reply, Subscription

ROUND = 200
UNCONFIRMED_KEPT = timedelta(days=CONFIRM_DAYS)
# Many households share one address of a mobile network, and so one network; a machine that bombs mails asks for more.
MOST_OF_A_NETWORK, NETWORK_SPAN = 30, timedelta(days=1)


def pending():
    """Return the wishes whose owners are to be asked now: the reply can be read, and no question is a day young."""
    now = timezone.now()
    asked = Subscription.objects.filter(email=OuterRef("email"), asked_at__gt=now - ASKED_EVERY)
    return Subscription.objects.filter(
        ~Exists(asked),
        confirmed_at=None,
        asked_at=None,
        created_at__gt=now - UNCONFIRMED_KEPT,
        reply__in=Reply.objects.public().filter(erased_at=None).values("pk"),
    )


def ask_pending() -> int:
    """Put the questions that are due in the outbox, one an address; return how many."""
    emails = pending().order_by("email").values_list("email", flat=True).distinct()
    return sum(ask(email) for email in list(emails[:ROUND]))


@transaction.atomic
def ask(email: str) -> bool:
    """Ask about all wishes of an address that wait, unless it is asked already, or its network asks for too many."""
    waiting = list(pending().filter(email=email).order_by("-created_at", "-pk")[:ROUND])
    if not waiting or network_is_busy(waiting[0].network) or not take_question(email):
        return False
    Notice.objects.create(subscription=waiting[0])
    Subscription.objects.filter(pk__in=[wish.pk for wish in waiting]).update(asked_at=timezone.now())
    return True


def asked_with(subscription: Subscription):
    """Return the wishes that one mail asked to confirm: those of the address that waited when it was made."""
    return Subscription.objects.filter(
        email=subscription.email, confirmed_at=None, asked_at__isnull=False, asked_at__lte=subscription.asked_at
    )


def network_is_busy(network: str) -> bool:
    if not network:
        return False
    since = timezone.now() - NETWORK_SPAN
    made = Notice.objects.filter(answer=None, created_at__gt=since, subscription__network=network)
    return made.count() >= MOST_OF_A_NETWORK
