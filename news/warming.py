"""Which pages are made at once when something was published, and by `manage.py warm`."""

from collections.abc import Iterator

from delivery.warming import warm_later
from news import navigation
from news.models import Article

NEWEST = 100  # stories that `manage.py warm` has made


def warm_around(story: Article) -> None:
    """Have the home page, the fronts of the sections above a story, and the story itself made."""
    fronts = [section["url"] for section in navigation.sections_above(story) or []]
    warm_later(["/", *reversed(fronts), *([story.url] if story.live and story.url else [])])


def all_paths() -> Iterator[str]:
    """Yield the pages that are read most: the home page, all sections, the newest stories, the feed."""
    yield from ("/", "/feed/")
    yield from (entry["url"] for entry in navigation.kept()["by_path"].values())
    for story in Article.objects.published().newest_first().defer_streamfields()[:NEWEST]:
        yield story.url
