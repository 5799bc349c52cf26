"""Let moderators decide about the same replies at the same time, in threads of a process of its own.

python -m tests.comments.moderating_at_once: prints as JSON what came of it, against the database of the environment.
"""

import json

import django

from tests.at_once import at_once

REPLIES = 12


def rounds() -> dict[str, object]:
    from wagtail.models import ModelLogEntry

    from comments.banning import ban
    from comments.deciding import Seen, decide
    from comments.models import Ban, Reply
    from comments.undoing import undo
    from tests import factories
    from tests.desk.newsroom import newsroom

    room = newsroom()
    story = factories.article("Budget passes", room.politics)
    found: dict[str, object] = {}

    # One reply after the other, both moderators at each at the same moment.
    won, told = [], []
    for _ in range(REPLIES):
        reply = factories.held_reply(story)
        seen = {reply.pk: Seen.of(reply)}
        results = at_once(
            lambda seen=seen: decide(seen, "approved", room.comment_moderator),
            lambda seen=seen: decide(seen, "rejected", room.managing_editor),
        )
        won += [len(result.done) for result in results]
        told += [words for result in results for _, words in result.already]
    found["decisions each"] = sum(won)
    found["told"] = told
    found["logged"] = ModelLogEntry.objects.filter(action__in=["comments.approve", "comments.reject"]).count()

    # The same batch in opposite orders: nobody waits for the other for ever.
    replies = [factories.held_reply(story) for _ in range(REPLIES)]
    forward = {reply.pk: Seen.of(reply) for reply in replies}
    backward = dict(reversed(forward.items()))
    batches = at_once(
        lambda: decide(forward, "approved", room.comment_moderator),
        lambda: decide(backward, "spam", room.managing_editor),
    )
    found["batches"] = sorted(len(result.done) for result in batches)
    found["states"] = len(set(Reply.objects.filter(pk__in=forward).values_list("state", flat=True)))

    # Two tabs of one moderator take back at once.
    undone = at_once(*[lambda: undo(room.admin)] * 2)
    found["nothing to undo"] = [result is None for result in undone]
    reply = factories.held_reply(story)
    decide([reply.pk], "approved", room.admin)
    undone = at_once(*[lambda: undo(room.admin)] * 2)
    found["undone"] = sum(len(result.done) for result in undone if result)
    found["state after"] = Reply.objects.get(pk=reply.pk).state

    at_once(*[lambda: ban("email", "troll@readers.example", room.admin)] * 2)
    found["bans"] = Ban.objects.count()
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(rounds()))
