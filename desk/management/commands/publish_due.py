import logging
import math
import signal
import threading
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections

from comments.mailing import tasks as readers_mails
from core.statistics import renew_statistics
from desk.notifications.tasks import tick
from desk.scheduling import publish_due

A_DAY = 86_400  # seconds

logger = logging.getLogger("pulse.schedule")


class Command(BaseCommand):
    help = (
        "Publish and unpublish what is due. Any number of these may run at once: each item is published exactly once. "
        "It takes the place of Wagtail's publish_scheduled."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="Go on, at multiples of this many seconds, until stopped."
        )

    def handle(self, *args, every: int | None = None, **options) -> None:
        if every is None:
            report = publish_due()
            tick()
            readers_mails.tick()
            self.stdout.write(f"{report}.")
            if report.failed:
                raise CommandError("\n".join(report.failed))
            return
        if every < 1:
            raise CommandError("--every needs at least 1 second.")
        self.run_clock(every)

    def run_clock(self, every: int) -> None:
        """Run a round now and at each full interval; a signal lets the item in hand finish."""
        stopping, counted = threading.Event(), -math.inf
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *args: stopping.set())
        while not stopping.is_set():
            try:
                publish_due(stopping.is_set)
                tick()
                readers_mails.tick()
                if time.monotonic() - counted > A_DAY:
                    renew_statistics()
                    counted = time.monotonic()
            except Error:  # the database is away: the clock must outlive that
                logger.exception("The database does not answer; the next round tries again.")
            close_old_connections()
            stopping.wait(every - time.time() % every)
