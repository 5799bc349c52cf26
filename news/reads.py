"""Count how often stories are read, by the hour (core.counting)."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from django.db import transaction

from core import counting

KEPT = timedelta(days=8)


class ReadTally(counting.Tally[int]):
    """The reads of stories, by their ids."""

    def period(self, now: datetime) -> datetime:
        return full_hour(now)

    def write(self, counts: Counter[tuple[datetime, int]]) -> None:
        with transaction.atomic():
            write(counts)

    def forget(self, now: datetime) -> None:
        from news.models import ReadCount

        ReadCount.objects.before(now - KEPT).delete()


def write(counts: Counter[tuple[datetime, int]]) -> None:
    """Add to the counts of the stories that every reader may see; any other number is dropped."""
    from news.models import Article, ReadCount

    asked = {story for _, story in counts}
    published = set(Article.objects.published().filter(pk__in=asked).order_by().values_list("pk", flat=True))
    for hour in sorted({hour for hour, _ in counts}):
        ReadCount.objects.add(
            hour, {story: count for (at, story), count in counts.items() if at == hour and story in published}
        )


def full_hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


tally = ReadTally()
