"""Let readers have searched the demo newsroom, and its editors have helped them to find something."""

from datetime import datetime, timedelta
from zlib import crc32

from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion

from core.models import StandardPage
from search.finding import count_answers
from search.models import QueryOutcome, SynonymGroup

DAYS = 40
SYNONYMS = ["petrol, fuel, PMS, premium motor spirit", "danfo, minibus", "blackout, power cut, outage"]
# Searches a day; the last ones find nothing.
QUERIES = {
    "senate": 40,
    "kano": 31,
    "fuel price": 27,
    "naira": 22,
    "lagos ferry": 14,
    "school lunches": 9,
    "cocoa": 6,
    "corrections": 5,
    "jamb": 12,
    "asuu": 8,
    "okada": 4,
}
PROMOTED = {"corrections": ("standards", "How we correct mistakes, and how to tell us about one.")}


def load_searches(now: datetime) -> int:
    """Add the same searches, synonyms and promotions every time, unless there are some; return how many searches."""
    if Query.objects.exists() or SynonymGroup.objects.exists():
        return 0
    SynonymGroup.objects.bulk_create([SynonymGroup(words=words) for words in SYNONYMS])
    today = timezone.localtime(now).date()
    queries = {text: Query.get(text) for text in QUERIES}
    rows = [
        QueryDailyHits(query=queries[text], date=today - timedelta(days=ago), hits=hits)
        for text, usual in QUERIES.items()
        for ago in range(DAYS)
        if (hits := usual * (crc32(f"{text} {ago}".encode()) % 100) // 50)
    ]
    QueryDailyHits.objects.bulk_create(rows)
    QueryOutcome.objects.bulk_create(
        QueryOutcome(query=query, added_on=today, total=count_answers(text), checked_at=now)
        for text, query in queries.items()
    )
    for text, (slug, description) in PROMOTED.items():
        page = StandardPage.objects.get(slug=slug)
        SearchPromotion.objects.create(query=queries[text], page=page, description=description, sort_order=0)
    return sum(row.hits for row in rows)
