"""The roles in the newsroom and what each may do.

Roles in one section are groups of its desk (desk.desks); roles in the whole newsroom are the groups of SiteRole.
An administrator is a superuser, not a role: who may edit users can become anybody.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from desk.models import SectionDesk, SiteRole
from news.models import HomePage

Role, Site = SectionDesk.Role, SiteRole.Key

# On the section's page and below.
SECTION_PAGE_PERMISSIONS = {
    Role.REPORTER: ["add"],  # Wagtail lets people who may add edit what they own
    Role.COPY_EDITOR: ["change", "lock"],
    Role.SECTION_EDITOR: ["add", "change", "lock", "unlock"],
}
SITE_PAGE_PERMISSIONS = {
    Site.MANAGING_EDITOR: ["add", "change", "publish", "lock", "unlock", "bulk_delete"],
}
# In the root collection, and so in every other: everybody on a desk picks from everywhere.
DESK_CHOICE = ["choose_image", "choose_document"]
# In the desk's own collection. Who may add also mends what they uploaded themselves; to change includes to delete.
SECTION_COLLECTION_PERMISSIONS = {
    Role.REPORTER: ["add_image", "add_document"],
    Role.COPY_EDITOR: ["add_image", "add_document"],
    Role.SECTION_EDITOR: ["add_image", "change_image", "add_document", "change_document"],
}
SITE_COLLECTION_PERMISSIONS = {
    Site.MANAGING_EDITOR: [*DESK_CHOICE, "add_image", "change_image", "add_document", "change_document"],
    Site.PHOTO_DESK: ["add_image", "change_image", "choose_image"],
}
ACCESS_ADMIN = "wagtailadmin.access_admin"
# What readers search for, and what helps them to find it: for those who choose what stands on a front.
SEARCH_PERMISSIONS = [
    "search.see_searches",
    *(f"search.{action}_synonymgroup" for action in ("add", "change", "delete", "view")),
    *(f"wagtailsearchpromotions.{action}_searchpromotion" for action in ("add", "change", "delete", "view")),
]
# Replies everywhere, and the rules for them. In a section, who may unlock its pages moderates (comments.permissions).
REPLY_PERMISSIONS = ["comments.moderate_reply", "comments.change_replysettings"]
SECTION_MODEL_PERMISSIONS = {
    Role.REPORTER: [ACCESS_ADMIN],
    Role.COPY_EDITOR: [ACCESS_ADMIN],
    Role.SECTION_EDITOR: [ACCESS_ADMIN, *SEARCH_PERMISSIONS],
}
SITE_MODEL_PERMISSIONS = {
    Site.MANAGING_EDITOR: [
        ACCESS_ADMIN,
        *(f"news.{action}_topic" for action in ("add", "change", "delete", "view")),
        *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete", "view")),
        *SEARCH_PERMISSIONS,
        *REPLY_PERMISSIONS,
        "news.curate_home",
        "core.change_sitesettings",
        "desk.manage_desks",
        "desk.change_checklistlevel",
        "desk.publish_without_review",
        "people.link_account",
        "desk.kill_story",
    ],
    Site.HOME_EDITOR: [ACCESS_ADMIN, "news.curate_home", *SEARCH_PERMISSIONS],
    Site.PHOTO_DESK: [ACCESS_ADMIN],
    Site.COMMENT_MODERATOR: [ACCESS_ADMIN, *REPLY_PERMISSIONS],
    # No page permissions: the step of review opens a story to them, and closes it again.
    Site.LEGAL_READER: [ACCESS_ADMIN],
}


def site_group(key: str) -> Group:
    """Return the group of a SiteRole.Key such as "managing_editor", made when it is missing."""
    role = SiteRole.objects.select_related("group").filter(key=SiteRole.Key(key)).first()
    return role.group if role and role.group else ensure_site_role(SiteRole.Key(key))


def ensure_site_roles() -> None:
    """Make the roles of the whole newsroom and give each what is listed above; never take anything away."""
    for key in SiteRole.Key:
        ensure_site_role(key)


def ensure_desk_permissions() -> None:
    """Give the groups of every desk what is listed above; a release may bring something new."""
    for role, labels in SECTION_MODEL_PERMISSIONS.items():
        for group in Group.objects.filter(pk__in=SectionDesk.objects.values(role.value)):
            give_model_permissions(group, labels)


@transaction.atomic
def ensure_site_role(key: SiteRole.Key) -> Group:
    role, _ = SiteRole.objects.get_or_create(key=key)
    if role.group is None:
        role.group = Group.objects.create(name=free_name(Group, key.label))
        role.save()
    give_model_permissions(role.group, SITE_MODEL_PERMISSIONS[key])
    give_collection_permissions(role.group, SITE_COLLECTION_PERMISSIONS.get(key, []))
    for home in HomePage.objects.all():
        give_page_permissions(role.group, home, SITE_PAGE_PERMISSIONS.get(key, []))
    return role.group


def give_page_permissions(group: Group, page: Page, names: list[str]) -> None:
    found = find_permissions([f"wagtailcore.{name}_page" for name in names])
    rows = [GroupPagePermission(group=group, page_id=page.pk, permission=permission) for permission in found]
    GroupPagePermission.objects.bulk_create(rows, ignore_conflicts=True)


def give_collection_permissions(group: Group, names: list[str], collection: Collection | None = None) -> None:
    """Give permissions such as "add_image" in a collection and those below it; without one, everywhere."""
    collection = collection or Collection.get_first_root_node()
    found = find_permissions([collection_label(name) for name in names])
    rows = [
        GroupCollectionPermission(group=group, collection=collection, permission=permission) for permission in found
    ]
    GroupCollectionPermission.objects.bulk_create(rows, ignore_conflicts=True)


def collection_label(name: str) -> str:
    return f"wagtail{'images' if name.endswith('image') else 'docs'}.{name}"


def give_model_permissions(group: Group, labels: list[str]) -> None:
    group.permissions.add(*find_permissions(labels))


def find_permissions(labels: list[str]) -> list[Permission]:
    """Return the permissions of labels such as "news.add_topic"; raise LookupError for one that does not exist."""
    found = fetch_permissions(labels)
    if len(found) < len(set(labels)):
        # Django makes an app's permissions after all migrations, app by app; ours may be asked for earlier.
        for app_label in {label.partition(".")[0] for label in labels}:
            create_permissions(apps.get_app_config(app_label), verbosity=0)
        found = fetch_permissions(labels)
    if missing := set(labels) - set(found):
        raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
    return list(found.values())


def fetch_permissions(labels: list[str]) -> dict[str, Permission]:
    codenames = [label.partition(".")[2] for label in labels]
    found = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    by_label = {f"{permission.content_type.app_label}.{permission.codename}": permission for permission in found}
    return {label: by_label[label] for label in labels if label in by_label}


def free_name(model, wanted: str, keep=None) -> str:
    """Return `wanted`, cut to the field's length and numbered when another row than `keep` has that name."""
    limit = model._meta.get_field("name").max_length
    taken = model.objects.exclude(pk=keep.pk) if keep else model.objects.all()
    name, number = wanted[:limit], 1
    while taken.filter(name=name).exists():
        number += 1
        suffix = f" ({number})"
        name = wanted[: limit - len(suffix)] + suffix
    return name
