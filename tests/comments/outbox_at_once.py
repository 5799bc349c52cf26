"""Have two processes' worth of workers send the same outbox at the same time: python -m tests.comments.outbox_at_once

Prints as JSON what each sent, against the database of the environment; mails go to files in DATA_DIR/mail.
"""

import json

import django

from tests.at_once import at_once


def main() -> dict[str, object]:
    from django.utils import timezone

    from comments.mailing import asking, sending
    from comments.mailing.announcing import announce
    from comments.models import Notice, Reply, SpamWord, Subscription
    from comments.spam import learn
    from tests import factories

    story = factories.article("The bridge", factories.section("Politics"))
    parents = [factories.reply(story, email=f"parent{number}@mail.example") for number in range(10)]
    for parent in parents:
        Subscription.objects.create(reply=parent, email=parent.email, confirmed_at=timezone.now())
    announce([factories.reply(story, "An answer", parent=parent) for parent in parents])
    sent = at_once(sending.send_due, sending.send_due)

    for _ in range(5):
        again = factories.reply(story, email="same@mail.example")
        Subscription.objects.create(reply=again, email="same@mail.example")
    asked = at_once(asking.ask_pending, asking.ask_pending, asking.ask_pending)

    lessons = [Reply(name="Ada", text="drum and bass", email="a@mail.example") for _ in range(3)]
    at_once(*[lambda: learn(lessons, True) or 0 for _ in range(4)], lambda: learn(lessons, False) or 0)
    drum = SpamWord.objects.get(word="drum")
    return {
        "sent": sum(sent),
        "notices sent": Notice.objects.filter(status="sent").count(),
        "asked": sum(asked),
        "questions": Notice.objects.filter(answer=None).count(),
        "drum": [drum.spam, drum.good],
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))
