"""Have caches in front of the site let go of the pages that show a story's replies, and of no others.

Wagtail's frontend cache knows how to speak to each kind of cache (FRONTEND_CACHE_URL, docs/operations.md).
"""

from collections.abc import Collection
from functools import partial
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from wagtail.contrib.frontend_cache.utils import PurgeBatch

from comments.feeds import NAMES
from comments.models import Reply
from comments.threads import ANSWERS_A_PAGE, FEWEST_ANSWERS, THREADS_A_PAGE
from core.urls import absolute
from news.models import Article


def on_changed(article_ids: Collection[int], **kwargs) -> None:
    """Hear that readers see other replies than before (comments.signals.changed)."""
    if getattr(settings, "WAGTAILFRONTENDCACHE", None):
        transaction.on_commit(partial(purge, set(article_ids)))


def purge(article_ids: Collection[int]) -> None:
    PurgeBatch(showing(article_ids)).purge()


def showing(article_ids: Collection[int]) -> set[str]:
    """Return the absolute addresses of all pages that show replies to the stories, in three queries."""
    beginnings = Reply.objects.filter(article__in=article_ids, thread=None).order_by()
    threads = dict(beginnings.values("article").annotate(number=Count("pk")).values_list("article", "number"))
    found: set[str] = set()
    for story in Article.objects.filter(pk__in=article_ids).defer_streamfields():
        if story.full_url:
            found |= pages(story.full_url, "replies", threads.get(story.pk, 0), THREADS_A_PAGE)
            found |= {absolute(reverse(name, args=[story.pk])) for name in NAMES.values()}
    long = beginnings.annotate(below=Count("in_thread")).filter(below__gt=FEWEST_ANSWERS)
    for pk, answers in long.values_list("pk", "below"):
        found |= pages(absolute(reverse("reply_thread", args=[pk])), "page", answers, ANSWERS_A_PAGE)
    return found


def pages(address: str, parameter: str, rows: int, on_each: int) -> set[str]:
    return {address, *(f"{address}?{parameter}={number}" for number in range(2, ceil(rows / on_each) + 1))}
