"""The questions about queries and promotions. Wagtail's own models have no querysets of ours: functions ask them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Sum, When
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import Page

from core.querysets import PublicPageQuerySet

FEWEST = 2  # searches; a query that was typed once may say who typed it


class QueryOutcomeQuerySet(QuerySet):
    def searched_since(self, day: date):
        """Keep what was searched for at least FEWEST times, with `text`, `searches` and `last_searched`."""
        counted = self.filter(query__daily_hits__date__gte=day).annotate(
            text=F("query__query_string"),
            searches=Sum("query__daily_hits__hits"),
            last_searched=Max("query__daily_hits__date"),
        )
        return counted.filter(searches__gte=FEWEST)

    def with_promotions(self):
        """Add `is_promoted`: whether editors have promoted a result for it."""
        return self.annotate(is_promoted=Exists(SearchPromotion.objects.filter(query=OuterRef("query_id"))))

    def fruitless(self):
        """Keep those that found nothing."""
        return self.filter(total=0)

    def added_on(self, day: date):
        return self.filter(added_on=day)

    def of(self, texts: Collection[str]):
        """Keep those of some normalised texts."""
        return self.filter(query__query_string__in=texts)

    def checked_since(self, moment: datetime):
        return self.filter(checked_at__gte=moment)

    def set_totals(self, totals: Mapping[int, int], moment: datetime) -> None:
        """Note for each query how many stories were found, in one statement."""
        if totals:
            found = Case(*(When(query=query, then=total) for query, total in totals.items()))
            self.filter(query__in=totals).update(total=found, checked_at=moment)


def query_ids(texts: Collection[str]) -> dict[str, int]:
    return dict(Query.objects.filter(query_string__in=texts).values_list("query_string", "pk"))


def add_hits(day: date, counts: Mapping[int, int]) -> None:
    """Add to how often queries were typed on a day, in two statements; call it in a transaction."""
    if not counts:
        return
    # In their order, so that two processes do not wait for each other.
    rows = [QueryDailyHits(query_id=query, date=day) for query in sorted(counts)]
    QueryDailyHits.objects.bulk_create(rows, ignore_conflicts=True)
    more = Case(*(When(query=query, then=count) for query, count in counts.items()))
    QueryDailyHits.objects.filter(date=day, query__in=counts).update(hits=F("hits") + more)


def popular_queries(words: str = "") -> QuerySet[Query]:
    """Return the queries of all kept days with `words` in them, without those that may say who typed them."""
    found = Query.get_most_popular().filter(_hits__gte=FEWEST)
    return found.filter(query_string__icontains=words.lower().strip()) if words.strip() else found


def promoted_queries() -> QuerySet[Query]:
    return Query.objects.filter(pk__in=SearchPromotion.objects.values("query"))


def promotions_for_readers(queries: Collection[int]) -> QuerySet[SearchPromotion]:
    """Return the promotions of queries that lead elsewhere or to a page every reader may see, in one query."""
    from news.models import Article

    # Exists() with the page's key: an IN would have SQLite list all published pages first.
    page = PublicPageQuerySet(Page).published().filter(pk=OuterRef("page_id"))
    story = Article.objects.filter(pk=OuterRef("page_id"))
    published = Article.objects.published().filter(pk=OuterRef("page_id"))
    may_see = Exists(page) & (~Exists(story) | Exists(published))
    found = SearchPromotion.objects.filter(Q(page=None) | may_see, query__in=queries)
    return found.select_related("page").order_by("query", "sort_order", "pk")
