"""Lay out a front page from the newest stories, until editors curate it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any, NamedTuple

from delivery import tags
from delivery.keeping import Kept
from news import navigation
from news.fronts.cards import show
from news.listed import ListedStory, show_pictures_of

LATEST = 10
ROW_LAYOUTS = ("picture", "columns", "list", "picture", "columns", "list")
ROW_SIZES = {"picture": 4, "columns": 3, "list": 5, "opinion": 4}
POOL = 400  # newest stories a front is made from, so that its cost does not grow with the archive


@dataclass
class Row:
    section: dict[str, Any]  # as in news.navigation
    layout: str
    articles: list[ListedStory]


@dataclass
class Front:
    lead: ListedStory | None = None
    lead_related: list[ListedStory] = field(default_factory=list)
    secondary: list[ListedStory] = field(default_factory=list)
    latest: list[ListedStory] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


class Candidate(NamedTuple):
    """What laying out needs to know of a story; the stories that win a place are loaded after."""

    pk: int
    path: str
    kind: str
    lead_image_id: int | None

    @property
    def parent_path(self) -> str:
        return self.path[:-4]


def read_newest() -> tuple[Candidate, ...]:
    from news.models import Article

    rows = Article.objects.published().newest_first().values_list("pk", "path", "kind", "lead_image_id")
    return tuple(map(Candidate._make, rows[:POOL]))


# A headline is corrected more often than a story is published.
kept_newest = Kept(read_newest, "stories")


def home_front(home) -> Front:
    """Fill the home page: no story stands twice outside the latest rail; opinion has a row of its own."""
    from news.models import Article

    tags.shows("stories")
    sections = navigation.subsections(home)
    newest = kept_newest.ask()
    reports = [story for story in newest if story.kind != Article.Kind.OPINION]
    illustrated = [story for story in reports if story.lead_image_id]
    used: set[int] = set()

    def take(candidates: Iterable[Candidate], count: int) -> list[int]:
        chosen = list(islice((story.pk for story in candidates if story.pk not in used), count))
        used.update(chosen)
        return chosen

    lead = next(iter(illustrated or reports or newest), None)
    places = {"lead": take([lead], 1) if lead else []}
    places["lead_related"] = take((s for s in reports if lead and s.parent_path == lead.parent_path), 2)
    places["secondary"] = take(illustrated, 3)
    places["latest"] = [story.pk for story in newest[:LATEST]]
    layouts = cycle(ROW_LAYOUTS)
    rows = []
    by_section: dict[str, list[Candidate]] = {}
    for story in newest:
        by_section.setdefault(story.path[: len(home.path) + home.steplen], []).append(story)
    for section in sections:
        inside = by_section.get(section["path"], [])
        is_opinion = bool(inside) and all(story.kind == Article.Kind.OPINION for story in inside)
        layout = "opinion" if is_opinion else next(layouts)
        if chosen := take(inside, ROW_SIZES[layout]):
            rows.append((section, layout, chosen))

    wanted = used.union(places["latest"])
    stories = {story.pk: story for story in Article.objects.filter(pk__in=wanted).order_by().for_front()}
    opinions = [stories[pk] for _, layout, chosen in rows if layout == "opinion" for pk in chosen]
    show_pictures_of(stories.values(), names=[name for story in opinions for name in story.byline_rows])
    return Front(
        lead=stories[lead.pk] if lead else None,
        lead_related=[stories[pk] for pk in places["lead_related"]],
        secondary=[stories[pk] for pk in places["secondary"]],
        latest=[stories[pk] for pk in places["latest"]],
        rows=[Row(section, layout, [stories[pk] for pk in chosen]) for section, layout, chosen in rows],
    )


def section_front(articles) -> dict[str, object]:
    """Split the first page of a section's stories into a lead, seconds and the rest; later pages are all rest."""
    if articles.number > 1 or not articles.object_list:
        return {"lead": None, "secondary": [], "rest": list(articles)}
    stories = list(articles)
    lead = next((story for story in stories if story.lead_image_id), stories[0])
    others = [story for story in stories if story is not lead]
    return {"lead": lead, "secondary": others[:3], "rest": others[3:]}


def curated_section_front(containers, articles) -> dict[str, object]:
    """Put a section's containers above its list, which leaves out what stands in them; nothing is lost by that."""
    # The list's stories come with those of the front: a section costs what a home page does.
    curated = show(containers, beside=articles.object_list.ids)
    articles.object_list = curated.beside
    if not curated:
        return section_front(articles)
    shown = curated.stories()
    return {"curated": curated, "rest": [story for story in articles if story.pk not in shown]}
