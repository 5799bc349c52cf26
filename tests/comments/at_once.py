"""Send one form twice, and many at once, in threads of a process of its own.

python -m tests.comments.at_once: prints as JSON what came of it, against the database of the environment.
"""

import json

import django

from tests.at_once import at_once


def statuses(*acts) -> list[int]:
    return [answer.status_code for answer in at_once(*acts)]


def rounds() -> dict[str, object]:
    from django.conf import settings

    from comments.models import Reply, Report
    from comments.signals import sent
    from tests import factories
    from tests.comments.form import rules, send
    from tests.comments.test_reports import report

    settings.ALLOWED_HOSTS = ["*"]
    rules()
    story = factories.article("The ferry", factories.section("Politics"))
    heard: list[int] = []
    sent.connect(lambda reply, **facts: heard.append(reply.pk), weak=False)
    found: dict[str, object] = {}

    # Twice by one reader; the same form by way of two addresses is stopped by the constraint alone.
    found["double"] = statuses(*[lambda: send(story)] * 2)
    found["double stored"] = Reply.objects.count()
    found["two addresses"] = statuses(
        *[lambda n=n: send(story, text="Two ways", address=f"198.51.{n}.1") for n in range(4)]
    )
    found["two addresses stored"] = Reply.objects.filter(text="Two ways").count()
    found["signals"] = len(heard)
    found["replies"] = Reply.objects.count()

    found["many"] = statuses(*[lambda n=n: send(story, text=f"Number {n}", address="192.0.2.9") for n in range(9)])
    found["many stored"] = Reply.objects.filter(address="192.0.2.9").count()

    reply = Reply.objects.filter(text="Two ways").get()
    found["reports"] = statuses(*[lambda: report(reply)] * 4)
    found["reports stored"] = Report.objects.count()
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(rounds()))
