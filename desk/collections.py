"""The collection of a section's desk: where its people keep pictures and documents (a collection holds both)."""

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.models import (
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    GroupCollectionPermission,
    get_root_collection_id,
)

from desk.models import SectionDesk
from desk.roles import DESK_CHOICE, SECTION_COLLECTION_PERMISSIONS, free_name, give_collection_permissions

# What desks held everywhere before each had a collection of its own.
FORMER_ROOT_PERMISSIONS = ["add_image", "add_document"]


def ensure_collection(desk: SectionDesk) -> None:
    """Give the desk its collection below the root one, and its groups their permissions there."""
    if desk.collection is None:
        root = Collection.get_first_root_node()
        desk.collection = root.add_child(name=free_name(Collection, desk.section.title))
        take_away_former_permissions(desk.groups())
    for role in SectionDesk.Role:
        give_collection_permissions(desk.group(role), DESK_CHOICE)
        give_collection_permissions(desk.group(role), SECTION_COLLECTION_PERMISSIONS[role], desk.collection)


def take_away_former_permissions(groups: list[Group]) -> None:
    """Let desks add to their own collection only. Once: what an administrator gives them later at the root stays."""
    former_permissions().filter(group__in=groups).delete()


def former_permissions():
    return GroupCollectionPermission.objects.filter(
        collection=get_root_collection_id(), permission__codename__in=FORMER_ROOT_PERMISSIONS
    )


def root_permissions_of_desks() -> int:
    """Count the permissions to add everywhere that groups of desks hold."""
    of_a_desk = Q()
    for role in SectionDesk.Role:
        of_a_desk |= Q(group__in=SectionDesk.objects.values(role.value))
    return former_permissions().filter(of_a_desk).count()


def release_collection(collection: Collection | None) -> None:
    """Delete the collection of a desk that is gone; what lies in it moves to the root collection.

    A private one stays as it is: in the root collection everybody could open what is in it.
    """
    if collection is None or is_private(collection):
        return
    root = get_root_collection_id()
    collections = collection.get_descendants(inclusive=True)
    for model in apps.get_models():
        if issubclass(model, CollectionMember):
            model._default_manager.filter(collection__in=collections).update(collection=root)
    collection.delete()


def is_private(collection: Collection) -> bool:
    """Tell whether a collection, one above it or one below it, is closed to some."""
    below = CollectionViewRestriction.objects.filter(collection__in=collection.get_descendants(inclusive=True))
    return below.exists() or collection.get_view_restrictions().exists()
