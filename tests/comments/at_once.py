"""Send one form twice, and many at once, in threads of a process of its own.

python -m tests.comments.at_once: prints as JSON what came of it, against the database of the environment.
"""

import json
import threading

import django


def at_once(*acts) -> list[int]:
    """Start all acts together; return the status of each answer."""
    from django.db import connection

    gate, told = threading.Barrier(len(acts)), [0] * len(acts)

    def run(place, act):
        try:
            gate.wait()
            told[place] = act().status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


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
    found["double"] = at_once(*[lambda: send(story)] * 2)
    found["double stored"] = Reply.objects.count()
    found["two addresses"] = at_once(
        *[lambda n=n: send(story, text="Two ways", address=f"198.51.{n}.1") for n in range(4)]
    )
    found["two addresses stored"] = Reply.objects.filter(text="Two ways").count()
    found["signals"] = len(heard)
    found["replies"] = Reply.objects.count()

    found["many"] = at_once(*[lambda n=n: send(story, text=f"Number {n}", address="192.0.2.9") for n in range(9)])
    found["many stored"] = Reply.objects.filter(address="192.0.2.9").count()

    reply = Reply.objects.filter(text="Two ways").get()
    found["reports"] = at_once(*[lambda: report(reply)] * 4)
    found["reports stored"] = Report.objects.count()
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(rounds()))
