from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from comments.signals import erased
        from desk import notifications, signals
        from desk.attention import attention
        from desk.board import alerts
        from desk.bundles.policy import BundlePermissionPolicy
        from desk.fronts.policy import ContainerPermissionPolicy
        from desk.locks import story_lock
        from desk.models import Bundle
        from desk.notifications.reply_digests import on_erased
        from desk.permissions import StoryPermissionTester
        from desk.sections import SectionPermissionPolicy
        from news.locks import lock_with
        from news.models import Article, Container, Section
        from news.permissions import decide_with

        decide_with(Article, StoryPermissionTester)
        lock_with(story_lock)
        register_permission_policy(Bundle, BundlePermissionPolicy(Bundle))
        register_permission_policy(Container, ContainerPermissionPolicy(Container))
        register_permission_policy(Section, SectionPermissionPolicy(Section))
        alerts.add(attention)
        signals.connect()
        notifications.connect()
        erased.connect(on_erased, dispatch_uid="desk.reply_digests.erased")
        post_migrate.connect(signals.ensure_roles_after_migrate, sender=self)
