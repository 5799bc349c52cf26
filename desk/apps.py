from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from desk import notifications, signals
        from desk.permissions import StoryPermissionTester
        from desk.sections import SectionPermissionPolicy
        from news.models import Article, Section
        from news.permissions import decide_with

        decide_with(Article, StoryPermissionTester)
        register_permission_policy(Section, SectionPermissionPolicy(Section))
        signals.connect()
        notifications.connect()
        post_migrate.connect(signals.ensure_roles_after_migrate, sender=self)
