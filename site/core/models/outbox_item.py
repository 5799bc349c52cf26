from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

MAX_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=6)


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 1, 2, 4 … minutes, 6 hours at most; in all some 20 hours."""
    return min(timedelta(minutes=2 ** min(max(attempts - 1, 0), 10)), LONGEST_WAIT)


class OutboxQuerySet(models.QuerySet):
    def due(self):
        waiting = self.filter(status=self.model.Status.WAITING, next_attempt_at__lte=timezone.now())
        return waiting.order_by("next_attempt_at", "pk")


class OutboxItem(models.Model):
    """What has to leave the house and is tried until it does: a mail, a call of a webhook."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        GIVEN_UP = "given_up", "Given up"

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        abstract = True

    def claim(self) -> bool:
        """Take the next attempt for this process; False when another has it.

        The wait for the attempt after it is stored first, so that a process killed in mid-attempt leaves a failed one.
        """
        now = timezone.now()
        attempts = self.attempts + 1
        taken = (
            type(self)
            .objects.filter(pk=self.pk, status=self.Status.WAITING, attempts=self.attempts, next_attempt_at__lte=now)
            .update(attempts=F("attempts") + 1, next_attempt_at=now + wait_after(attempts))
        )
        if taken:
            self.attempts, self.next_attempt_at = attempts, now + wait_after(attempts)
        return bool(taken)

    def fail(self, error: object) -> None:
        """Keep what went wrong, and give up after MAX_ATTEMPTS."""
        self.error = " ".join(str(error).split())[:300] or type(error).__name__
        if self.attempts >= MAX_ATTEMPTS:
            self.status = self.Status.GIVEN_UP
        self.save(update_fields=["error", "status"])

    def try_again(self) -> None:
        """Begin anew, at once."""
        self.status, self.attempts, self.next_attempt_at = self.Status.WAITING, 0, timezone.now()
        self.save(update_fields=["status", "attempts", "next_attempt_at"])
