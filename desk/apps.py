from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from desk import signals
        from desk.permissions import StoryPermissionTester
        from news.models import Article
        from news.permissions import decide_with

        decide_with(Article, StoryPermissionTester)
        signals.connect()
        post_migrate.connect(signals.ensure_roles_after_migrate, sender=self)
