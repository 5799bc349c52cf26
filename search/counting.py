"""Count what readers search for, by the day (core.counting), in Wagtail's own tables."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from core import counting
from search.finding import count_answers
from search.querysets import add_hits, query_ids

# What strangers type must not fill the database.
MOST_NEW = 2_000  # queries a day; a big paper has some hundred
MOST_OF_A_LINE = 100  # queries of one address in half an hour
CHECKED_FOR = timedelta(hours=1)  # a number of stories is looked up again after that
CHECKS = 10  # searches at one writing, each some milliseconds of a request


class SearchTally(counting.Tally[str]):
    """The searches of readers, by their text as counted_text() gives it."""

    most_of_a_line = MOST_OF_A_LINE

    def period(self, now: datetime) -> date:
        return timezone.localtime(now).date()

    def write(self, counts: Counter[tuple[date, str]]) -> None:
        # Before the transaction: on SQLite nobody else writes while one is open.
        totals = look_up({text for _, text in counts}, timezone.now())
        with transaction.atomic():
            write(counts, totals)

    def forget(self, now: datetime) -> None:
        QueryDailyHits.garbage_collect()  # by settings.WAGTAILSEARCH_HITS_MAX_AGE
        Query.garbage_collect()


def look_up(texts: Iterable[str], now: datetime) -> dict[str, int]:
    """Return how many stories some of the texts find: of those not looked up within the last hour."""
    from search.models import QueryOutcome

    texts = set(texts)
    fresh = QueryOutcome.objects.of(texts).checked_since(now - CHECKED_FOR)
    stale = sorted(texts.difference(fresh.values_list("query__query_string", flat=True)))
    return {text: count_answers(text) for text in stale[:CHECKS]}


def write(counts: Counter[tuple[date, str]], totals: dict[str, int]) -> None:
    """Add to the counts of queries; new ones beyond MOST_NEW a day are dropped."""
    keys = known_or_new({text for _, text in counts}, max(day for day, _ in counts))
    for day in sorted({day for day, _ in counts}):
        add_hits(day, {keys[text]: count for (at, text), count in counts.items() if at == day and text in keys})

    from search.models import QueryOutcome

    QueryOutcome.objects.set_totals(
        {keys[text]: total for text, total in totals.items() if text in keys}, timezone.now()
    )


def known_or_new(texts: set[str], today: date) -> dict[str, int]:
    """Return the ids of the queries to count, those added that there was room for."""
    from search.models import QueryOutcome

    known = dict(QueryOutcome.objects.of(texts).values_list("query__query_string", "query"))
    unknown = sorted(texts - known.keys())
    if not unknown:
        return known
    room = max(0, MOST_NEW - QueryOutcome.objects.added_on(today).count())
    # Editors who promote a result make a query, too: that one may be there.
    Query.objects.bulk_create([Query(query_string=text) for text in unknown[:room]], ignore_conflicts=True)
    added = query_ids(unknown[:room])
    QueryOutcome.objects.bulk_create(
        [QueryOutcome(query_id=key, added_on=today) for key in sorted(added.values())], ignore_conflicts=True
    )
    return known | added


tally = SearchTally()
