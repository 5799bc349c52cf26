"""What changes of pages, pictures and settings purge (delivery.tags has what a tag is)."""

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from core.models import Picture, Rendition, SiteSettings, StandardPage
from core.sites import HOME_DEPTH
from delivery.purging import purge, purge_everything
from delivery.tags import follow
from delivery.watching import DRAFT_FIELDS, watch

# Of a page that stands in menus or above others: what is seen elsewhere than on the page itself.
STANDING = ("title", "url_path", "live", "show_in_menus")
SEEN_ELSEWHERE = ("menu", "missing")  # the tags of that


def connect() -> None:
    for model in (Page, StandardPage):
        follow(model, "page")
    follow(Picture, "image")
    watch(SiteSettings, lambda settings: ["settings"])
    watch(StandardPage, lambda page: SEEN_ELSEWHERE, STANDING)
    watch(Picture, lambda picture: [f"image-{picture.pk}"])
    # A page names the sizes that have been made; those that are made later count as a change.
    watch(Rendition, lambda rendition: [f"image-{rendition.image_id}"])
    watch(Redirect, lambda redirect: ["missing"])
    # Who may read what: rare, and nobody may see for a moment longer what has become private.
    watch(PageViewRestriction, lambda restriction: ["everything"])
    watch(Site, lambda site: ["everything"])
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid=f"core.purging.page_changed-{id(signal)}")
    post_page_move.connect(page_moved, dispatch_uid="core.purging.page_moved")
    post_save.connect(page_saved, dispatch_uid="core.purging.page_saved")
    post_delete.connect(page_deleted, dispatch_uid="core.purging.page_deleted")


def page_changed(instance: Page, **kwargs) -> None:
    purge(f"page-{instance.pk}")


def page_saved(sender, instance, update_fields=None, **kwargs) -> None:
    if isinstance(instance, Page) and (update_fields is None or not DRAFT_FIELDS.issuperset(update_fields)):
        purge(f"page-{instance.pk}")
        if instance.depth <= HOME_DEPTH:
            purge("site")


def page_deleted(sender, instance, **kwargs) -> None:
    if isinstance(instance, Page):
        purge(f"page-{instance.pk}")


def page_moved(instance: Page, parent_page_before: Page, url_path_before: str, url_path_after: str, **kwargs) -> None:
    """Purge a page that stands elsewhere now, and all when pages below it came along."""
    if instance.numchild and url_path_before != url_path_after:
        purge_everything()
        return
    purge(f"page-{instance.pk}", "missing")
    if HOME_DEPTH in (parent_page_before.depth, instance.depth - 1):  # the menu, or its order
        purge("menu")
