"""Call the desk's rules when pages change; the rules themselves are methods."""

from django.apps import apps as installed_apps
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection

from desk import desks, review, roles
from desk.models import SectionDesk
from news.models import Article, Section


def connect() -> None:
    for model in (Article, Section):
        post_save.connect(on_version_saved, sender=model, dispatch_uid=f"desk.version_saved.{model.__name__}")
    post_save.connect(on_section_saved, sender=Section, dispatch_uid="desk.section_saved")
    post_delete.connect(on_desk_deleted, sender=SectionDesk, dispatch_uid="desk.desk_deleted")


def on_version_saved(instance, update_fields=None, raw=False, **kwargs) -> None:
    # Page.save_revision() names the field: every other save leaves the versions alone.
    if not raw and update_fields and "latest_revision" in update_fields:
        review.follow_edit(instance)


def on_section_saved(instance, created, raw=False, **kwargs) -> None:
    if not raw:
        desks.follow_section(instance, created)


def on_desk_deleted(instance, **kwargs) -> None:
    instance.dissolve()


def ensure_roles_after_migrate(apps=installed_apps, **kwargs) -> None:
    """Give the roles the permissions that this release knows; they exist only after the migrations."""
    try:
        apps.get_model("desk", "SiteRole")
    except LookupError:  # migrated back to before the desk
        return
    if not Collection.objects.exists():  # flushed: nothing to give permissions on
        return
    roles.ensure_site_roles()
