"""Who sees a bundle, and who decides about it."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from desk.bundles.members import Member, members_of, not_ready
from desk.models import Bundle, BundleItem, SiteRole
from desk.notifications import may_see
from desk.permissions import holds_page_permission
from news.models import Article

Status = Bundle.Status


def is_managing_editor(user) -> bool:
    return user.is_superuser or user.groups.filter(site_role__key=SiteRole.Key.MANAGING_EDITOR).exists()


def can_make_bundles(user) -> bool:
    """Tell whether `user` edits a section, or all of them."""
    return user.is_active and PagePermissionPolicy(Page).user_has_permission(user, "unlock")


def can_bundle(user, item: models.Model) -> bool:
    """Tell whether `user` decides when a story goes live: its section editors and managing editors."""
    return isinstance(item, Page) and holds_page_permission(user, item, "unlock")


def can_edit_bundle(user, bundle: Bundle) -> bool:
    """Tell whether `user` may fill, schedule and take apart a bundle: whoever decides about each of its stories."""
    if not can_make_bundles(user):
        return False
    items = [row.item for row in bundle.items.prefetch_related("item")]
    stories = [item for item in items if item is not None]
    if not stories:
        return bundle.created_by_id == user.pk or is_managing_editor(user)
    return all(can_bundle(user, story) for story in stories)


def can_publish_bundle(user, bundle: Bundle) -> bool:
    """Tell whether `user` may schedule a bundle or put it live."""
    return not publish_bundle_refusal(user, bundle)


def publish_bundle_refusal(user, bundle: Bundle) -> str:
    """Say why `user` cannot schedule a bundle or put it live; empty when they can.

    Every member has been approved under four eyes, so whoever presses need not be a fresh pair of eyes.
    """
    if not can_edit_bundle(user, bundle):
        return "Only managing editors, and who is section editor of all its stories, can publish this bundle."
    if bundle.status == Status.PUBLISHED:
        return "This bundle is live already."
    return not_ready(members_of(bundle))


def can_see_all_of(user, bundle: Bundle) -> bool:
    """Tell whether `user` may open every story of a bundle."""
    items = [row.item for row in bundle.items.prefetch_related("item")]
    return all(may_see(user, item) for item in items if isinstance(item, Page)) and can_see_bundle(user, bundle)


def can_see_bundle(user, bundle: Bundle) -> bool:
    return visible_to(user).filter(pk=bundle.pk).exists()


def visible_to(user) -> models.QuerySet:
    """Return the bundles that `user` made, or that hold a story where `user` works."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return Bundle.objects.none()
    if is_managing_editor(user):
        return Bundle.objects.all()
    pages = PagePermissionPolicy(Page).explorable_instances(user)
    theirs = BundleItem.objects.filter(
        content_type=ContentType.objects.get_for_model(Article), object_id__in=pages.values("pk")
    )
    return Bundle.objects.filter(Q(created_by=user) | Q(pk__in=theirs.values("bundle")))


def can_see_member(user, found: Member) -> bool:
    return found.item is None or may_see(user, found.item)
