"""The language of the site's stories: the search cuts off its words' endings, so that “elections” finds “election”."""

from collections.abc import Callable

import Stemmer

from core.models import SiteSettings
from delivery.keeping import Kept


def current() -> str:
    """Return the language chosen in the newsroom's settings, from memory; "" for none."""
    return kept.get()


def read() -> str:
    rows = SiteSettings.objects.order_by("-site__is_default_site", "site")
    chosen = rows.values_list("search_language", flat=True).first()
    return SiteSettings().search_language if chosen is None else chosen


kept = Kept(read, "settings", is_shown=False)


def stemmer(language: str) -> Callable[[str], str]:
    """Return what cuts off the endings of folded words in a language; a language nobody knows has none."""
    if language not in Stemmer.algorithms():
        return str
    return Stemmer.Stemmer(language, 0).stemWord  # search.analysis.Terms remembers what it said
