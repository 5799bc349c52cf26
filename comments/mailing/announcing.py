"""Put mails about answers in the outbox, when readers can see the answers."""

from collections.abc import Sequence

from comments.mailing.asking import pending
from comments.mailing.tasks import tell_worker
from comments.models import Notice, Reply, Subscription


def on_appeared(replies: Sequence[Reply], **kwargs) -> None:
    """Hear of replies that readers can see from now on (comments.signals.appeared)."""
    made = announce(replies)
    if made or pending().filter(reply__in=[reply.pk for reply in replies]).exists():
        tell_worker()


def announce(replies: Sequence[Reply]) -> int:
    """Make a notice for whoever confirmed to hear of answers to the parents of `replies`; return how many."""
    answers = [reply for reply in replies if reply.parent_id and reply.is_public]
    if not answers:
        return 0
    wishes = Subscription.objects.filter(
        reply__in={answer.parent_id for answer in answers}, confirmed_at__isnull=False
    ).select_related("reply")
    by_parent: dict[int | None, Subscription] = {wish.reply_id: wish for wish in wishes}
    notices = [
        Notice(subscription=wish, answer=answer)
        for answer in answers
        if (wish := by_parent.get(answer.parent_id)) and not is_own(answer, wish)
    ]
    # An answer that was taken down and is back has its notice already.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def is_own(answer: Reply, wish: Subscription) -> bool:
    """Tell whether somebody answered themselves."""
    same_browser = bool(answer.writer) and answer.writer == wish.reply.writer
    return same_browser or answer.email.lower() == wish.email
