from wagtail.permission_policies.base import BasePermissionPolicy

from desk.bundles.permissions import can_edit_bundle, can_make_bundles, can_see_bundle, visible_to


class BundlePermissionPolicy(BasePermissionPolicy):
    """Answer Wagtail's generic views with the predicates of desk.bundles; bundles have no Django permissions."""

    def user_has_permission(self, user, action) -> bool:
        if action == "view":
            return user.has_perm("wagtailadmin.access_admin")
        return can_make_bundles(user)

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        if action == "view":
            return can_see_bundle(user, instance)
        return can_edit_bundle(user, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        return visible_to(user)

    def users_with_any_permission(self, actions):
        from django.contrib.auth import get_user_model

        users = get_user_model().objects.filter(is_active=True)
        return users.filter(pk__in=[user.pk for user in users if self.user_has_any_permission(user, actions)])
