"""Where a story stands on the checklist of its desk."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, WorkflowState

from desk.checklist.items import ITEMS, Item
from desk.models import ChecklistTick, Level, SectionDesk
from desk.versions import fingerprint
from news.models import Article

ORDER = {Level.REQUIRED: 0, Level.RECOMMENDED: 1}


class Rulebook:
    """The checklists of all desks, read once: there are dozens at most, and lists ask for many stories."""

    def __init__(self) -> None:
        self.ticks: dict[int, dict[str, ChecklistTick]] = {}

    @cached_property
    def desks(self) -> list[SectionDesk]:
        found = SectionDesk.objects.select_related("section").prefetch_related("checklist_levels", "custom_checks")
        return sorted(found, key=lambda desk: -desk.section.depth)

    def desk_of(self, story: Article) -> SectionDesk | None:
        """Return the nearest desk above a story: a subsection without one works by that of its section."""
        return next((desk for desk in self.desks if story.path.startswith(desk.section.path)), None)

    def items_of(self, desk: SectionDesk | None) -> list[Item]:
        """List what a desk asks, with the levels it has set, required items first; without a desk, the defaults."""
        levels = {row.item: Level(row.level) for row in desk.checklist_levels.all()} if desk else {}
        custom = desk.custom_checks.all() if desk else []
        items = [replace(item, level=levels.get(item.key, item.level)) for item in ITEMS]
        items += [Item(check.key, check.text, Level(check.level)) for check in custom]
        return sorted((item for item in items if item.level != Level.OFF), key=lambda item: ORDER[item.level])

    def ticks_of(self, story: Article) -> dict[str, ChecklistTick]:
        """Return what people have ticked for a story, by item; asked for only when an item hangs on it."""
        if story.pk not in self.ticks:
            found = ChecklistTick.objects.filter(article_id=story.pk).select_related("ticked_by")
            self.ticks[story.pk] = {tick.item: tick for tick in found}
        return self.ticks[story.pk]


class ReviewRulebook(Rulebook):
    """The same for lists of what waits: the ticks of all stories in review are read once as well."""

    @cached_property
    def ticks_in_review(self) -> dict[int, dict[str, ChecklistTick]]:
        # The key of a story is text there, which PostgreSQL does not compare with a number.
        keys = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), status=WorkflowState.STATUS_IN_PROGRESS
        ).values_list("object_id", flat=True)
        found: dict[int, dict[str, ChecklistTick]] = defaultdict(dict)
        for tick in ChecklistTick.objects.filter(article__in=[int(key) for key in keys]):
            found[tick.article_id][tick.item] = tick
        return found

    def ticks_of(self, story: Article) -> dict[str, ChecklistTick]:
        return self.ticks_in_review.get(story.pk, {})


@dataclass
class Standing:
    """One item, answered or open."""

    item: Item
    problem: str = ""
    tick_key: str = ""  # set when a tick answers it
    tick_label: str = ""
    tick: ChecklistTick | None = None
    stale: bool = field(default=False)  # ticked for an earlier text

    @property
    def is_open(self) -> bool:
        return bool(self.problem)

    @property
    def is_required(self) -> bool:
        return self.item.level == Level.REQUIRED


def stand(item: Item, story: Article, rulebook: Rulebook) -> Standing:
    """Answer one item for the version that `story` holds."""
    if item.find is None:
        tick = rulebook.ticks_of(story).get(item.key)
        problem = "" if tick else f"Tick “{item.title}” when it is done."
        return Standing(item, problem, tick_key=item.key, tick_label=item.title, tick=tick)
    problem = item.find(story)
    if not problem or not item.waiver:
        return Standing(item, problem)
    tick = rulebook.ticks_of(story).get(item.waiver_key)
    return Standing(item, "" if tick else problem, tick_key=item.waiver_key, tick_label=item.waiver, tick=tick)


def go_through(story: Article, rulebook: Rulebook | None = None) -> list[Standing]:
    """Answer every item for the version that `story` holds, required ones first."""
    rulebook = rulebook or Rulebook()
    found = [stand(item, story, rulebook) for item in rulebook.items_of(rulebook.desk_of(story))]
    if any(standing.tick for standing in found):
        text = fingerprint(story.serializable_data())
        for standing in found:
            standing.stale = bool(standing.tick and standing.tick.text and standing.tick.text != text)
    return found


def open_required(story: Article, rulebook: Rulebook | None = None) -> list[Standing]:
    """List the required items that are open; while all is well this costs no query beyond the rulebook's."""
    rulebook = rulebook or Rulebook()
    items = [item for item in rulebook.items_of(rulebook.desk_of(story)) if item.level == Level.REQUIRED]
    return [standing for item in items if (standing := stand(item, story, rulebook)).is_open]


def checklist_refusal(story: Article, rulebook: Rulebook | None = None) -> str:
    """Say what the checklist still requires of a version; empty when nothing."""
    return in_words(open_required(story, rulebook))


def in_words(standings: Sequence[Standing]) -> str:
    if not standings:
        return ""
    return f"The checklist is not done yet: {' '.join(standing.problem for standing in standings)}"
