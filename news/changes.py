"""What happened to a story after it was published: significant updates, corrections, and the list readers can open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import CharField, QuerySet, Value
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.prepared import Prepared

if TYPE_CHECKING:
    from wagtail.models import Revision

    from news.models import Article

# What tells one row of a story from another: its number in the database changes with each publication.
IDENTITY = {"updates": ("note",), "corrections": ("kind", "text")}
CLOCKS_DIFFER = timedelta(minutes=5)


def refuse_future(date: datetime | None) -> None:
    """Raise ValidationError for a date that is still to come: readers would be told of it too early."""
    if date is not None and date > timezone.now() + CLOCKS_DIFFER:
        raise ValidationError({"date": "This is still to come. Leave it empty: it becomes the moment of going live."})


# Dates that come with going live


def date_changes(revision: "Revision", live: "Article", moment: datetime | None = None) -> None:
    """Give the updates and corrections of a version that goes live now their dates, in the revision itself.

    Later versions start from it, so they carry the dates. One that was started before still has none: it gets those
    that the live story has. `updated_at` follows the newest update, and a version without a new one leaves it alone.
    """
    from news.models import Correction, Update

    content = revision.content
    go_live_at = as_moment(content.get("go_live_at"))
    if go_live_at and go_live_at > timezone.now():
        return
    # The editor's form knows no seconds: with them, saving without a change would be a change.
    moment = (moment or timezone.now()).replace(second=0, microsecond=0)
    # Asked anew: the page that a revision brings along may be the version itself.
    known: dict[str, list] = {
        "updates": list(Update.objects.filter(article=live.pk)),
        "corrections": list(Correction.objects.filter(article=live.pk)),
    }
    changed = False
    for relation, names in IDENTITY.items():
        changed |= date_rows(content.get(relation, []), names, known[relation], moment)
    updates = [date for row in content.get("updates", []) if (date := as_moment(row.get("date")))]
    if live.first_published_at:
        shown = max(updates) if updates else None
        lost = known["updates"] and not updates
        if (shown or lost) and shown != as_moment(content.get("updated_at")):
            content["updated_at"] = shown and written(shown)
            changed = True
    if changed:
        revision.save(update_fields=["content"])


def date_rows(rows: list[dict], names: Iterable[str], known: Iterable, moment: datetime) -> bool:
    """Date the rows that have no date: as the same row among the `known` ones, else `moment`; tell whether any was."""
    undated = [row for row in rows if not row.get("date")]
    if not undated:
        return False
    spare = Counter(
        (tuple(getattr(row, name) for name in names), row.date) for row in known if row.date is not None
    ) - Counter((tuple(row[name] for name in names), as_moment(row["date"])) for row in rows if row.get("date"))
    for row in undated:
        identity = tuple(row[name] for name in names)
        found = next((key for key in spare.elements() if key[0] == identity), None)
        if found:
            spare[found] -= 1
        row["date"] = written(found[1] if found else moment)
    return True


def date_preview(article: "Article") -> None:
    """Show undated updates and corrections as they would be if the version went live now; nothing is stored."""
    now = timezone.now()
    for relation in IDENTITY:
        for row in getattr(article, relation).all():
            row.date = row.date or now
    dates = [row.date for row in article.updates.all() if row.date]
    if article.first_published_at and dates:
        article.updated_at = max(dates)


def as_moment(value) -> datetime | None:
    return parse_datetime(value) if isinstance(value, str) else value


def written(moment: datetime) -> str:
    """Write a moment as revisions keep it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# What readers see


def rows(article: "Article", relation: str) -> Iterable:
    """Return the "updates" or "corrections" of a story, from where they are loaded, else by one query for both."""
    if is_loaded(article, relation):
        return getattr(article, relation).all()
    return article.stored_changes[relation]


def is_loaded(article: "Article", relation: str) -> bool:
    """Tell whether a story has the rows of a relation: as the version under preview that it is, or prefetched."""
    loaded = (*getattr(article, "_cluster_related_objects", ()), *getattr(article, "_prefetched_objects_cache", ()))
    return article.pk is None or relation in loaded


def stored(article: "Article") -> dict[str, list]:
    """Read updates and corrections in one query: a story's page has few to spend."""
    from news.models import Correction, Update

    found: dict[str, list] = {"updates": [], "corrections": []}
    for kind, date, text in changes_of.lists([article.pk]):
        if kind:
            found["corrections"].append(Correction(kind=kind, date=date, text=text))
        else:
            found["updates"].append(Update(date=date, note=text))
    return found


def ask_for_changes(articles: Sequence[int]) -> QuerySet:
    from news.models import Correction, Update

    updates = Update.objects.filter(article__in=articles).order_by().values_list(Value("", CharField()), "date", "note")
    corrections = Correction.objects.filter(article__in=articles).order_by().values_list("kind", "date", "text")
    return updates.union(corrections, all=True)


changes_of = Prepared(ask_for_changes, heeds_embargoes=False)


def public(rows: Iterable) -> list:
    """Return dated rows whose date has come, newest first."""
    now = timezone.now()
    return sorted((row for row in rows if row.date and row.date <= now), key=lambda row: row.date, reverse=True)


@dataclass(frozen=True)
class Change:
    """One line of the list “Changes to this story”."""

    label: str
    moment: datetime
    text: str = ""


def change_log(article: "Article") -> list[Change]:
    """List what happened to a story since readers first saw it, newest first; empty when nothing did."""
    start = article.first_published_at
    if start is None:
        return []
    updates = [row for row in public(rows(article, "updates")) if row.date >= start.replace(second=0, microsecond=0)]
    changes = [Change("Updated", row.date, row.note) for row in updates]
    changes += [Change(row.get_kind_display(), row.date, row.text) for row in public(rows(article, "corrections"))]
    if not changes:
        return []
    if not updates and article.updated_at:
        changes.append(Change("Updated", article.updated_at))
    newest_first = sorted(changes, key=lambda change: change.moment, reverse=True)
    return [*newest_first, Change("First published", start)]
