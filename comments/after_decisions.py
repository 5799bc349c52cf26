"""What follows from moderators' decisions: the spam filter learns, others hear what readers see now."""

from collections.abc import Iterable

from comments import signals, spam
from comments.models import Reply
from comments.reasons import Reason
from news.models import Article

# A rejected reply may be well written, and a person's own: it teaches nothing about spam.
TAUGHT = {Reply.State.APPROVED: False, Reply.State.SPAM: True}


def lesson(reply: Reply) -> bool | None:
    """Return what a reply as it stands taught the spam filter: True for spam, False for good, None for nothing."""
    return TAUGHT.get(Reply.State(reply.state)) if reply.reason == Reason.MODERATOR else None


def teach(pairs: Iterable[tuple[Reply, Reply]]) -> None:
    """Let the spam filter forget what each reply as it was had taught it, and learn from it as it is."""
    changed = [(before, after) for before, after in pairs if needs_lesson(before, after)]
    for is_spam in (True, False):
        if forgotten := [before for before, _ in changed if lesson(before) is is_spam]:
            spam.unlearn(forgotten, spam=is_spam)
    for is_spam in (True, False):
        if learned := [after for _, after in changed if lesson(after) is is_spam]:
            spam.learn(learned, spam=is_spam)


def needs_lesson(before: Reply, after: Reply) -> bool:
    return lesson(before) is not lesson(after) or (lesson(after) is not None and before.text != after.text)


def tell(pairs: Iterable[tuple[Reply, Reply]]) -> None:
    """Send the signals for replies as they were and as they are; call it within the transaction that changed them."""
    pairs = list(pairs)
    seen = [(before, after) for before, after in pairs if before.is_public or after.is_public]
    if not seen:
        return
    ids = {after.article_id for _, after in seen}
    signals.changed.send(sender=Reply, article_ids=ids)
    public = set(Article.objects.published().filter(pk__in=ids).values_list("pk", flat=True))
    fresh = [after for before, after in seen if not before.is_public and after.article_id in public]
    fresh = [after for after in fresh if after.is_public]
    if fresh:
        signals.appeared.send(sender=Reply, replies=fresh)
