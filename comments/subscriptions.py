"""Who wants to be mailed about answers to a reply: the wish, its confirmation by the address's owner, its end."""

from django.db import transaction
from django.utils import timezone

from comments.addresses import network_of
from comments.mail_addresses import is_refused, refuse
from comments.mail_tokens import Stop
from comments.mailing.asking import asked_with
from comments.mailing.tasks import tell_worker
from comments.models import Reply, Subscription


def subscribe(reply: Reply) -> Subscription | None:
    """Keep the wish to hear of answers to `reply`; None when it has no address, or its owner refused all mails.

    The owner is asked to confirm once readers can see the reply (comments.mailing.asking): nobody can use us to send
    mails to others with what no moderator let pass.
    """
    if not reply.email or is_refused(reply.email):
        return None
    subscription, _ = Subscription.objects.get_or_create(
        reply=reply, defaults={"email": reply.email.lower(), "network": network_of(reply.address)}
    )
    if reply.is_public:
        tell_worker()
    return subscription


@transaction.atomic
def confirm(subscription: Subscription) -> int:
    """Confirm all that one mail asked for; return how many wishes that were."""
    return asked_with(subscription).update(confirmed_at=timezone.now())


def stop(asked: Stop) -> None:
    """End the mails about answers to one reply; nothing happens when they have ended already."""
    Subscription.objects.filter(pk=asked.subscription_id).delete()


@transaction.atomic
def stop_all(asked: Stop) -> None:
    """End all mails about replies to an address, now and in future."""
    refuse(asked.key)
    email = Subscription.objects.filter(pk=asked.subscription_id).values_list("email", flat=True).first()
    if email:
        Subscription.objects.filter(email=email).delete()
