"""Call the desk's rules when pages change; the rules themselves are methods."""

from django.apps import apps as installed_apps
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.log_actions import get_active_log_context
from wagtail.models import Collection, Revision
from wagtail.signals import post_page_move

from desk import chains, desks, embargo, failures, review, roles
from desk.models import SectionDesk
from news.models import Article, Section


def connect() -> None:
    for model in (Article, Section):
        post_save.connect(on_version_saved, sender=model, dispatch_uid=f"desk.version_saved.{model.__name__}")
    post_save.connect(on_section_saved, sender=Section, dispatch_uid="desk.section_saved")
    post_page_move.connect(on_page_moved, dispatch_uid="desk.page_moved")
    pre_delete.connect(on_desk_going, sender=SectionDesk, dispatch_uid="desk.desk_going")
    post_save.connect(on_revision_saved, sender=Revision, dispatch_uid="desk.revision_saved")
    post_delete.connect(on_desk_deleted, sender=SectionDesk, dispatch_uid="desk.desk_deleted")


def on_version_saved(instance, update_fields=None, raw=False, **kwargs) -> None:
    # Page.save_revision() names the field: every other save leaves the versions alone.
    if not raw and update_fields and "latest_revision" in update_fields:
        review.follow_edit(instance)
        embargo.follow_edit(instance)


def on_revision_saved(instance, update_fields=None, **kwargs) -> None:
    # What “Cancel scheduled publish” saves.
    if update_fields and "approved_go_live_at" in update_fields and instance.approved_go_live_at is None:
        failures.solve(instance.content_object)


def on_section_saved(instance, created, raw=False, **kwargs) -> None:
    if not raw:
        desks.follow_section(instance, created)


def on_page_moved(instance, parent_page_before, parent_page_after, **kwargs) -> None:
    if parent_page_before.pk != parent_page_after.pk:  # else it changed its place in a list
        desks.follow_move(instance, get_active_log_context().user)


def on_desk_going(instance, **kwargs) -> None:
    chains.end_reviews(instance.section)


def on_desk_deleted(instance, **kwargs) -> None:
    desks.dissolve_desk(instance)


def ensure_roles_after_migrate(apps=installed_apps, **kwargs) -> None:
    """Give the roles the permissions that this release knows; they exist only after the migrations."""
    try:
        apps.get_model("desk", "SiteRole")
    except LookupError:  # migrated back to before the desk
        return
    if not Collection.objects.exists():  # flushed: nothing to give permissions on
        return
    roles.ensure_site_roles()
    roles.ensure_desk_permissions()
