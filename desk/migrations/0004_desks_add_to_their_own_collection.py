"""Give each desk its own collection, and take its right to add pictures and documents everywhere away.

A workflow that an administrator changed is noted as set by hand, so that nothing changes it again.
"""

from django.db import migrations
from wagtail.models import Collection as TreeNode

ROLES = ["reporter", "copy_editor", "section_editor"]
ADD = ["add_image", "add_document"]
CHANGE = ["change_image", "change_document"]


def give(apps, schema_editor):
    Collection = apps.get_model("wagtailcore", "Collection")
    Permission = apps.get_model("auth", "Permission")
    Granted = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = Collection.objects.get(depth=1)
    for desk in apps.get_model("desk", "SectionDesk").objects.select_related("section").order_by("section__title"):
        desk.chain = "by_hand" if is_set_by_hand(apps, desk) else desk.chain
        if desk.collection_id is None:
            desk.collection = add_collection(Collection, root, desk.section.title)
            groups = [group for role in ROLES if (group := getattr(desk, f"{role}_id"))]
            former = Granted.objects.filter(group__in=groups, collection=root, permission__codename__in=ADD)
            former.update(collection=desk.collection)
            for permission in Permission.objects.filter(codename__in=CHANGE) if desk.section_editor_id else []:
                Granted.objects.get_or_create(
                    group_id=desk.section_editor_id, collection=desk.collection, permission=permission
                )
        desk.save()


def is_set_by_hand(apps, desk) -> bool:
    steps = apps.get_model("wagtailcore", "WorkflowTask").objects.filter(workflow_id=desk.workflow_id)
    found = list(steps.order_by("sort_order").values_list("task_id", flat=True))
    # Steps that are missing are not chosen: `ensure_desks` makes them again.
    assigned = apps.get_model("wagtailcore", "WorkflowPage").objects.filter(page_id=desk.section_id).first()
    elsewhere = assigned is not None and assigned.workflow_id != desk.workflow_id
    whole = desk.workflow_id and desk.copy_edit_id and desk.section_edit_id
    return elsewhere or bool(whole and found and found != [desk.copy_edit_id, desk.section_edit_id])


def add_collection(Collection, root, title):
    """Add a collection below the root one: models in migrations know nothing of the tree."""
    name, number = title[:255], 1
    while Collection.objects.filter(name=name).exists():
        number += 1
        name = f"{title[:240]} ({number})"
    last = Collection.objects.filter(depth=2, path__startswith=root.path).order_by("path").last()
    place = TreeNode._str2int(last.path[-TreeNode.steplen :]) + 1 if last else 1
    path = root.path + TreeNode._int2str(place).rjust(TreeNode.steplen, TreeNode.alphabet[0])
    root.numchild += 1
    root.save()
    return Collection.objects.create(name=name, path=path, depth=2, numchild=0)


def take_back(apps, schema_editor):
    """Let desks add everywhere again; what they added since stays in the collection it is in."""
    Collection = apps.get_model("wagtailcore", "Collection")
    Granted = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = Collection.objects.get(depth=1)
    for desk in apps.get_model("desk", "SectionDesk").objects.exclude(collection=None):
        own = Granted.objects.filter(collection=desk.collection)
        own.filter(permission__codename__in=CHANGE, group=desk.section_editor_id).delete()
        own.filter(permission__codename__in=ADD).update(collection=root)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_collections_and_chains"),
        ("news", "0003_first_site"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(give, take_back)]
