"""The language of the site's stories: the search cuts off its words' endings, so that “elections” finds “election”."""

from collections.abc import Callable

import Stemmer
from django.core.cache import cache
from wagtail.models import Site

from core.models import SiteSettings

KEY = "search.language"
SECONDS = 300


def current() -> str:
    """Return the language chosen in the newsroom's settings, from the cache; "" for none."""
    return cache.get_or_set(KEY, read, SECONDS) or ""


def forget() -> None:
    cache.delete(KEY)


def read() -> str:
    site = Site.objects.filter(is_default_site=True).first() or Site.objects.first()
    return SiteSettings.for_site(site).search_language if site else SiteSettings().search_language


def stemmer(language: str) -> Callable[[str], str]:
    """Return what cuts off the endings of folded words in a language; a language nobody knows has none."""
    if language not in Stemmer.algorithms():
        return str
    return Stemmer.Stemmer(language, 0).stemWord  # search.analysis.Terms remembers what it said
