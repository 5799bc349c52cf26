from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, post_save

        from core import encoding, purging
        from core.models import Picture
        from core.renditions import make_on_upload
        from core.site_record import keep_in_step

        encoding.register()
        post_save.connect(make_on_upload, sender=Picture, dispatch_uid="core.make_on_upload")
        purging.connect()
        post_migrate.connect(keep_in_step, sender=self, dispatch_uid="core.keep_site_in_step")
