"""Who may touch a section's own page, as against the stories below it."""

from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

REORDER_LIMIT = 100


class SectionPermissionPolicy(PagePermissionPolicy):
    """Let only those who may publish edit, move or delete a section; everybody else on a desk may add below it."""

    permission_cache_name = "_section_permission_cache"
    _explorable_root_instance_cache_name = "_explorable_root_section_cache"

    def get_all_permissions_for_user(self, user):
        publishers = Q(group__page_permissions__permission__codename="publish_page")
        allowed = publishers | Q(permission__codename="add_page")
        return super().get_all_permissions_for_user(user).filter(allowed).distinct()


def can_add_section(user, parent: Page) -> bool:
    """Tell whether `user` may make a section below `parent`: a section brings a desk, groups and a workflow."""
    perms = parent.permissions_for_user(user)
    return perms.can_add_subpage() and perms.can_publish_subpage()


def can_manage_section(user, section: Page) -> bool:
    """Tell whether `user` may edit, copy, move or delete a section's own page.

    Ask this where Wagtail looks at a plain Page, for which the policy above is not asked (copying, bulk actions).
    """
    return section.specific.permissions_for_user(user).can_edit()


def can_reorder(parent: Page) -> bool:
    """Tell whether the admin may list all children on one page for sorting: 11,000 of them took 54 seconds."""
    return parent.numchild <= REORDER_LIMIT
