"""List where something is used, a page of the list at a time; Wagtail's own loads every story for each page."""

from wagtail.models import ReferenceIndex


class Uses:
    """What refers to one thing, each with its references, loaded when it is looked at."""

    ordered = True

    def __init__(self, references) -> None:
        self.references = references
        rows = references.order_by("base_content_type", "object_id")
        self.sources = rows.values_list("base_content_type", "object_id").distinct()

    def count(self) -> int:
        return len(self)

    def __len__(self) -> int:
        return self.sources.count()

    def __getitem__(self, part):
        if not isinstance(part, slice):
            return self[part : part + 1][0]
        wanted = list(self.sources[part])
        shown = self.references.filter(
            base_content_type__in={kind for kind, _ in wanted}, object_id__in=[pk for _, pk in wanted]
        )
        return [
            (source, references)
            for source, references in shown.group_by_source_object()
            if (references[0].base_content_type_id, references[0].object_id) in wanted
        ]


class PagedUsageMixin:
    def get_queryset(self):
        return Uses(ReferenceIndex.get_references_to(self.object))
