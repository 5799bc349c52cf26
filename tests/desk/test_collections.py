"""A desk keeps its pictures and documents in a collection of its own."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission
from wagtail.permissions import policy_registry

from core.models import Picture
from desk.desks import ensure_section_desk, repair_all
from desk.models import SectionDesk
from news.models import Section
from tests import factories
from tests.desk.newsroom import SECTION_ROLES, again

pytestmark = pytest.mark.once

MIGRATION = import_module("desk.migrations.0004_desks_add_to_their_own_collection")


def root() -> Collection:
    return Collection.get_first_root_node()


def collections_for(user, action: str) -> set[str]:
    found = policy_registry.get_by_type(Picture).collections_user_has_permission_for(again(user), action)
    return {collection.name for collection in found}


@pytest.mark.parametrize("role", SECTION_ROLES)
def test_desk_adds_to_its_own_collection_and_picks_from_everywhere(room, role):
    user = getattr(room, role)
    assert collections_for(user, "add") == {"Politics"}
    assert collections_for(user, "choose") == {"Root", "Politics", "Business"}


def test_section_editors_change_what_lies_in_their_collection(room):
    assert collections_for(room.section_editor, "change") == {"Politics"}
    assert collections_for(room.copy_editor, "change") == {"Politics"}  # what they uploaded themselves, see below


@pytest.mark.parametrize(("where", "mends"), [("own", True), ("other", False), ("root", False)])
@pytest.mark.parametrize("role", ["reporter", "section_editor"])
def test_who_mends_what_they_uploaded(client, room, role, where, mends):
    place = {"own": room.desk.collection, "other": room.business.desk.collection, "root": root()}[where]
    user = getattr(room, role)
    picture = factories.picture(collection=place, uploaded_by_user=user)
    client.force_login(user)
    assert (client.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 200) is mends


@pytest.mark.parametrize(
    ("role", "mends"),
    [("reporter", False), ("copy_editor", False), ("section_editor", True), ("other_section_editor", False)],
)
def test_who_mends_what_a_colleague_uploaded(client, room, role, mends):
    picture = factories.picture(collection=room.desk.collection, uploaded_by_user=room.photo_desk)
    client.force_login(getattr(room, role))
    assert (client.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 200) is mends


@pytest.mark.parametrize("role", ["managing_editor", "photo_desk"])
def test_picture_editors_work_everywhere(room, role):
    assert collections_for(getattr(room, role), "change") == {"Root", "Politics", "Business"}


def test_collection_follows_the_title_and_the_alphabet(room):
    room.politics.title = "A new name"
    room.politics.save()
    names = list(Collection.objects.filter(depth=2).values_list("name", flat=True))
    assert names == ["A new name", "Business"]
    assert not repair_all()


def test_collection_of_that_name_is_not_taken_over(db):
    root().add_child(name="Politics")
    assert factories.section("Politics").desk.collection.name == "Politics (2)"
    assert not repair_all()


def test_pictures_of_a_deleted_section_move_to_the_root_collection(room):
    inner = room.desk.collection.add_child(name="Elections")
    picture = factories.picture(collection=room.desk.collection)
    deeper = factories.picture(collection=inner)
    document = Document.objects.create(title="Budget", file="budget.pdf", collection=room.desk.collection)
    Section.objects.get(pk=room.politics.pk).delete()
    assert not Collection.objects.filter(name__in=["Politics", "Elections"]).exists()
    assert {Picture.objects.get(pk=found.pk).collection for found in (picture, deeper)} == {root()}
    assert Document.objects.get(pk=document.pk).collection == root()


def test_private_pictures_of_a_deleted_section_stay_private(room):
    private = room.desk.collection.add_child(name="Sources")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    picture = factories.picture(collection=private)
    Section.objects.get(pk=room.politics.pk).delete()
    assert Picture.objects.get(pk=picture.pk).collection.get_view_restrictions().exists()


def test_collection_deleted_by_mistake_comes_back(room):
    SectionDesk.objects.get(section=room.politics).collection.delete()
    assert repair_all()["collections"] == 1
    assert SectionDesk.objects.get(section=room.politics).collection.name == "Politics"


def give_former_permissions(room):
    for group in room.desk.groups():
        for codename in ("add_image", "add_document"):
            permission = Permission.objects.get(codename=codename, content_type__app_label__startswith="wagtail")
            GroupCollectionPermission.objects.create(group=group, collection=root(), permission=permission)


def before_collections(room):
    """Take Politics back to how desks were before they had collections."""
    SectionDesk.objects.get(section=room.politics).collection.delete()
    give_former_permissions(room)
    assert collections_for(room.reporter, "add") == {"Root", "Business"}


def test_repair_takes_the_right_to_add_everywhere_away(room):
    before_collections(room)
    assert repair_all()["former permissions taken away"] == 6
    assert collections_for(room.reporter, "add") == {"Politics"}


def test_repair_leaves_what_an_administrator_gives_later(room):
    give_former_permissions(room)
    ensure_section_desk(room.politics)
    assert "Root" in collections_for(room.reporter, "add")


def test_migration_gives_collections_and_can_be_taken_back(room):
    before_collections(room)
    MIGRATION.give(apps, None)
    assert collections_for(room.reporter, "add") == {"Politics"}
    assert collections_for(room.section_editor, "change") == {"Politics"}
    assert not Collection.find_problems()[0]
    assert not repair_all()
    MIGRATION.take_back(apps, None)
    assert "Root" in collections_for(room.reporter, "add")
