from wagtail.permission_policies.base import BasePermissionPolicy

from desk.fronts.permissions import can_curate, can_delete_container, curated_by, curates_something


class ContainerPermissionPolicy(BasePermissionPolicy):
    """Answer Wagtail's views with the predicates of desk.fronts; containers have no permissions of their own."""

    def user_has_permission(self, user, action) -> bool:
        return curates_something(user)

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        return can_delete_container(user, instance) if action == "delete" else can_curate(user, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        return curated_by(user)

    def users_with_any_permission(self, actions):
        from django.contrib.auth import get_user_model

        users = get_user_model().objects.filter(is_active=True)
        return users.filter(pk__in=[user.pk for user in users if curates_something(user)])
