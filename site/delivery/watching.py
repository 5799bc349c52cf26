"""Purge when a record is another than before. Each app says which of its fields readers see, and where."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save

from delivery.purging import purge

# What Wagtail writes when a draft is saved, submitted or locked: no reader sees it.
DRAFT_FIELDS = frozenset(
    (
        *("latest_revision", "latest_revision_id", "latest_revision_created_at", "has_unpublished_changes"),
        *("draft_title", "locked", "locked_at", "locked_by", "go_live_at", "expire_at"),
    )
)


def watch(model: type[Model], tags_of: Callable[[Any], Iterable[str]], fields: Collection[str] | None = None) -> None:
    """Purge `tags_of(record)` when a record is made, deleted, or saved with one of `fields` (None: any) changed."""
    label = model._meta.label

    def note(instance: Model, raw: bool = False, update_fields=None, **kwargs) -> None:
        instance._before = None  # type: ignore[attr-defined]
        if fields is None or raw or not instance.pk or (update_fields and not set(update_fields) & set(fields)):
            return
        instance._before = stored(instance, fields)  # type: ignore[attr-defined]

    def saved(instance: Model, created: bool, update_fields=None, **kwargs) -> None:
        if fields is None:
            if update_fields is None or not DRAFT_FIELDS.issuperset(update_fields):
                purge(*tags_of(instance))
            return
        before = getattr(instance, "_before", None)
        if created or (before is not None and before != now(instance, fields)):
            purge(*tags_of(instance))

    def deleted(instance: Model, **kwargs) -> None:
        purge(*tags_of(instance))

    if fields is not None:
        pre_save.connect(note, sender=model, weak=False, dispatch_uid=f"delivery.note.{label}")
    post_save.connect(saved, sender=model, weak=False, dispatch_uid=f"delivery.saved.{label}")
    post_delete.connect(deleted, sender=model, weak=False, dispatch_uid=f"delivery.deleted.{label}")


def stored(instance: Model, fields: Collection[str]) -> tuple | None:
    """Return the values of `fields` as the database has them; None when it has no such row."""
    return type(instance)._base_manager.filter(pk=instance.pk).values_list(*fields).first()


def now(instance: Model, fields: Collection[str]) -> tuple:
    columns = {field.name: field.attname for field in instance._meta.concrete_fields}
    return tuple(getattr(instance, columns[name]) for name in fields)
